/** The packed word of an output voxel of the folded method. See shaders/shared/folded-word.wgsl. */

/** Vectors of a filter's row, and of the taps' offsets of one symmetry: 57 taps and 3 zeros. */
export const TAP_QUADS: i32 = 15;

export function structureOf(word: u32): u32 {
  return word & 0xfff;
}

export function levelOf(word: u32): u32 {
  return (word >> 12) & 0x7ff;
}

/** Of four voxels. */
export function packedWords(structure: v128, level: v128, symmetry: v128): v128 {
  return v128.or(structure, v128.or(i32x4.shl(level, 12), i32x4.shl(symmetry, 23)));
}

export function symmetryOf(word: u32): u32 {
  return word >> 23;
}
