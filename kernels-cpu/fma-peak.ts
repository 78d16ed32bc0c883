/**
 * See shaders/fma-peak.wgsl: as many multiply-adds, in twelve chains. Eight are too few to keep a core's adders and
 * multipliers busy while results are on their way; no more than twelve fit the registers of x64 with both constants.
 */

const CHAINS: u64 = 12;
/** Vector multiply-adds of a workgroup in a round. */
const PER_ROUND: u64 = 64 * 8;

export function fmaPeak(p: usize, output: usize): void {
  const count: u64 = load<u32>(p, 4);
  const rounds: u64 = load<u32>(p, 8);
  const a = v128.load32_splat(p, 12);
  const b = v128.load32_splat(p, 16);
  const one = f32x4.splat(1);
  let s0 = f32x4(0, 1, 2, 3);
  let s1 = f32x4.add(s0, one);
  let s2 = f32x4.add(s1, one);
  let s3 = f32x4.add(s2, one);
  let s4 = f32x4.add(s3, one);
  let s5 = f32x4.add(s4, one);
  let s6 = f32x4.add(s5, one);
  let s7 = f32x4.add(s6, one);
  let s8 = f32x4.add(s7, one);
  let s9 = f32x4.add(s8, one);
  let s10 = f32x4.add(s9, one);
  let s11 = f32x4.add(s10, one);
  for (let left = (count * rounds * PER_ROUND) / CHAINS; left > 0; left--) {
    s0 = f32x4.add(f32x4.mul(s0, a), b);
    s1 = f32x4.add(f32x4.mul(s1, a), b);
    s2 = f32x4.add(f32x4.mul(s2, a), b);
    s3 = f32x4.add(f32x4.mul(s3, a), b);
    s4 = f32x4.add(f32x4.mul(s4, a), b);
    s5 = f32x4.add(f32x4.mul(s5, a), b);
    s6 = f32x4.add(f32x4.mul(s6, a), b);
    s7 = f32x4.add(f32x4.mul(s7, a), b);
    s8 = f32x4.add(f32x4.mul(s8, a), b);
    s9 = f32x4.add(f32x4.mul(s9, a), b);
    s10 = f32x4.add(f32x4.mul(s10, a), b);
    s11 = f32x4.add(f32x4.mul(s11, a), b);
  }
  s0 = f32x4.add(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)), f32x4.add(s4, s5));
  s6 = f32x4.add(f32x4.add(f32x4.add(s6, s7), f32x4.add(s8, s9)), f32x4.add(s10, s11));
  v128.store(output, f32x4.add(s0, s6));
}
