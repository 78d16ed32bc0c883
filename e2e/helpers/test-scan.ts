/** Small scans made for the tests, and what must come out of them. */

import type { Volume } from "../../src/core/volume";
import { writeScan } from "../../src/formats/registry";
import { headPhantom } from "../../src/phantom/head";

export interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A head of 24×28×22 voxels whose grid is awkward on purpose: stored right to left, tilted by 10° about the left-right
 * axis, far from the origin, with three different voxel sizes.
 */
export function awkwardHead(): Volume {
  const spacing = [7, 8, 9] as const;
  const { data } = headPhantom({ dims: [24, 28, 22], spacing, noise: 4, seed: 5, supersample: 2 });
  const [c, s] = [Math.cos(Math.PI / 18), Math.sin(Math.PI / 18)];
  const affine = [-7, 0, 0, 90, 0, 8 * c, -9 * s, -70, 0, 8 * s, 9 * c, -110, 0, 0, 0, 1];
  return { data, dims: [24, 28, 22], spacing, affine };
}

export async function fileOf(volume: Volume, name: string): Promise<TestFile> {
  return { name, bytes: await writeScan(volume, { description: "test" }) };
}
