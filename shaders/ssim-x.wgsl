// SSIM, first of three passes: window sums along x of the truth a, the difference d = b - a, a² + b² and d² (method §8).
// These four give SSIM without the cancellation of Σab: see ssim-rows.wgsl. Intensities are taken about CENTRE to keep
// the squares small. One invocation per voxel, with the margin in y and z.

const CENTRE: f32 = 0.5;
const REACH: i32 = 3;

@group(0) @binding(1) var<storage, read> truth: array<f32>;
@group(0) @binding(2) var<storage, read> result: array<f32>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let voxel = unravel(index, params.size_x, params.size_y + 2 * HALO) - vec3(0, HALO, HALO);
  let centre = padded_index(voxel);
  var sum = vec4(0.0);
  for (var at = centre - REACH; at <= centre + REACH; at++) {
    let a = truth[at] - CENTRE;
    let d = result[at] - truth[at];
    let b = a + d;
    sum += vec4(a, d, a * a + b * b, d * d);
  }
  sums[index] = sum;
}
