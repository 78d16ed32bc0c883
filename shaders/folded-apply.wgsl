// Applies to every voxel the filters of its two classes on the low-resolution neighbours, turned to the canonical
// orientation: u + Σ (A + B)·(f - u), both already halved (folded §5). A result further outside the range of the 3³
// neighbours than the error its classes predict is drawn back to that bound, and counted, as are voxels of classes that
// were learned from few rows (folded §7).
// One invocation per voxel of the brick, rows rounded up to whole quads. Oracle: src/methods/folded/reference/upscale.ts.

override LEVEL_FILTERS: u32 = 0u; // row of the first level filter
override FILTERS: u32 = 0u; // rows, which the processor's twin copies
override ERRORS: bool = false; // also write the predicted errors

@group(0) @binding(1) var<storage, read> voxels: array<u32>;
@group(0) @binding(2) var<storage, read> upsampled: array<f32>;
@group(0) @binding(3) var<storage, read> low: array<f32>; // the brick's low-resolution part
@group(0) @binding(4) var<storage, read> offsets: array<vec4<i32>>; // [symmetry][15]: where each tap lies in `low`
// [structure class, level class …][15]: 57 taps, the class's share of the predicted error, 1 for a class of few rows.
@group(0) @binding(5) var<storage, read> filters: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> output: array<f32>;
@group(0) @binding(7) var<storage, read_write> errors: array<f32>;
@group(0) @binding(8) var<storage, read_write> counts: array<atomic<u32>, 2>; // guarded, few rows

const LAST: u32 = TAP_QUADS - 1u;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let local = unravel(index, quads_per_row() * 4, params.size_y);
  let u = upsampled[padded_index(local)];
  let word = voxels[index];
  if (word == OUTSIDE) {
    output[index] = u;
    if (ERRORS) { errors[index] = 0.0; }
    return;
  }
  let centre = low_index(local);
  let tap = symmetry_of(word) * TAP_QUADS;
  let a = structure_of(word) * TAP_QUADS;
  let b = (LEVEL_FILTERS + level_of(word)) * TAP_QUADS;
  var sum = 0.0;
  var lowest = vec4(low[centre]);
  var highest = lowest;
  for (var quad = 0u; quad < LAST; quad++) {
    let at = vec4(centre) + offsets[tap + quad];
    let f = vec4(low[at.x], low[at.y], low[at.z], low[at.w]);
    sum += dot(filters[a + quad] + filters[b + quad], f - vec4(u));
    if (quad < CUBE_QUADS) {
      // The cube's 27 taps come first; the last quad's fourth tap lies outside.
      let inside = select(f, f.xxxx, vec4(false, false, false, quad == CUBE_QUADS - 1u));
      lowest = min(lowest, inside);
      highest = max(highest, inside);
    }
  }
  let from_structure = filters[a + LAST];
  let from_level = filters[b + LAST];
  sum += (from_structure.x + from_level.x) * (low[centre + offsets[tap + LAST].x] - u);
  let error = from_structure.y * from_level.y;
  let result = u + sum;
  let least = min(min(lowest.x, lowest.y), min(lowest.z, lowest.w)) - error;
  let most = max(max(highest.x, highest.y), max(highest.z, highest.w)) + error;
  if (local.x < params.size_x) {
    if (result < least || result > most) { atomicAdd(&counts[0], 1u); }
    if (from_structure.z + from_level.z > 0.0) { atomicAdd(&counts[1], 1u); }
  }
  output[index] = clamp(result, least, most);
  if (ERRORS) { errors[index] = error; }
}
