// Samples sorted by the pair of their structure class and their level (folded §6), which determines the level class too.

const LEVELS: u32 = 8u;

struct Params {
  first: u32, // runs
  count: u32,
  samples: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> samples: array<Row>;

fn key_of(index: u32) -> u32 {
  let word = samples[index].word;
  return structure_of(word) * LEVELS + level_of(word) % LEVELS;
}
