// SSIM, second pass: window sums along y of what ssim-x.wgsl made. One invocation per voxel, with the margin in z.

const REACH: i32 = 3;

@group(0) @binding(1) var<storage, read> along_x: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> sums: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let voxel = unravel(index, params.size_x, params.size_y);
  var sum = vec4(0.0);
  for (var d = HALO - REACH; d <= HALO + REACH; d++) {
    sum += along_x[voxel.x + params.size_x * (voxel.y + d + (params.size_y + 2 * HALO) * voxel.z)];
  }
  sums[index] = sum;
}
