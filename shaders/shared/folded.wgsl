// The folded method's view of a brick: the low-resolution voxels around it, and the packed word of each output voxel.
// The low-resolution part carries a margin of TAP_RADIUS voxels, edge-clamped at the volume's faces
// (src/engine/folded/stages.ts).

const TAP_RADIUS: i32 = 2;
const TAP_QUADS: u32 = 15u; // 57 taps and 3 zeros in vec4
const CUBE_QUADS: u32 = 7u; // which hold the 27 taps of the 3³ cube, and one more

fn brick_factor() -> vec3<i32> { return vec3(params.factor_x, params.factor_y, params.factor_z); }

// The low-resolution voxel nearest to a brick-local output voxel, as an index into the brick's low-resolution part.
fn low_index(local: vec3<i32>) -> i32 {
  let factor = brick_factor();
  let first = brick_origin() / factor;
  let last = (brick_origin() + brick_size() - 1) / factor;
  let size = last - first + 1 + 2 * TAP_RADIUS;
  let at = (brick_origin() + local) / factor - first + TAP_RADIUS;
  return at.x + size.x * (at.y + size.y * at.z);
}

// structure class (12 bits), level class (8), symmetry (6): order · 8 + flipped axes.
fn pack_voxel(structure: u32, level: u32, symmetry: u32) -> u32 {
  return structure | (level << 12u) | (symmetry << 20u);
}
fn structure_of(word: u32) -> u32 { return word & 0xfffu; }
fn level_of(word: u32) -> u32 { return (word >> 12u) & 0xffu; }
fn symmetry_of(word: u32) -> u32 { return word >> 20u; }
