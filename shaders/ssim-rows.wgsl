// SSIM, last pass: window sums along z, and of every row of voxels the sum of 1 - SSIM, over the voxels at least 3 from
// the volume's faces and over those of them inside the mask (method §8). With the means a, b, the variance v of the
// difference and the summed variance s of both volumes,
//
//     SSIM = (1 - (a - b)²/(a² + b² + C1)) (1 - v/(s + C2)),
//
// which equals the usual form and keeps what differs from 1. One invocation per row; the host adds rows in float64.
// Oracle: src/jobs/measures/reference/metrics.ts.

const CENTRE: f32 = 0.5; // of ssim-x.wgsl
const REACH: i32 = 3;
const WINDOW: f32 = 343.0;

@group(0) @binding(1) var<storage, read> along_y: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> mask: array<u32>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let row = params.first + id.x;
  var voxel = unravel(row, 1, params.size_y);
  let plane = params.size_x * params.size_y;
  let low = vec3(REACH) - vec3(params.origin_x, params.origin_y, params.origin_z);
  let high = low + vec3(params.volume_x, params.volume_y, params.volume_z) - 2 * REACH;
  var sum = vec2(0.0);
  for (; voxel.x < params.size_x; voxel.x++) {
    if (any(voxel < low) || any(voxel >= high)) { continue; }
    var window = vec4(0.0);
    var at = voxel.x + params.size_x * voxel.y + plane * (voxel.z + HALO - REACH);
    for (var d = -REACH; d <= REACH; d++) {
      window += along_y[at];
      at += plane;
    }
    let mean = window / WINDOW;
    let b = mean.x + mean.y; // about CENTRE
    let variance = max(vec2(0.0), window.wz - WINDOW * vec2(mean.y * mean.y, mean.x * mean.x + b * b)) / (WINDOW - 1.0);
    let level = mean.x + CENTRE;
    let other = b + CENTRE;
    let luminance = mean.y * mean.y / (level * level + other * other + params.c1);
    let structure = variance.x / (variance.y + params.c2);
    sum += (luminance + structure - luminance * structure) * vec2(1.0, inside(voxel));
  }
  sums[row] = sum;
}
