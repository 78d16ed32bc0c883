// Laplacian of Gaussian, second pass (method §8): along y, (g∗g, g″∗g + g∗g″) of the error and of the truth. One
// invocation per voxel, with the margin in z.

@group(0) @binding(1) var<storage, read> along_x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> weights: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read_write> filtered: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let voxel = unravel(index, params.size_x, params.size_y);
  var sum = vec4(0.0);
  for (var d = -HALO; d <= HALO; d++) {
    let v = along_x[voxel.x + params.size_x * (voxel.y + HALO + d + (params.size_y + 2 * HALO) * voxel.z)];
    let w = weights[abs(d)];
    sum += w.x * v + vec4(0.0, w.y * v.x, 0.0, w.y * v.z);
  }
  filtered[index] = sum;
}
