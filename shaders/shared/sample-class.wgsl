// Samples sorted by class, held-out ones behind the others (method §6).

const CLASSES: u32 = 576u;

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

fn tertile(value: f32, edge_1: f32, edge_2: f32) -> u32 {
  return select(0u, 1u, value >= edge_1) + select(0u, 1u, value >= edge_2);
}

fn key_of(index: u32) -> u32 {
  let sample = samples[index];
  let class_index = ((sample.bins % 64u) * 3u
    + tertile(sample.strength, params.strength_edge_1, params.strength_edge_2)) * 3u
    + tertile(sample.coherence, params.coherence_edge_1, params.coherence_edge_2);
  return (sample.bins / 64u) * CLASSES + class_index;
}
