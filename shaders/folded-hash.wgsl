// The fold of every voxel to its canonical phase and direction, and its two classes, from its structure tensor, whose
// third pass this is, with shared/tensor-z.wgsl (folded §1 to §4). One invocation per voxel of the brick, rows
// rounded up to whole quads. Oracles: src/methods/folded/reference/fold.ts, classes.ts.

override SCHEME: u32 = 0u; // of the level class: 0 level, 1 shape, 2 tensor
override FEATURES: bool = false; // also write strength and coherence, and numbers, to place bin edges and centres
override EXCHANGE: u32 = 0u; // axes that may be exchanged: 0 none, 1 xy, 2 xz, 3 yz, 4 all
override KIND_X: u32 = 0u; // what an axis with a far phase adds to the kind
override KIND_Y: u32 = 0u;
override KIND_Z: u32 = 0u;

@group(0) @binding(2) var<storage, read> upsampled: array<f32>;
@group(0) @binding(3) var<storage, read> low: array<f32>; // the brick's low-resolution part
@group(0) @binding(4) var<storage, read> centres: array<vec4<f32>>; // [phase kind][CENTRES][2]
@group(0) @binding(5) var<storage, read_write> voxels: array<u32>;
@group(0) @binding(6) var<storage, read_write> features: array<vec2<f32>>;
@group(0) @binding(7) var<storage, read_write> numbers: array<vec4<f32>>; // [voxel][2]

const RATIO_EDGE: f32 = 0.5;
const LEVELS: u32 = 8u;
const CENTRES: u32 = 64u;
const LEAST_TRACE: f32 = 1e-8;

struct Axis {
  index: u32,
  far: u32,
  direction: f32,
}

// True when axis b comes before axis a: far phases first, then larger components.
fn comes_after(a: Axis, b: Axis) -> bool {
  return b.far > a.far || (b.far == a.far && abs(b.direction) > abs(a.direction));
}

// Seven differences from u over the range, and 1 (folded §11). `steps`: to the next voxel along each canonical axis.
fn shape_of(centre: i32, steps: vec3<i32>, u: f32, span: f32) -> array<vec4<f32>, 2> {
  let before = vec3(low[centre - steps.z], low[centre - steps.y], low[centre - steps.x]);
  let after = vec3(low[centre + steps.x], low[centre + steps.y], low[centre + steps.z]);
  return array((vec4(low[centre], before) - u) / span, vec4((after - u) / span, 1.0));
}

// Half the logarithm of the trace, fractional anisotropy and mode, and 1 (folded §11).
fn invariants_of(values: vec3<f32>) -> array<vec4<f32>, 2> {
  let trace = values.x + values.y + values.z;
  let off = values - trace / 3.0;
  let squared = dot(off, off);
  let size = sqrt(squared);
  let anisotropy = select(0.0, sqrt(1.5 * squared / dot(values, values)), trace > 0.0);
  let mode = select(0.0, 3.0 * sqrt(6.0) * (off.x / size) * (off.y / size) * (off.z / size), size > 0.0);
  let scale = 0.5 * log2(max(trace, LEAST_TRACE)) / log2(10.0);
  return array(vec4(scale, anisotropy, mode, 0.0), vec4(0.0, 0.0, 0.0, 1.0));
}

