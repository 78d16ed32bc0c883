// Reads what training keeps of the sampled voxels of a brick: packed word, strength, coherence, interpolated value,
// and the numbers that centres are found among (folded §6). One invocation per sample.

override NUMBERS: bool = false; // the voxels have numbers

struct Sample {
  word: u32,
  strength: f32,
  coherence: f32,
  upsampled: f32,
}

@group(0) @binding(1) var<storage, read> chosen: array<u32>; // index in the brick's rows
@group(0) @binding(2) var<storage, read> voxels: array<u32>;
@group(0) @binding(3) var<storage, read> features: array<vec2<f32>>;
@group(0) @binding(4) var<storage, read> upsampled: array<f32>;
@group(0) @binding(5) var<storage, read> numbers: array<vec4<f32>>; // of the voxels, [voxel][2]
@group(0) @binding(6) var<storage, read_write> samples: array<Sample>;
@group(0) @binding(7) var<storage, read_write> sample_numbers: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let voxel = chosen[index];
  let local = unravel(voxel, quads_per_row() * 4, params.size_y);
  let feature = features[voxel];
  samples[index] = Sample(voxels[voxel], feature.x, feature.y, upsampled[padded_index(local)]);
  if (NUMBERS) {
    sample_numbers[2u * index] = numbers[2u * voxel];
    sample_numbers[2u * index + 1u] = numbers[2u * voxel + 1u];
  }
}
