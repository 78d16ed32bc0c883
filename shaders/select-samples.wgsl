// Chooses the voxels a bank is learned from: those inside the mask that a seeded hash of their index takes (method §6).
// Two passes over runs of RUN voxels of the brick: the first counts, the host adds the counts up, the second writes each
// run's samples from its offset on. So the samples keep the voxels' order, whatever the order of execution.
// One invocation per run. Oracle: src/methods/paper/reference/samples.ts.

const RUN: u32 = 16u;
const OUTSIDE: u32 = 0xffffffffu;
const HELD_OUT: u32 = 64u; // set beside the direction, 0 … 63, of a voxel that is kept out of the sums
override WRITE: bool = false;

struct Params {
  first: u32, // runs
  count: u32,
  origin_x: u32, // brick's first voxel in the volume
  origin_y: u32,
  origin_z: u32,
  pitch: u32, // brick's row, rounded up to whole quads
  size_x: u32,
  size_y: u32,
  size_z: u32,
  volume_x: u32,
  volume_y: u32,
  seed: u32,
  stream: u32, // of the volume
  limit: u32, // a voxel is taken when its hash is not above
  held_out_seed: u32,
  held_out_limit: u32, // likewise for its block of 16³ voxels
}

struct Sample {
  voxel: u32, // index in the volume
  bins: u32, // direction, and HELD_OUT
  strength: f32,
  coherence: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> classes: array<u32>; // without edges: direction · 9
@group(0) @binding(2) var<storage, read> features: array<vec2<f32>>;
@group(0) @binding(3) var<storage, read> mask: array<u32>; // a byte per voxel, rows of `pitch`
@group(0) @binding(4) var<storage, read_write> offsets: array<u32>; // first pass: counts
@group(0) @binding(5) var<storage, read_write> samples: array<Sample>;

// As mixBits in src/core/random.ts.
fn mix_bits(seed: u32, stream: u32, index: u32) -> u32 {
  var h = (index ^ (seed * 0x9e3779b1u) ^ ((stream + 1u) * 0x85ebca77u)) * 0xc2b2ae3du;
  h = (h ^ (h >> 15u)) * 0x2c1b3c6du;
  h = (h ^ (h >> 12u)) * 0x297a2d39u;
  return h ^ (h >> 15u);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let run = params.first + id.x;
  let end = min((run + 1u) * RUN, params.pitch * params.size_y * params.size_z);
  var taken = 0u;
  var at = 0u;
  if (WRITE) { at = offsets[run]; }
  for (var i = run * RUN; i < end; i++) {
    let inside = (mask[i / 4u] >> (8u * (i % 4u))) & 0xffu;
    if (inside == 0u || classes[i] == OUTSIDE) { continue; }
    let row = i / params.pitch;
    let x = params.origin_x + i % params.pitch;
    let y = params.origin_y + row % params.size_y;
    let z = params.origin_z + row / params.size_y;
    let voxel = x + params.volume_x * (y + params.volume_y * z);
    if (mix_bits(params.seed, params.stream, voxel) > params.limit) { continue; }
    if (WRITE) {
      let blocks_x = (params.volume_x + 15u) / 16u;
      let blocks_y = (params.volume_y + 15u) / 16u;
      let block = x / 16u + blocks_x * (y / 16u + blocks_y * (z / 16u));
      let held_out = mix_bits(params.held_out_seed, params.stream, block) <= params.held_out_limit;
      let bins = classes[i] / 9u + select(0u, HELD_OUT, held_out && params.held_out_limit > 0u);
      samples[at + taken] = Sample(voxel, bins, features[i].x, features[i].y);
    }
    taken++;
  }
  if (!WRITE) { offsets[run] = taken; }
}
