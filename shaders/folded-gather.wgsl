// Gathers the rows of the training matrix: of every sampled voxel the differences of its low-resolution neighbours, in
// canonical order, from the interpolated value, then that of its high-resolution value, then zeros (folded §6).
// One invocation four columns of the matrix. Oracle: src/methods/folded/reference/learn.ts.

const QUADS: u32 = 16u; // of a row

struct Params {
  first: u32,
  count: u32,
  taps: u32,
  first_row: u32, // where these rows begin in `order`
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> low: array<f32>; // a slab of the low-resolution volume, with margins
@group(0) @binding(2) var<storage, read> offsets: array<vec4<i32>>; // [symmetry][15]
@group(0) @binding(3) var<storage, read> samples: array<Row>;
@group(0) @binding(4) var<storage, read> order: array<u32>; // of the samples
@group(0) @binding(5) var<storage, read_write> rows: array<vec4<f32>>; // [row][16]

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let quad = index % QUADS;
  let sample = samples[order[params.first_row + index / QUADS]];
  let tap = symmetry_of(sample.word) * TAP_QUADS + min(quad, TAP_QUADS - 1u);
  let at = vec4(i32(sample.centre)) + offsets[tap];
  let f = vec4(low[at.x], low[at.y], low[at.z], low[at.w]);
  let column = 4u * quad + vec4(0u, 1u, 2u, 3u);
  let value = select(vec4(0.0), vec4(sample.original - sample.upsampled), column == vec4(params.taps));
  rows[index] = select(value, f - sample.upsampled, column < vec4(params.taps));
}
