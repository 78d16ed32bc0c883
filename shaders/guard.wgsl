// Draws filtered voxels back to the range of the 3³ low-resolution voxels around the nearest one, widened by the error of
// their class, and counts them (method §5). Voxels outside the mask stay what they are.
// One invocation per voxel of the brick, rows rounded up to whole quads. Oracle: src/methods/paper/reference/guard.ts.

@group(0) @binding(1) var<storage, read> classes: array<u32>;
@group(0) @binding(2) var<storage, read> lr: array<f32>;
@group(0) @binding(3) var<storage, read> errors: array<f32>; // of each class
@group(0) @binding(4) var<storage, read_write> output: array<f32>;
@group(0) @binding(5) var<storage, read_write> guarded: atomic<u32>;

// Where in the uploaded part the low-resolution voxels at v - 1, v, v + 1 lie along one axis, clamped to the volume.
fn around(v: i32, origin: i32, volume: i32) -> vec3<i32> {
  return clamp(vec3(v - 1, v, v + 1), vec3(0), vec3(volume - 1)) - vec3(origin);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let local = unravel(index, quads_per_row() * 4, params.size_y);
  let class_index = classes[index];
  if (local.x >= params.size_x || class_index == OUTSIDE) { return; }
  let nearest = (brick_origin() + local) / vec3(params.factor_x, params.factor_y, params.factor_z);
  let xs = around(nearest.x, params.lr_origin_x, params.lr_volume_x);
  let ys = around(nearest.y, params.lr_origin_y, params.lr_volume_y);
  let zs = around(nearest.z, params.lr_origin_z, params.lr_volume_z);
  var lowest = lr[xs.y + params.lr_size_x * (ys.y + params.lr_size_y * zs.y)];
  var highest = lowest;
  for (var k = 0; k < 3; k++) {
    for (var j = 0; j < 3; j++) {
      let row = params.lr_size_x * (ys[j] + params.lr_size_y * zs[k]);
      let f = vec3(lr[row + xs.x], lr[row + xs.y], lr[row + xs.z]);
      lowest = min(lowest, min(f.x, min(f.y, f.z)));
      highest = max(highest, max(f.x, max(f.y, f.z)));
    }
  }
  let error = errors[class_index];
  let result = output[index];
  if (result < lowest - error || result > highest + error) { atomicAdd(&guarded, 1u); }
  output[index] = clamp(result, lowest - error, highest + error);
}
