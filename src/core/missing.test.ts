import { describe, expect, it } from "vitest";
import { coarseMissing, fillMissing, markMissing, restoreMissing } from "./missing";
import { seededRandom } from "./random";
import { testVolume } from "./synthetic";
import type { Volume } from "./volume";

const { NaN: gone, POSITIVE_INFINITY: infinite } = Number;
const line = (...values: number[]): Volume => ({
  ...testVolume([values.length, 1, 1], () => 0),
  data: Float32Array.from(values),
});

describe("fillMissing", () => {
  it("gives back a volume without missing voxels as it is", () => {
    const volume = line(1, 2, 3);
    expect(fillMissing(volume)).toEqual({ filled: volume, missing: undefined });
    expect(fillMissing(volume).filled).toBe(volume);
  });

  it("takes the nearest finite voxels, their mean where two are as near, and spares the volume given", () => {
    const volume = line(gone, gone, 4, infinite, 8, -infinite, gone, gone);
    const { filled, missing } = fillMissing(volume);
    expect([...filled.data]).toEqual([4, 4, 4, 6, 8, 8, 8, 8]);
    expect([...(missing ?? [])]).toEqual([1, 1, 0, 1, 0, 1, 1, 1]);
    expect(volume.data[3]).toBe(infinite);
  });

  it("stays within the range of what is there, in every direction", () => {
    const random = seededRandom(5);
    const volume = testVolume([9, 8, 7], () => (random() < 0.5 ? gone : -1000 + 100 * random()));
    const { data } = fillMissing(volume).filled;
    const there = volume.data.filter(Number.isFinite);
    expect(Math.min(...data)).toBe(Math.min(...there));
    expect(Math.max(...data)).toBe(Math.max(...there));
    for (const [i, value] of volume.data.entries()) if (Number.isFinite(value)) expect(data[i]).toBe(value);
  });

  it("is 0 where nothing is there", () => {
    expect([...fillMissing(line(gone, gone)).filled.data]).toEqual([0, 0]);
  });
});

it("markMissing makes missing what is nearest to a missing voxel, on each axis by its factor", () => {
  const fine = new Float32Array(2 * 2 * 3 * 2).fill(1);
  markMissing(fine, Uint8Array.of(0, 1, 0, 0), [2, 2, 1], [1, 3, 2]);
  const rows = [0, 1, 2, 3, 4, 5].map(() => [1, 1]);
  for (const row of rows.slice(0, 3)) row[1] = gone;
  expect([...fine]).toEqual([...rows, ...rows].flat());
});

it("restoreMissing keeps what lies near within the range around it, and nothing that is far", () => {
  const known = fillMissing(line(gone, 10, 12, 15, 11, 19));
  const fine = Float32Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? -1000 : 1000));
  restoreMissing(fine, known, [2, 1, 1]);
  expect([...fine]).toEqual([gone, gone, 10, 12, 10, 15, -1000, 1000, -1000, 1000, -1000, 1000]);
});

it("coarseMissing: more than half of a block", () => {
  const missing = Uint8Array.of(1, 0, 1, 1, 0, 0, 1); // the seventh is cropped
  expect([...coarseMissing(missing, [7, 1, 1], [2, 1, 1])]).toEqual([0, 1, 0]);
});
