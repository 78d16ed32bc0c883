/** IEEE 754 half precision, the form in which bank files store their filters. */

/** Values of halves given as their 16 bits; exact. */
export function halvesToFloats(halves: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(halves, halfToFloat);
}

/** Bits of the halves nearest to the values, ties to the even one; magnitudes of 65520 and more become infinity. */
export function floatsToHalves(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, floatToHalf);
}

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

function floatToHalf(value: number): number {
  float[0] = value;
  const bits = floatBits[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  if (Number.isNaN(value)) return 0x7e00;
  if (Math.abs(value) >= 65536) return sign | 0x7c00;
  // In units of the halves' spacing the magnitude is below 2048 and exact, so one rounding to an integer is all there
  // is; its carry runs by itself into the exponent, from subnormal to normal and up to infinity.
  const exponent = Math.max(((bits >>> 23) & 0xff) - 127, -14);
  // At 2^52 a float64 has no fraction left: adding it rounds, ties to even.
  const steps = Math.abs(value) * 2 ** (10 - exponent) + 2 ** 52 - 2 ** 52;
  return sign | (((exponent + 14) << 10) + steps);
}
