/** The stages of the folded method on one brick: hashing and filtering. Source: folded §1 to §5. */

import type { FoldedBank } from "../../bank/bank";
import { EXCHANGES, type Exchange, phaseKinds } from "../../core/folded";
import type { Factor } from "../../core/volume";
import { type BrickInput, rowPitch } from "../brick";
import type { Workspace } from "../gpu/workspace";
import { FOLDED_APPLY, FOLDED_HASH } from "../kernels";
import { brickReals, type HashSettings, type Stage, tensorBrick } from "../stages";
import { type LowPart, symmetryOffsets, TAPS_PADDED } from "./low-part";

/** Multiply-adds an item, for pacing and progress. */
export const FOLDED_COST = { hash: 320, apply: 2 * TAPS_PADDED + 60 } as const;

/** How voxels are folded and hashed: what a bank stores of it. */
export interface FoldSettings extends HashSettings {
  readonly factor: Factor;
  readonly exchange: Exchange;
}

export interface FoldedBuffers {
  /** Packed words of shaders/shared/folded.wgsl, rows of `rowPitch(brick)`. */
  readonly voxels: GPUBuffer;
  /** Strength and coherence, interleaved. */
  readonly features: GPUBuffer;
  /** The brick's low-resolution part. */
  readonly low: GPUBuffer;
}

export async function foldBrick(
  stage: Stage,
  input: BrickInput,
  part: LowPart,
  upsampled: GPUBuffer,
  settings: FoldSettings,
  wantFeatures = false,
): Promise<FoldedBuffers> {
  const { space, meter, signal } = stage;
  const reals = brickReals(settings, 1);
  const items = rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2];
  const tensorY = await tensorBrick(stage, input, upsampled, reals);
  const low = space.upload("low-resolution part", part.data);
  const voxels = space.storage("folded voxels", 4 * items);
  const features = space.storage("features", wantFeatures ? 8 * items : 8);
  const { strides } = phaseKinds(settings.factor, settings.exchange);
  await space.run({
    kernel: FOLDED_HASH,
    constants: {
      FEATURES: wantFeatures ? 1 : 0,
      EXCHANGE: EXCHANGES.indexOf(settings.exchange),
      KIND_X: strides[0],
      KIND_Y: strides[1],
      KIND_Z: strides[2],
    },
    integers: input.integers,
    reals,
    buffers: [tensorY, upsampled, low, voxels, features],
    items,
    operationsPerItem: FOLDED_COST.hash,
    signal,
    onItemsDone: meter.track("Classifying voxels", FOLDED_COST.hash),
  });
  space.free(tensorY);
  return { voxels, features, low };
}

/** A bank's filters on the GPU. */
export interface FoldedFilters {
  readonly structure: GPUBuffer;
  readonly level: GPUBuffer;
}

export function uploadFolded(space: Workspace, bank: FoldedBank): FoldedFilters {
  const { taps } = bank.metadata;
  return {
    structure: space.upload("structure filters", halvedRows(bank.structureFilters, taps)),
    level: space.upload("level filters", halvedRows(bank.levelFilters, taps)),
  };
}

/** Half of every filter, because the two of a voxel are averaged, in rows of `TAPS_PADDED`. */
function halvedRows(filters: Float32Array, taps: number): Float32Array<ArrayBuffer> {
  const count = filters.length / taps;
  const rows = new Float32Array(count * TAPS_PADDED);
  for (let c = 0; c < count; c++) {
    for (let k = 0; k < taps; k++) rows[c * TAPS_PADDED + k] = (filters[c * taps + k] as number) / 2;
  }
  return rows;
}

/** The brick filtered: rows of `rowPitch(brick)` floats. */
export async function applyFoldedBrick(
  stage: Stage,
  input: BrickInput,
  part: LowPart,
  buffers: FoldedBuffers & { readonly upsampled: GPUBuffer },
  filters: FoldedFilters,
): Promise<GPUBuffer> {
  const { space, meter, signal } = stage;
  const items = rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2];
  const offsets = space.upload("tap offsets", symmetryOffsets(part.size));
  const output = space.storage("output", 4 * items);
  await space.run({
    kernel: FOLDED_APPLY,
    integers: input.integers,
    buffers: [buffers.voxels, buffers.upsampled, buffers.low, offsets, filters.structure, filters.level, output],
    items,
    operationsPerItem: FOLDED_COST.apply,
    signal,
    onItemsDone: meter.track("Applying filters", FOLDED_COST.apply),
  });
  space.free(offsets);
  return output;
}
