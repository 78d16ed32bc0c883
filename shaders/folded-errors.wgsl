// Squared error of the averaged filters on every sampled voxel (folded §6). One invocation per sample.
// Oracle: src/methods/folded/reference/upscale.ts.

override LEVEL_FILTERS: u32 = 0u; // row of the first level filter

struct Params {
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> low: array<f32>; // a slab of the low-resolution volume, with margins
@group(0) @binding(2) var<storage, read> offsets: array<vec4<i32>>; // [symmetry][15]
@group(0) @binding(3) var<storage, read> samples: array<Row>;
@group(0) @binding(4) var<storage, read> filters: array<vec4<f32>>; // [structure class, level class …][15], halved
@group(0) @binding(5) var<storage, read_write> squared: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let sample = samples[index];
  let tap = symmetry_of(sample.word) * TAP_QUADS;
  let a = structure_of(sample.word) * TAP_QUADS;
  let b = (LEVEL_FILTERS + level_of(sample.word)) * TAP_QUADS;
  var sum = 0.0;
  for (var quad = 0u; quad < TAP_QUADS; quad++) {
    let at = vec4(i32(sample.centre)) + offsets[tap + quad];
    let f = vec4(low[at.x], low[at.y], low[at.z], low[at.w]);
    sum += dot(filters[a + quad] + filters[b + quad], f - vec4(sample.upsampled));
  }
  let error = sample.original - sample.upsampled - sum;
  squared[index] = error * error;
}
