import { describe, expect, it } from "vitest";
import type { Factor, Vec3 } from "../../../core/volume";
import { upsampleTricubic } from "./tricubic";

const volume = (dims: Vec3, value: (x: number, y: number, z: number) => number) =>
  Float64Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) =>
    value(i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))),
  );

const FACTORS: Factor[] = [
  [2, 2, 2],
  [3, 3, 3],
  [4, 4, 4],
  [1, 2, 3],
  [4, 1, 1],
];

describe("upsampleTricubic", () => {
  it.each(FACTORS)("keeps a constant exactly to rounding (%d, %d, %d)", (...factor) => {
    const out = upsampleTricubic(new Float64Array(60).fill(2.5), [3, 4, 5], factor);
    expect(out.length).toBe(60 * factor[0] * factor[1] * factor[2]);
    for (const value of out) expect(value).toBeCloseTo(2.5, 13);
  });

  it.each(FACTORS)("reproduces a product of quadratics two voxels from the edge (%d, %d, %d)", (...factor) => {
    const dims: Vec3 = [7, 6, 8];
    const f = (x: number, y: number, z: number) => (1 + x - 0.3 * x * x) * (2 - 0.5 * y * y) * (z * z - 3 * z + 1);
    const out = upsampleTricubic(volume(dims, f), dims, factor);
    const [mx, my] = [dims[0] * factor[0], dims[1] * factor[1]];
    let checked = 0;
    out.forEach((value, i) => {
      const at = [i % mx, Math.floor(i / mx) % my, Math.floor(i / (mx * my))].map(
        (index, axis) => (index + 0.5) / (factor[axis] as number) - 0.5,
      ) as unknown as [number, number, number];
      if (at.some((x, axis) => x < 1 || x > (dims[axis] as number) - 2)) return;
      expect(value).toBeCloseTo(f(...at), 9);
      checked++;
    });
    expect(checked).toBeGreaterThan(20);
  });

  it("spreads an impulse by the Catmull-Rom weights, half-voxel centred", () => {
    const impulse = Float64Array.of(0, 0, 1, 0, 0);
    // Distances of output voxels 0 … 9 from the impulse at 2: 2.25, 1.75, 1.25, 0.75, 0.25, and back.
    const side = [0, -0.0234375, -0.0703125, 0.2265625, 0.8671875];
    expect([...upsampleTricubic(impulse, [5, 1, 1], [2, 1, 1])]).toEqual([...side, ...side.toReversed()]);
    expect([...upsampleTricubic(impulse, [1, 1, 5], [1, 1, 2])]).toEqual([...side, ...side.toReversed()]);
  });

  it("clamps indices at the edge", () => {
    // Output 0 lies at -0.25: taps -2, -1, 0 are voxel 0, tap 1 is voxel 1 with the weight at distance 1.25.
    const out = upsampleTricubic(Float64Array.of(1, 0, 0, 0), [4, 1, 1], [2, 1, 1]);
    expect(out[0]).toBeCloseTo(1 + 0.0703125, 14);
    expect([...upsampleTricubic(Float64Array.of(3), [1, 1, 1], [4, 3, 2])]).toEqual(
      expect.arrayContaining([expect.closeTo(3, 12)]),
    );
  });

  it("leaves an axis of factor 1 alone", () => {
    const data = volume([4, 3, 2], (x, y, z) => Math.sin(x + 3 * y + 7 * z));
    expect([...upsampleTricubic(data, [4, 3, 2], [1, 1, 1])]).toEqual([...data]);
  });
});
