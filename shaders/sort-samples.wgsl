// Stable counting sort of samples by class (method §6), held-out ones behind the others. Two passes over runs of RUN
// samples: the first counts each run's keys, the host adds the counts up, the second puts every sample's voxel in its
// place. No atomics: equal keys keep their order, so sums over them are the same every time.
// One invocation a run. Oracle: src/reference/samples.ts.

const RUN: u32 = 4096u;
const CLASSES: u32 = 576u;
const KEYS: u32 = 2u * CLASSES;
override WRITE: bool = false;

struct Params {
  first: u32, // runs
  count: u32,
  samples: u32,
  strength_edge_1: f32,
  strength_edge_2: f32,
  coherence_edge_1: f32,
  coherence_edge_2: f32,
}

struct Sample {
  voxel: u32,
  bins: u32, // direction, 64 added when held out
  strength: f32,
  coherence: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> samples: array<Sample>;
@group(0) @binding(2) var<storage, read_write> offsets: array<u32>; // [run][key]; first pass: counts
@group(0) @binding(3) var<storage, read_write> sorted: array<u32>;

fn tertile(value: f32, edge_1: f32, edge_2: f32) -> u32 {
  return select(0u, 1u, value >= edge_1) + select(0u, 1u, value >= edge_2);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let run = params.first + id.x;
  let end = min((run + 1u) * RUN, params.samples);
  for (var i = run * RUN; i < end; i++) {
    let sample = samples[i];
    let class_index = ((sample.bins % 64u) * 3u
      + tertile(sample.strength, params.strength_edge_1, params.strength_edge_2)) * 3u
      + tertile(sample.coherence, params.coherence_edge_1, params.coherence_edge_2);
    let at = run * KEYS + (sample.bins / 64u) * CLASSES + class_index;
    if (WRITE) { sorted[offsets[at]] = sample.voxel; }
    offsets[at]++;
  }
}
