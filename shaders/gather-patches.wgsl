// Gathers the rows of the training matrix: for every sampled voxel its patch of the upsampled volume, x fastest, then
// its high-resolution value, then zeros up to the stride (method §6). With the target as one more column, the Gram
// matrix of the rows holds Q = AᵀA, V = Aᵀb and b² at once.
// One invocation per element of the matrix. Oracle: src/methods/paper/reference/normal-equations.ts.

struct Params {
  first: u32,
  count: u32,
  pitch: i32, // of the padded upsampled brick, voxels
  slice: i32,
  width: i32, // of the patch
  stride: i32, // columns of the matrix
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> upsampled: array<f32>;
@group(0) @binding(2) var<storage, read> voxels: array<u32>; // padded index of each row's voxel
@group(0) @binding(3) var<storage, read> targets: array<f32>;
@group(0) @binding(4) var<storage, read_write> rows: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = i32(params.first + id.x);
  let row = index / params.stride;
  let column = index % params.stride;
  let width = params.width;
  let taps = width * width * width;
  var value = 0.0;
  if (column < taps) {
    let radius = width / 2;
    let dx = column % width - radius;
    let dy = (column / width) % width - radius;
    let dz = column / (width * width) - radius;
    value = upsampled[i32(voxels[row]) + dx + params.pitch * dy + params.slice * dz];
  } else if (column == taps) {
    value = targets[row];
  }
  rows[index] = value;
}
