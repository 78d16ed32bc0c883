import { describe, expect, it } from "vitest";
import { upsampledAffine, voxelToWorld } from "./affine";
import { centreMm, probe } from "./probe";
import type { Volume } from "./volume";

/** An oblique, flipped, anisotropic grid whose voxels hold their own index. */
const affine = [-1.9, 0.2, 0.3, 40, 0.15, 0.1, -2.8, 55, 0.25, 1.4, 0.1, -30, 0, 0, 0, 1];
const dims = [5, 4, 6] as const;
const volume: Volume = {
  data: Float32Array.from({ length: 120 }, (_, i) => i),
  dims,
  spacing: [1.92, 1.42, 2.82],
  affine,
};

describe("probe", () => {
  it("finds every voxel from its own centre", () => {
    for (let z = 0; z < 6; z++) {
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 5; x++) {
          expect(probe(volume, voxelToWorld(affine, [x, y, z]))).toEqual({
            voxel: [x, y, z],
            value: x + 5 * (y + 4 * z),
          });
        }
      }
    }
  });

  it("takes the edge voxel outside the grid", () => {
    expect(probe(volume, voxelToWorld(affine, [-7, 1, 99])).voxel).toEqual([0, 1, 5]);
  });

  it("sees the same anatomy in the grid that is twice as fine", () => {
    const fine: Volume = {
      ...volume,
      dims: [10, 8, 12],
      affine: upsampledAffine(affine, [2, 2, 2]),
      data: new Float32Array(960),
    };
    // A fine voxel 0.25 coarse voxels above a coarse centre is the second child of that coarse voxel.
    expect(probe(fine, voxelToWorld(affine, [3.25, 1.25, 2.25])).voxel).toEqual([7, 3, 5]);
  });
});

describe("centreMm", () => {
  it("is the same for both grids", () => {
    const fine: Volume = { ...volume, dims: [10, 8, 12], affine: upsampledAffine(affine, [2, 2, 2]) };
    for (let axis = 0; axis < 3; axis++) {
      expect(centreMm(fine)[axis]).toBeCloseTo(centreMm(volume)[axis] as number, 10);
    }
  });
});
