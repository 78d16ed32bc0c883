// Squared error of every row of voxels of a block: over all of it and inside the mask (method §8). One invocation per row;
// the host adds rows in float64. Oracle: src/jobs/measures/reference/metrics.ts.

@group(0) @binding(1) var<storage, read> truth: array<f32>;
@group(0) @binding(2) var<storage, read> result: array<f32>;
@group(0) @binding(3) var<storage, read> mask: array<u32>;
@group(0) @binding(4) var<storage, read_write> sums: array<vec2<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let row = params.first + id.x;
  var voxel = unravel(row, 1, params.size_y);
  var at = padded_index(voxel);
  var sum = vec2(0.0);
  for (; voxel.x < params.size_x; voxel.x++) {
    let error = result[at] - truth[at];
    sum += error * error * vec2(1.0, inside(voxel));
    at++;
  }
  sums[row] = sum;
}
