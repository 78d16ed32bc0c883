// Degradations box, cubic and slice: each coarse voxel is a weighted mean of the fine voxels around its centre, with
// separable weights that are the same for every voxel; indices clamped to the edge (method §7).
// One invocation per voxel of the coarse brick. Oracle: src/degradations/reference/degrade.ts.

struct Params {
  first: u32,
  count: u32,
  origin_x: i32, // brick's first voxel in the coarse grid
  origin_y: i32,
  origin_z: i32,
  size_x: i32, // brick's voxels
  size_y: i32,
  size_z: i32,
  factor_x: i32,
  factor_y: i32,
  factor_z: i32,
  volume_x: i32, // whole fine grid
  volume_y: i32,
  volume_z: i32,
  fine_origin_x: i32, // first voxel of the uploaded part of the fine grid
  fine_origin_y: i32,
  fine_origin_z: i32,
  fine_size_x: i32,
  fine_size_y: i32,
  fine_size_z: i32,
  tap_x: i32, // the first tap's distance from the first fine voxel inside the coarse voxel
  tap_y: i32,
  tap_z: i32,
  taps_x: i32,
  taps_y: i32,
  taps_z: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> fine: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>; // along x, then y, then z
@group(0) @binding(3) var<storage, read_write> coarse: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = i32(params.first + id.x);
  let row = index / params.size_x;
  let voxel = vec3(params.origin_x, params.origin_y, params.origin_z)
    + vec3(index % params.size_x, row % params.size_y, row / params.size_y);
  let tap = voxel * vec3(params.factor_x, params.factor_y, params.factor_z)
    + vec3(params.tap_x, params.tap_y, params.tap_z);
  let last = vec3(params.volume_x, params.volume_y, params.volume_z) - 1;
  let origin = vec3(params.fine_origin_x, params.fine_origin_y, params.fine_origin_z);

  var sum = 0.0;
  for (var k = 0; k < params.taps_z; k++) {
    let z = clamp(tap.z + k, 0, last.z) - origin.z;
    var plane = 0.0;
    for (var j = 0; j < params.taps_y; j++) {
      let y = clamp(tap.y + j, 0, last.y) - origin.y;
      var line = 0.0;
      for (var i = 0; i < params.taps_x; i++) {
        let x = clamp(tap.x + i, 0, last.x) - origin.x;
        line += weights[i] * fine[x + params.fine_size_x * (y + params.fine_size_y * z)];
      }
      plane += weights[params.taps_x + j] * line;
    }
    sum += weights[params.taps_x + params.taps_y + k] * plane;
  }
  coarse[index] = sum;
}