// The first of the centres from `first` on that is nearest: a centre's last number is minus half its square.
fn nearest_centre(own: array<vec4<f32>, 2>, first: u32) -> u32 {
  var nearest = 0u;
  var most = -3e38;
  for (var i = 0u; i < CENTRES; i++) {
    let at = 2u * (first + i);
    let score = dot(centres[at], own[0]) + dot(centres[at + 1u], own[1]);
    if (score > most) {
      most = score;
      nearest = i;
    }
  }
  return nearest;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let size = brick_size();
  let local = unravel(index, quads_per_row() * 4, size.y);
  if (local.x >= size.x) {
    voxels[index] = OUTSIDE;
    return;
  }

  let factor = brick_factor();
  let low_first = brick_origin() / factor;
  let low_size = (brick_origin() + size - 1) / factor - low_first + 1 + 2 * TAP_RADIUS;
  let centre = low_index(local);
  var lowest = low[centre];
  var highest = lowest;
  for (var dz = -1; dz <= 1; dz++) {
    for (var dy = -1; dy <= 1; dy++) {
      let row = centre + low_size.x * (dy + low_size.y * dz);
      lowest = min(lowest, min(low[row - 1], min(low[row], low[row + 1])));
      highest = max(highest, max(low[row - 1], max(low[row], low[row + 1])));
    }
  }
  if (lowest == highest) {
    voxels[index] = OUTSIDE;
    return;
  }

  let eigen = eigen_at(local);
  let root = sqrt(eigen.values);
  let sum = root.x + root.y;
  let coherence = select(0.0, (root.x - root.y) / sum, sum > 0.0);

  // In units of 1/(2s): whole numbers, so that a phase of 0 is exactly 0.
  let phase = 2 * ((brick_origin() + local) % factor) + 1 - factor;
  var flipped = phase < vec3(0);
  var v = select(eigen.first, -eigen.first, flipped);
  let held = select(v, vec3(0.0), (phase == vec3(0)) & vec3(any(phase != vec3(0))));
  var largest = held.x;
  if (abs(held.y) > abs(largest)) { largest = held.y; }
  if (abs(held.z) > abs(largest)) { largest = held.z; }
  if (largest < 0.0) { v = -v; }
  let free = (phase == vec3(0)) & (v < vec3(0.0));
  flipped = flipped != free;
  v = select(v, -v, free);
  let far = select(vec3(0u), vec3(1u), abs(phase) >= vec3(2));

  var a = Axis(0u, far.x, v.x);
  var b = Axis(1u, far.y, v.y);
  var c = Axis(2u, far.z, v.z);
  if ((EXCHANGE == 1u || EXCHANGE == 4u) && comes_after(a, b)) { let t = a; a = b; b = t; }
  if (EXCHANGE == 2u && comes_after(a, c)) { let t = a; a = c; c = t; }
  if ((EXCHANGE == 3u || EXCHANGE == 4u) && comes_after(b, c)) { let t = b; b = c; c = t; }
  if (EXCHANGE == 4u && comes_after(a, b)) { let t = a; a = b; b = t; }
  let order = 2u * a.index + select(0u, 1u, b.index > c.index);
  let flips = dot(select(vec3(0u), vec3(1u, 2u, 4u), flipped), vec3(1u));
  let kind = dot(far, vec3(KIND_X, KIND_Y, KIND_Z));

  var dominant = 0u;
  var pair = vec2(b.direction, c.direction);
  var most = abs(a.direction);
  if (abs(b.direction) > most) {
    dominant = 1u;
    pair = vec2(a.direction, c.direction);
    most = abs(b.direction);
  }
  if (abs(c.direction) > most) {
    dominant = 2u;
    pair = vec2(a.direction, b.direction);
    most = abs(c.direction);
  }
  let signs = dot(select(vec2(0u), vec2(2u, 1u), pair < vec2(0.0)), vec2(1u));
  let ratios = dot(select(vec2(0u), vec2(2u, 1u), abs(pair) >= vec2(RATIO_EDGE * most)), vec2(1u));
  let shape = ((kind * 3u + dominant) * 4u + signs) * 4u + ratios;
  let structure = (shape * 3u + tertile(root.x, params.strength_edge_1, params.strength_edge_2)) * 3u
    + tertile(coherence, params.coherence_edge_1, params.coherence_edge_2);
  let u = upsampled[padded_index(local)];
  let span = highest - lowest;
  var steps = LEVELS;
  var step = u32(clamp(floor(f32(LEVELS) * (u - lowest) / span), 0.0, f32(LEVELS) - 1.0));
  if (SCHEME != 0u) {
    var own = invariants_of(eigen.values);
    if (SCHEME == 1u) {
      let strides = vec3(1, low_size.x, low_size.x * low_size.y) * select(vec3(1), vec3(-1), flipped);
      own = shape_of(centre, vec3(strides[a.index], strides[b.index], strides[c.index]), u, span);
      // Where v and -v are one, the neighbours are put so that intensity rises along v.
      let rise = own[1].xyz - own[0].wzy;
      if (all(phase == vec3(0)) && dot(rise, vec3(a.direction, b.direction, c.direction)) < 0.0) {
        own = array(vec4(own[0].x, own[1].zyx), vec4(own[0].wzy, 1.0));
      }
    }
    steps = CENTRES;
    step = nearest_centre(own, kind * CENTRES);
    if (FEATURES) {
      numbers[2u * index] = own[0];
      numbers[2u * index + 1u] = own[1];
    }
  }
  let level = (kind * 4u + signs) * steps + step;
  voxels[index] = pack_voxel(structure, level, order * 8u + flips);
  if (FEATURES) { features[index] = vec2(root.x, coherence); }
}
