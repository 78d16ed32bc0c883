import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { applyFilters } from "./apply";
import { readPatch } from "./patch";

const dims: Vec3 = [4, 3, 2];
const u = Float64Array.from({ length: 24 }, (_, i) => i + 1);

describe("readPatch", () => {
  it("reads x fastest, indices clamped", () => {
    const out = new Float64Array(27);
    readPatch(u, dims, [0, 2, 1], 3, out);
    const layer0 = [5, 5, 6, 9, 9, 10, 9, 9, 10];
    const layer1 = layer0.map((value) => value + 12);
    expect([...out]).toEqual([...layer0, ...layer1, ...layer1]);
  });
});

describe("applyFilters", () => {
  const identity = Float64Array.from({ length: 27 }, (_, k) => (k === 13 ? 1 : 0));
  const next = Float64Array.from({ length: 27 }, (_, k) => (k === 14 ? 1 : 0));
  const filters = Float64Array.of(...identity, ...next);

  it("applies the filter of each voxel's class", () => {
    const classes = Uint16Array.from({ length: 24 }, (_, i) => i % 2);
    const expected = Array.from(u, (value, i) => (i % 2 === 1 && i % 4 !== 3 ? value + 1 : value));
    expect([...applyFilters(u, dims, classes, filters, 3)]).toEqual(expected);
  });

  it("keeps u outside the mask", () => {
    const mask = Uint8Array.from({ length: 24 }, (_, i) => (i < 8 ? 1 : 0));
    const out = applyFilters(
      u,
      dims,
      new Uint16Array(24),
      Float64Array.from(identity, (w) => 3 * w),
      3,
      mask,
    );
    expect([...out]).toEqual(Array.from(u, (value, i) => (i < 8 ? 3 * value : value)));
  });

  it("keeps a constant under filters that sum to one", () => {
    const mean = new Float64Array(125).fill(1 / 125);
    for (const value of applyFilters(new Float64Array(24).fill(0.7), dims, new Uint16Array(24), mean, 5)) {
      expect(value).toBeCloseTo(0.7, 14);
    }
  });
});
