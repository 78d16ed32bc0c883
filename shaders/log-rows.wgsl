// Laplacian of Gaussian, last pass (method §8): along z, and of every row of voxels the sums of squares (error, error
// inside the mask, truth, truth inside the mask). One invocation per row; the host adds rows in float64.
// Oracle: src/jobs/measures/reference/hfen.ts.

@group(0) @binding(1) var<storage, read> along_y: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> weights: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> mask: array<u32>;
@group(0) @binding(4) var<storage, read_write> sums: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let row = params.first + id.x;
  var voxel = unravel(row, 1, params.size_y);
  let plane = params.size_x * params.size_y;
  var sum = vec4(0.0);
  for (; voxel.x < params.size_x; voxel.x++) {
    var laplacian = vec2(0.0);
    for (var d = -HALO; d <= HALO; d++) {
      let v = along_y[voxel.x + params.size_x * voxel.y + plane * (voxel.z + HALO + d)];
      let w = weights[abs(d)];
      laplacian += w.y * v.xz + w.x * v.yw;
    }
    let square = laplacian * laplacian;
    let weight = vec2(1.0, inside(voxel));
    sum += vec4(square.x * weight, square.y * weight);
  }
  sums[row] = sum;
}
