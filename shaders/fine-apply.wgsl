// The second pass: filters every voxel of the first pass's result anew, by its neighbours in that result and the
// low-resolution voxels, turned to the first pass's canonical orientation: r + Σ (A + B)·(f - r), both already halved, A of
// the voxel's structure class and B of where r lies among its 3³ neighbours (fine §1 to §3). A result further outside
// the range of the 3³ low-resolution voxels than the error its classes predict is drawn back to that bound, and counted.
// The brick has a margin of MARGIN voxels wherever the volume goes on; there the first result stays.
// One invocation per voxel of the brick, rows rounded up to whole quads. Oracle: src/methods/fine/reference/second-pass.ts.

override LEVEL_FILTERS: u32 = 0u; // row of the first level filter
override ERRORS: bool = false; // also write the predicted errors

@group(0) @binding(1) var<storage, read> voxels: array<u32>;
@group(0) @binding(2) var<storage, read> first_result: array<f32>; // rows of whole quads
@group(0) @binding(3) var<storage, read> low: array<f32>; // the brick's low-resolution part
// [symmetry][15]: where each tap lies in `low`; then [symmetry][8]: dx + 2, dy + 2 and dz + 2 of each tap in four bits each.
@group(0) @binding(4) var<storage, read> offsets: array<vec4<i32>>;
// [structure class, level class …][24]: 57 taps in `low` and 3 zeros, 32 in the result, the class's share of the predicted
// error, 1 for a class of few rows, 2 zeros.
@group(0) @binding(5) var<storage, read> filters: array<vec4<f32>>;
@group(0) @binding(6) var<storage, read_write> output: array<f32>;
@group(0) @binding(7) var<storage, read_write> errors: array<f32>;
@group(0) @binding(8) var<storage, read_write> counts: array<atomic<u32>, 2>; // guarded, few rows

const MARGIN: i32 = 2;
const AROUND_QUADS: u32 = 8u; // 32 taps in the result
const AROUND_FIRST: u32 = 48u * TAP_QUADS; // of the second part of `offsets`
const ROW_QUADS: u32 = 24u;
const CUBE_AROUND: u32 = 26u; // taps of the result's 3³, which come first
const STRUCTURES: u32 = 432u;
const SIGNS_UNIT: u32 = 36u;
const BINS: f32 = 8.0;

fn around(local: vec3<i32>, packed: i32) -> f32 {
  let shift = vec3(packed & 15, (packed >> 4u) & 15, packed >> 8u) - MARGIN;
  let at = clamp(local + shift, vec3(0), brick_size() - 1);
  return first_result[at.x + quads_per_row() * 4 * (at.y + params.size_y * at.z)];
}

fn is_margin(local: vec3<i32>) -> bool {
  let first = select(vec3(0), vec3(MARGIN), brick_origin() > vec3(0));
  let end = brick_size() - select(vec3(0), vec3(MARGIN), brick_origin() + brick_size() < volume_size());
  return any(local < first) || any(local >= end);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let local = unravel(index, quads_per_row() * 4, params.size_y);
  let r = first_result[index];
  let word = voxels[index];
  if (word == OUTSIDE || is_margin(local)) {
    output[index] = r;
    if (ERRORS) { errors[index] = 0.0; }
    return;
  }
  let symmetry = symmetry_of(word);
  let structure = structure_of(word);

  var near: array<vec4<f32>, AROUND_QUADS>;
  var lowest = vec4(r);
  var highest = lowest;
  for (var quad = 0u; quad < AROUND_QUADS; quad++) {
    let at = offsets[AROUND_FIRST + symmetry * AROUND_QUADS + quad];
    let f = vec4(around(local, at.x), around(local, at.y), around(local, at.z), around(local, at.w));
    near[quad] = f - vec4(r);
    let inside = select(vec4(r), f, 4u * quad + vec4(0u, 1u, 2u, 3u) < vec4(CUBE_AROUND));
    lowest = min(lowest, inside);
    highest = max(highest, inside);
  }
  let least = min(min(lowest.x, lowest.y), min(lowest.z, lowest.w));
  let most = max(max(highest.x, highest.y), max(highest.z, highest.w));
  let between = BINS * (r - least) / (most - least);
  let bin = select(0u, u32(clamp(floor(between), 0.0, BINS - 1.0)), most > least);
  let level = (structure / STRUCTURES * 4u + structure / SIGNS_UNIT % 4u) * u32(BINS) + bin;

  let centre = low_index(local);
  let tap = symmetry * TAP_QUADS;
  let a = structure * ROW_QUADS;
  let b = (LEVEL_FILTERS + level) * ROW_QUADS;
  var sum = 0.0;
  lowest = vec4(low[centre]);
  highest = lowest;
  for (var quad = 0u; quad < TAP_QUADS; quad++) {
    let at = vec4(centre) + offsets[tap + quad];
    let f = vec4(low[at.x], low[at.y], low[at.z], low[at.w]);
    sum += dot(filters[a + quad] + filters[b + quad], f - vec4(r));
    if (quad < CUBE_QUADS) {
      let inside = select(f, f.xxxx, vec4(false, false, false, quad == CUBE_QUADS - 1u));
      lowest = min(lowest, inside);
      highest = max(highest, inside);
    }
  }
  for (var quad = 0u; quad < AROUND_QUADS; quad++) {
    sum += dot(filters[a + TAP_QUADS + quad] + filters[b + TAP_QUADS + quad], near[quad]);
  }
  let from_structure = filters[a + ROW_QUADS - 1u];
  let from_level = filters[b + ROW_QUADS - 1u];
  let error = from_structure.x * from_level.x;
  let result = r + sum;
  let bottom = min(min(lowest.x, lowest.y), min(lowest.z, lowest.w)) - error;
  let top = max(max(highest.x, highest.y), max(highest.z, highest.w)) + error;
  if (local.x < params.size_x) {
    if (result < bottom || result > top) { atomicAdd(&counts[0], 1u); }
    if (from_structure.y + from_level.y > 0.0) { atomicAdd(&counts[1], 1u); }
  }
  output[index] = clamp(result, bottom, top);
  if (ERRORS) { errors[index] = error; }
}
