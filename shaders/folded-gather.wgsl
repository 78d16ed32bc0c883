// Gathers the rows of the training matrix: of every sampled voxel the differences of its low-resolution neighbours, in
// canonical order, from the interpolated value, then that of its high-resolution value, then zeros (folded §6).
// One invocation an element of the matrix. Oracle: src/reference/folded/learn.ts.

const COLUMNS: u32 = 64u;
const TAPS_PADDED: u32 = 60u;

struct Params {
  first: u32,
  count: u32,
  taps: u32,
}

struct Row {
  centre: u32, // index in `low`
  symmetry: u32,
  upsampled: f32,
  target_value: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> low: array<f32>; // the whole volume with its margin
@group(0) @binding(2) var<storage, read> offsets: array<i32>; // [symmetry][60]
@group(0) @binding(3) var<storage, read> samples: array<Row>;
@group(0) @binding(4) var<storage, read_write> rows: array<f32>; // [sample][64]

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let column = index % COLUMNS;
  let row = samples[index / COLUMNS];
  var value = 0.0;
  if (column < params.taps) {
    value = low[i32(row.centre) + offsets[row.symmetry * TAPS_PADDED + column]] - row.upsampled;
  } else if (column == params.taps) {
    value = row.target_value - row.upsampled;
  }
  rows[index] = value;
}
