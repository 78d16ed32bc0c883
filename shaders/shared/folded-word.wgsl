// The packed word of an output voxel of the folded method: structure class (12 bits), level class (11),
// symmetry (6): order · 8 + flipped axes.

const TAP_QUADS: u32 = 15u; // 57 taps and 3 zeros in vec4

fn pack_voxel(structure: u32, level: u32, symmetry: u32) -> u32 {
  return structure | (level << 12u) | (symmetry << 23u);
}
fn structure_of(word: u32) -> u32 { return word & 0xfffu; }
fn level_of(word: u32) -> u32 { return (word >> 12u) & 0x7ffu; }
fn symmetry_of(word: u32) -> u32 { return word >> 23u; }
