/** Which voxels a bank is learned from, and their order by class: plain loops. Source: method §4.5, §6. */

import { mixBits, mixLimit } from "../../../core/random";
import type { Vec3 } from "../../../core/volume";
import { CLASS_COUNT } from "../classes";

/** Side of the blocks that are held out as a whole, so that a held-out voxel has few neighbours among the others. */
const BLOCK = 16;

export interface SelectedSample {
  readonly voxel: number;
  readonly isHeldOut: boolean;
}

/** The voxels with a mask and a class (not -1) that the seeded choice takes, in ascending order. */
export function selectSamples(
  mask: Uint8Array,
  classes: Int32Array,
  dims: Vec3,
  choice: { seed: number; stream: number; share: number; heldOutSeed: number; heldOutShare: number },
): SelectedSample[] {
  const [bx, by] = dims.map((n) => Math.ceil(n / BLOCK)) as [number, number];
  const selected: SelectedSample[] = [];
  for (let voxel = 0; voxel < mask.length; voxel++) {
    if (mask[voxel] === 0 || classes[voxel] === -1) continue;
    if (mixBits(choice.seed, choice.stream, voxel) > mixLimit(choice.share)) continue;
    const at = [voxel % dims[0], Math.floor(voxel / dims[0]) % dims[1], Math.floor(voxel / (dims[0] * dims[1]))];
    const [x, y, z] = at.map((v) => Math.floor(v / BLOCK)) as [number, number, number];
    const block = x + bx * (y + by * z);
    const drawn = mixBits(choice.heldOutSeed, choice.stream, block) <= mixLimit(choice.heldOutShare);
    selected.push({ voxel, isHeldOut: choice.heldOutShare > 0 && drawn });
  }
  return selected;
}

/** Voxels by class, held-out ones (classes from 576 on) behind the others; equal classes keep their order. */
export function sortByClass(samples: readonly (SelectedSample & { readonly classIndex: number })[]): {
  voxels: number[];
  starts: number[];
} {
  const keys = 2 * CLASS_COUNT;
  const voxels: number[] = [];
  const starts: number[] = [];
  for (let key = 0; key < keys; key++) {
    starts.push(voxels.length);
    for (const { voxel, isHeldOut, classIndex } of samples) {
      if (classIndex + (isHeldOut ? CLASS_COUNT : 0) === key) voxels.push(voxel);
    }
  }
  return { voxels, starts: [...starts, voxels.length] };
}
