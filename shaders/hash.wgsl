// The class of every voxel from its structure tensor, whose third pass this is, with shared/tensor-z.wgsl
// (method §4.2 to §4.5). One invocation per voxel of the brick, rows rounded up to whole quads.
// Angles are binned by comparing directions, not by arc functions, whose precision WGSL leaves open.
// Oracles: src/methods/common/reference/structure-tensor.ts, eigen3.ts, hash.ts.

override FEATURES: bool = false; // also write strength and coherence, to place the bin edges

@group(0) @binding(2) var<storage, read> upsampled: array<f32>;
@group(0) @binding(3) var<storage, read_write> classes: array<u32>;
@group(0) @binding(4) var<storage, read_write> features: array<vec2<f32>>;

// cos and sin of k·22.5°, k = 1 … 7.
const COS = array<f32, 7>(0.92387953, 0.70710678, 0.38268343, 0.0, -0.38268343, -0.70710678, -0.92387953);
const SIN = array<f32, 7>(0.38268343, 0.70710678, 0.92387953, 1.0, 0.92387953, 0.70710678, 0.38268343);

// Azimuth and elevation bins of a unit direction, 0 … 7 each.
fn angle_bins(direction: vec3<f32>) -> vec2<u32> {
  var v = direction;
  if (v.y < 0.0 || (v.y == 0.0 && v.x < 0.0)) { v = -v; }
  if (v.x == 0.0 && v.y == 0.0) { v.z = abs(v.z); }
  var azimuth = 0u;
  var elevation = 0u;
  for (var k = 0; k < 7; k++) {
    azimuth += select(0u, 1u, COS[k] * v.y - SIN[k] * v.x >= 0.0);
    elevation += select(0u, 1u, v.z <= COS[k]);
  }
  return vec2(select(azimuth, 0u, v.x == 0.0 && v.y == 0.0), elevation);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let size = brick_size();
  let local = unravel(index, quads_per_row() * 4, size.y);
  if (local.x >= size.x || upsampled[padded_index(local)] == 0.0) {
    classes[index] = OUTSIDE;
    return;
  }
  let eigen = eigen_at(local);
  let root = sqrt(eigen.values);
  let sum = root.x + root.y + root.z;
  let coherence = select(0.0, (root.x - root.y - root.z) / sum, sum > 0.0);
  let angles = angle_bins(eigen.first);
  classes[index] = ((angles.x * 8u + angles.y) * 3u
    + tertile(root.x, params.strength_edge_1, params.strength_edge_2)) * 3u
    + tertile(coherence, params.coherence_edge_1, params.coherence_edge_2);
  if (FEATURES) { features[index] = vec2(root.x, coherence); }
}
