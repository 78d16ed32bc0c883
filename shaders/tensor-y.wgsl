// Second pass of the structure tensor: the gradient products smoothed along y (method §4.2).
// One invocation per voxel of the brick with WINDOW more slices on each side. Oracle: src/methods/common/reference/structure-tensor.ts.

@group(0) @binding(1) var<storage, read> tensor_x: array<f32>;
@group(0) @binding(2) var<storage, read_write> tensor: array<f32>; // planar xx, xy, xz, yy, yz, zz

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let size = brick_size();
  let local = unravel(index, size.x, size.y); // z counts from the first slice of the margin
  let z = params.origin_z + local.z - WINDOW;
  if (z < 0 || z >= params.volume_z) { return; }

  let rows = size.y + 2 * WINDOW;
  let slices = size.z + 2 * WINDOW;
  let n_in = size.x * rows * slices;
  var first = vec3(0.0);
  var second = vec3(0.0);
  for (var d = -WINDOW; d <= WINDOW; d++) {
    let y = clamp(params.origin_y + local.y + d, 0, params.volume_y - 1) - params.origin_y + WINDOW;
    let at = local.x + size.x * (y + rows * local.z);
    let w = window_weight(d);
    first += w * vec3(tensor_x[at], tensor_x[at + n_in], tensor_x[at + 2 * n_in]);
    second += w * vec3(tensor_x[at + 3 * n_in], tensor_x[at + 4 * n_in], tensor_x[at + 5 * n_in]);
  }
  let n = u32(size.x * size.y * slices);
  tensor[index] = first.x;
  tensor[index + n] = first.y;
  tensor[index + 2u * n] = first.z;
  tensor[index + 3u * n] = second.x;
  tensor[index + 4u * n] = second.y;
  tensor[index + 5u * n] = second.z;
}
