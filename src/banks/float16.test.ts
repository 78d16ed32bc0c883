import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { floatsToHalves, halvesToFloats } from "./float16";

const everyHalf = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
const everyValue = halvesToFloats(everyHalf);
const isNaNHalf = (bits: number) => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0;

describe("half precision", () => {
  it("has the values of the standard", () => {
    const known: [bits: number, value: number][] = [
      [0x0000, 0],
      [0x8000, -0],
      [0x0001, 2 ** -24],
      [0x03ff, 1023 * 2 ** -24],
      [0x0400, 2 ** -14],
      [0x3555, 0.333251953125],
      [0x3c00, 1],
      [0x3c01, 1 + 2 ** -10],
      [0xc000, -2],
      [0x7bff, 65504],
      [0x7c00, Infinity],
      [0xfc00, -Infinity],
    ];
    for (const [bits, value] of known) expect(everyValue[bits]).toBe(value);
    expect(everyValue[0x7e00]).toBeNaN();
  });

  it("gives every half back", () => {
    const back = floatsToHalves(everyValue);
    for (const bits of everyHalf) expect(back[bits]).toBe(isNaNHalf(bits) ? 0x7e00 : bits);
  });

  it("rounds to the nearest half, ties to the even one", () => {
    // Non-negative halves are ordered as their bits are; between neighbours the midpoint is exact in single precision.
    for (let bits = 0; bits < 0x7bff; bits++) {
      const low = everyValue[bits] as number;
      const high = everyValue[bits + 1] as number;
      const middle = (low + high) / 2;
      const ulp = 2 ** (Math.floor(Math.log2(middle)) - 23);
      const even = bits % 2 === 0 ? bits : bits + 1;
      const halves = floatsToHalves(Float32Array.of(middle - ulp, middle, middle + ulp, -middle));
      expect([...halves]).toEqual([bits, even, bits + 1, even | 0x8000]);
    }
  });

  it("runs to infinity from 65520 on and to zero below half of the smallest", () => {
    const values = Float32Array.of(65519.996, 65520, 65536, 3e38, -65520, 2 ** -25, 2 ** -25 * 1.0001, 1e-40);
    expect([...floatsToHalves(values)]).toEqual([0x7bff, 0x7c00, 0x7c00, 0x7c00, 0xfc00, 0, 1, 0]);
  });

  it("never errs by more than half a step", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -65504, max: 65504 }), (value) => {
        const [back] = halvesToFloats(floatsToHalves(Float32Array.of(value)));
        const step = 2 ** (Math.max(Math.floor(Math.log2(Math.abs(value) || 2 ** -149)), -14) - 10);
        expect(Math.abs((back as number) - value)).toBeLessThanOrEqual(step / 2);
      }),
    );
  });
});
