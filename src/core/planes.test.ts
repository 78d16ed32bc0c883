import { describe, expect, it } from "vitest";
import { middleOfContent, planesThrough } from "./planes";
import type { Affine, Volume } from "./volume";

/** 2×3×4 voxels whose value names their place: 100·x + 10·y + z. */
function volumeOf(affine: Affine): Volume {
  const data = new Float32Array(24);
  for (let z = 0, i = 0; z < 4; z++) {
    for (let y = 0; y < 3; y++) for (let x = 0; x < 2; x++) data[i++] = 100 * x + 10 * y + z;
  }
  return { data, dims: [2, 3, 4], spacing: [1, 2, 3], affine };
}

describe("planesThrough", () => {
  it("shows the patient's right on the right and the head up", () => {
    const { axial, coronal, sagittal } = planesThrough(
      volumeOf([1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1]),
      [1, 2, 3],
    );
    expect([axial.width, axial.height, axial.spacing]).toEqual([2, 3, [1, 2]]);
    expect([...axial.data]).toEqual([23, 123, 13, 113, 3, 103]);
    expect([...coronal.data]).toEqual([23, 123, 22, 122, 21, 121, 20, 120]);
    expect([...sagittal.data]).toEqual([103, 113, 123, 102, 112, 122, 101, 111, 121, 100, 110, 120]);
  });

  it("turns volumes stored in another order", () => {
    // Stored x runs to the left, y to inferior, z to anterior.
    const { axial, coronal } = planesThrough(volumeOf([-1, 0, 0, 9, 0, 0, 3, 0, 0, -2, 0, 0, 0, 0, 0, 1]), [0, 1, 2]);
    expect([axial.width, axial.height, axial.spacing]).toEqual([2, 4, [1, 3]]);
    expect([...axial.data]).toEqual([113, 13, 112, 12, 111, 11, 110, 10]);
    expect([...coronal.data]).toEqual([102, 2, 112, 12, 122, 22]);
  });
});

describe("middleOfContent", () => {
  it("is the middle of what is not 0", () => {
    const volume = volumeOf([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(middleOfContent({ ...volume, data: volume.data.map((v) => (v === 112 || v === 110 ? 1 : 0)) })).toEqual([
      1, 1, 1,
    ]);
    expect(middleOfContent({ ...volume, data: new Float32Array(24) })).toEqual([1, 1, 2]);
  });
});
