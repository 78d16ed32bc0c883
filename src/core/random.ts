/** Seeded choices that do not depend on the order of the work. */

/** 32 well-mixed bits of a seed, a stream and an index. The same arithmetic stands in shaders/select-samples.wgsl. */
export function mixBits(seed: number, stream: number, index: number): number {
  let h = Math.imul(index ^ Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca77), 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** The largest value of `mixBits` that a choice with this probability takes. */
export function mixLimit(probability: number): number {
  return Math.ceil(Math.min(1, probability) * 2 ** 32) - 1;
}

/** Numbers in [0, 1) that depend on the seed alone (a 32-bit linear congruential generator, upper bits). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A normal number of mean 0 and variance 1 of a seed, a stream and an index, by the transform of Box and Muller. */
export function normalNumber(seed: number, stream: number, index: number): number {
  const uniform = (at: number) => (mixBits(seed, stream, at) + 0.5) / 2 ** 32;
  return Math.sqrt(-2 * Math.log(uniform(2 * index))) * Math.cos(2 * Math.PI * uniform(2 * index + 1));
}
