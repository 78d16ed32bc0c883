/**
 * What the nearest of some centres is found by, of four voxels: the numbers that the hash puts here, or the invariants of
 * their structure tensors.
 */

/** Of four voxels: number after number; behind them, or in place of what a scheme does not have, 0. */
export const NUMBERS = memory.data(7 * 16, 16);

const LEAST_TRACE: f32 = 1e-8;
const MODE: f32 = 7.348469228349534; // 3 √6
const HALF_LOG: f32 = 0.1505149978319906; // ½ log10 2

/** Half the logarithm of the trace, fractional anisotropy and mode of four tensors, whose eigenvalues lie at `eigen`. */
export function putInvariants(eigen: usize): void {
  const zero = f32x4.splat(0);
  const first = v128.load(eigen);
  const second = v128.load(eigen, 16);
  const third = v128.load(eigen, 32);
  const trace = f32x4.add(f32x4.add(first, second), third);
  const mean = f32x4.div(trace, f32x4.splat(3));
  const a = f32x4.sub(first, mean);
  const b = f32x4.sub(second, mean);
  const c = f32x4.sub(third, mean);
  const squared = f32x4.add(f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)), f32x4.mul(c, c));
  const size = f32x4.sqrt(squared);
  const all = f32x4.add(f32x4.add(f32x4.mul(first, first), f32x4.mul(second, second)), f32x4.mul(third, third));
  const anisotropy = f32x4.sqrt(f32x4.div(f32x4.mul(f32x4.splat(1.5), squared), all));
  const mode = f32x4.mul(f32x4.mul(f32x4.div(a, size), f32x4.div(b, size)), f32x4.div(c, size));
  const least = f32x4.pmax(trace, f32x4.splat(LEAST_TRACE));
  v128.store(NUMBERS, least);
  for (let lane: usize = 0; lane < 16; lane += 4) {
    store<f32>(NUMBERS + lane, HALF_LOG * Mathf.log2(load<f32>(NUMBERS + lane)));
  }
  v128.store(NUMBERS, v128.and(anisotropy, f32x4.gt(trace, zero)), 16);
  v128.store(NUMBERS, v128.and(f32x4.mul(f32x4.splat(MODE), mode), f32x4.gt(size, zero)), 32);
  for (let number: usize = 48; number < 7 << 4; number += 16) v128.store(NUMBERS + number, zero);
}

/** The first of `count` centres of a voxel's kind that is nearest to NUMBERS; a centre's last number is minus half its square. */
export function nearestCentres(centres: usize, kinds: usize, count: i32): v128 {
  const kind = v128.load(kinds);
  // Voxels beside each other are of different kinds where there are several.
  let nearest: v128 = i32x4.splat(0);
  let done: v128 = i32x4.splat(0);
  for (let lane: usize = 0; lane < 16; lane += 4) {
    const own = load<i32>(kinds + lane);
    const isOwn = v128.andnot(i32x4.eq(kind, i32x4.splat(own)), done);
    if (!v128.any_true(isOwn)) continue;
    nearest = v128.bitselect(nearestOf(centres + ((<usize>(own * count)) << 5), count), nearest, isOwn);
    done = v128.or(done, isOwn);
  }
  return nearest;
}

function nearestOf(centres: usize, count: i32): v128 {
  const x0 = v128.load(NUMBERS);
  const x1 = v128.load(NUMBERS, 16);
  const x2 = v128.load(NUMBERS, 32);
  const x3 = v128.load(NUMBERS, 48);
  const x4 = v128.load(NUMBERS, 64);
  const x5 = v128.load(NUMBERS, 80);
  const x6 = v128.load(NUMBERS, 96);
  let nearest: v128 = i32x4.splat(0);
  let most: v128 = f32x4.splat(-3e38);
  for (let i = 0; i < count; i++) {
    const centre = centres + ((<usize>i) << 5);
    let even = f32x4.add(v128.load32_splat(centre, 28), f32x4.mul(v128.load32_splat(centre), x0));
    let odd = f32x4.mul(v128.load32_splat(centre, 4), x1);
    even = f32x4.add(even, f32x4.mul(v128.load32_splat(centre, 8), x2));
    odd = f32x4.add(odd, f32x4.mul(v128.load32_splat(centre, 12), x3));
    even = f32x4.add(even, f32x4.mul(v128.load32_splat(centre, 16), x4));
    odd = f32x4.add(odd, f32x4.mul(v128.load32_splat(centre, 20), x5));
    const score = f32x4.add(f32x4.add(even, f32x4.mul(v128.load32_splat(centre, 24), x6)), odd);
    const isNearer = f32x4.gt(score, most);
    most = v128.bitselect(score, most, isNearer);
    nearest = v128.bitselect(i32x4.splat(i), nearest, isNearer);
  }
  return nearest;
}

/** NUMBERS of the first `count` of the four voxels, voxel after voxel: eight each, the last of which is 1. */
export function putNumbers(to: usize, count: i32): void {
  for (let voxel: usize = 0; voxel < (<usize>min<i32>(count, 4)) << 2; voxel += 4) {
    const own = to + (voxel << 3);
    for (let number: usize = 0; number < 7; number++) {
      store<f32>(own + (number << 2), load<f32>(NUMBERS + (number << 4) + voxel));
    }
    store<f32>(own, 1, 28);
  }
}
