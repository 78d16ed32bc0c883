// Applies to every voxel the filters of its two classes on the low-resolution neighbours, turned to the canonical
// orientation: output = u + Σ (A + B)·(f - u), both halves of the mean already halved (folded §5).
// One invocation a voxel of the brick, rows rounded up to whole quads. Oracle: src/reference/folded/upscale.ts.

@group(0) @binding(1) var<storage, read> voxels: array<u32>;
@group(0) @binding(2) var<storage, read> upsampled: array<f32>;
@group(0) @binding(3) var<storage, read> low: array<f32>; // the brick's low-resolution part
@group(0) @binding(4) var<storage, read> offsets: array<vec4<i32>>; // [symmetry][15]: where each tap lies in `low`
@group(0) @binding(5) var<storage, read> structure_filters: array<vec4<f32>>; // [class][15]
@group(0) @binding(6) var<storage, read> level_filters: array<vec4<f32>>; // [class][15]
@group(0) @binding(7) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let local = unravel(index, quads_per_row() * 4, params.size_y);
  let u = upsampled[padded_index(local)];
  let word = voxels[index];
  if (word == OUTSIDE) {
    output[index] = u;
    return;
  }
  let centre = low_index(local);
  var tap = symmetry_of(word) * TAP_QUADS;
  var a = structure_of(word) * TAP_QUADS;
  var b = level_of(word) * TAP_QUADS;
  var sum = 0.0;
  for (var quad = 0u; quad < TAP_QUADS; quad++) {
    let at = vec4(centre) + offsets[tap + quad];
    let f = vec4(low[at.x], low[at.y], low[at.z], low[at.w]);
    sum += dot(structure_filters[a + quad] + level_filters[b + quad], f - vec4(u));
  }
  output[index] = u + sum;
}
