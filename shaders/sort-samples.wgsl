// Stable counting sort of samples by key. Two passes over runs of RUN samples: the first counts each run's keys, the
// host adds the counts up, the second puts every sample's number in its place. No atomics: equal keys keep their order,
// so sums over them are the same every time. Joined with shared/sample-class.wgsl or shared/folded-pair.wgsl, which hold
// the samples and their `key_of`. One invocation per run. Oracle: src/methods/paper/reference/samples.ts.

const RUN: u32 = 4096u;
override KEYS: u32;
override WRITE: bool = false;

@group(0) @binding(2) var<storage, read_write> offsets: array<u32>; // [run][key]; first pass: counts
@group(0) @binding(3) var<storage, read_write> sorted: array<u32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let run = params.first + id.x;
  let end = min((run + 1u) * RUN, params.samples);
  for (var i = run * RUN; i < end; i++) {
    let at = run * KEYS + key_of(i);
    if (WRITE) { sorted[offsets[at]] = i; }
    offsets[at]++;
  }
}
