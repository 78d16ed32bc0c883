// One axis of a separable interpolation on half-voxel-centred grids (method §1, §2): output i is the weighted sum of
// the RADIUS input samples on either side of sample floor(i / factor), which is the one nearest to it; the weights
// depend on i mod factor alone. The input's margin replaces clamping. One invocation an output sample.
// Oracle: src/methods/interpolation/reference/interpolation.ts.

override RADIUS: i32 = 3;

struct Params {
  first: u32,
  count: u32,
  stride: i32, // elements between neighbours along the axis
  in_length: i32, // samples along the axis
  out_length: i32,
  in_origin: i32, // place of the first sample in the whole volume, margin included
  out_origin: i32,
  factor: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> samples: array<f32>;
@group(0) @binding(2) var<storage, read> weights: array<f32>; // [phase][tap]
@group(0) @binding(3) var<storage, read_write> resampled: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = i32(params.first + id.x);
  let within = index % params.stride;
  let line = index / params.stride;
  let place = params.out_origin + line % params.out_length;
  let centre = place / params.factor - params.in_origin;
  let taps = 2 * RADIUS + 1;
  var at = within + params.stride * (centre - RADIUS + params.in_length * (line / params.out_length));
  var weight = taps * (place % params.factor);
  var sum = 0.0;
  for (var tap = 0; tap < taps; tap++) {
    sum += weights[weight] * samples[at];
    weight++;
    at += params.stride;
  }
  resampled[index] = sum;
}
