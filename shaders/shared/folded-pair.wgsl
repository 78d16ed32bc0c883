// Samples sorted by the pair of their structure class and their level or nearest centre (folded §6), which determines the
// level class too.

struct Params {
  first: u32, // runs
  count: u32,
  samples: u32,
  steps: u32, // levels or centres
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> samples: array<Row>;

fn key_of(index: u32) -> u32 {
  let word = samples[index].word;
  return structure_of(word) * params.steps + level_of(word) % params.steps;
}
