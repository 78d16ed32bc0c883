/** The stages of the folded method on one brick: hashing and filtering. Source: folded §1 to §5. */

import type { DeviceBuffer, Space } from "../../compute/executor";
import type { Factor } from "../../core/volume";
import { FOLDED_APPLY, FOLDED_HASH } from "../../kernels/kernels";
import { type BrickInput, rowPitch } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import type { FilteredBrick } from "../common/apply-bricks";
import { meanResidual } from "../common/binned-bank";
import { type HashSettings, hashParams, tensorBrick } from "../common/stages";
import type { FoldedBank } from "./bank";
import {
  CENTRES,
  CLASS_SCHEMES,
  type ClassScheme,
  EXCHANGES,
  type Exchange,
  FEW_ROWS,
  numbersOf,
  phaseKinds,
} from "./folding";
import { type LowPart, symmetryOffsets, TAPS_PADDED } from "./low-part";

/** Filters of a voxel, which are averaged: that of its structure class and that of its level class. */
export const FILTERS_PER_VOXEL = 2;
/** Floats of a voxel's numbers and of a centre's: seven at the most, and what makes their product a distance. */
export const NUMBERS_PADDED = 8;
/** Multiply-adds an item, for pacing and progress. */
export const FOLDED_COST = {
  hash: (scheme: ClassScheme) => 320 + (scheme === "level" ? 0 : CENTRES * NUMBERS_PADDED),
  apply: FILTERS_PER_VOXEL * TAPS_PADDED + 60,
} as const;

/** How voxels are folded and hashed: what a bank stores of it. */
export interface FoldSettings extends HashSettings {
  readonly factor: Factor;
  readonly exchange: Exchange;
  readonly classes: ClassScheme;
  /** Those of the bank; nothing is near to any but the first unless given. */
  readonly centres?: Float32Array | undefined;
}

/** The settings that a bank stores. */
export const foldSettings = ({ metadata, strengthEdges, coherenceEdges, centres }: FoldedBank): FoldSettings => ({
  factor: metadata.factor,
  exchange: metadata.exchange,
  sigma: metadata.gradientSigma,
  classes: metadata.classes ?? "level",
  strengthEdges,
  coherenceEdges,
  centres,
});

export interface FoldedBuffers {
  /** Packed words of shaders/shared/folded.wgsl, rows of `rowPitch(brick)`. */
  readonly voxels: DeviceBuffer;
  /** Strength and coherence, interleaved. */
  readonly features: DeviceBuffer;
  /** Of each voxel, rows of `NUMBERS_PADDED`. */
  readonly numbers: DeviceBuffer;
  /** The brick's low-resolution part. */
  readonly low: DeviceBuffer;
}

export async function foldBrick(
  stage: Stage,
  input: BrickInput,
  part: LowPart,
  upsampled: DeviceBuffer,
  settings: FoldSettings,
  wantFeatures = false,
): Promise<FoldedBuffers> {
  const { space, meter, signal } = stage;
  const params = { ...input.params, ...hashParams(settings) };
  const items = rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2];
  const tensorY = await tensorBrick(stage, input, upsampled, params.window);
  const low = space.upload("low-resolution part", part.data);
  const voxels = space.storage("folded voxels", 4 * items);
  const features = space.storage("features", wantFeatures ? 8 * items : 8);
  const { strides, count } = phaseKinds(settings.factor, settings.exchange);
  const scheme = settings.classes;
  const hasNumbers = scheme !== "level";
  const centres = space.upload(
    "centres",
    hasNumbers ? paddedCentres(settings, count) : new Float32Array(NUMBERS_PADDED),
  );
  const numbers = space.storage("numbers", 4 * NUMBERS_PADDED * (wantFeatures && hasNumbers ? items : 1));
  await space.run({
    kernel: FOLDED_HASH,
    constants: {
      SCHEME: CLASS_SCHEMES.indexOf(scheme),
      FEATURES: wantFeatures ? 1 : 0,
      EXCHANGE: EXCHANGES.indexOf(settings.exchange),
      KIND_X: strides[0],
      KIND_Y: strides[1],
      KIND_Z: strides[2],
    },
    params,
    buffers: [tensorY, upsampled, low, centres, voxels, features, numbers],
    items,
    operationsPerItem: FOLDED_COST.hash(scheme),
    signal,
    onItemsDone: meter.track("Classifying voxels", FOLDED_COST.hash(scheme)),
  });
  for (const buffer of [tensorY, centres]) space.free(buffer);
  return { voxels, features, numbers, low };
}

/** Centres as their products with a voxel's numbers, whose last is 1, are least distances: minus half their squares behind. */
function paddedCentres({ classes, centres }: FoldSettings, kinds: number): Float32Array<ArrayBuffer> {
  const width = numbersOf(classes);
  const rows = new Float32Array(kinds * CENTRES * NUMBERS_PADDED);
  for (let row = 0; centres && row < centres.length / width; row++) {
    const own = centres.subarray(row * width, (row + 1) * width);
    rows.set(own, row * NUMBERS_PADDED);
    rows[(row + 1) * NUMBERS_PADDED - 1] = own.reduce((sum, value) => sum + value * value, 0) / -2;
  }
  return rows;
}

/** A bank's filters on the device. */
export interface FoldedFilters {
  /** Structure filters, then level filters, rows of `TAPS_PADDED`. */
  readonly rows: DeviceBuffer;
  readonly structureCount: number;
  /** Of all filters. */
  readonly count: number;
}

/**
 * The filters, and behind each the class's share of the predicted error: the root mean square error of the structure
 * class, and how the level class's compares with that of all rows; then whether the class has few rows. Source: folded §7.
 */
export function uploadFolded(space: Space, bank: FoldedBank): FoldedFilters {
  const { taps } = bank.metadata;
  const structureCount = bank.structureRows.length;
  const rows = halvedFilters(taps, bank.structureFilters, bank.levelFilters);
  putErrors(bank, rows, TAPS_PADDED, ERROR_SLOT);
  return { rows: space.upload("folded filters", rows), structureCount, count: rows.length / TAPS_PADDED };
}

/** Puts each class's share of the predicted error and whether it has few rows to `slot` of its row, of so many floats. */
export function putErrors(
  { structureResidual, structureRows, levelResidual, levelRows }: FoldedBank,
  rows: Float32Array,
  length: number,
  slot: number,
): void {
  const mean = meanResidual(structureRows, structureResidual);
  const put = (residuals: Float32Array, counts: Uint32Array, first: number, unit: number) => {
    for (let c = 0; c < counts.length; c++) {
      // A class without rows predicts what all rows do.
      const residual = counts[c] === 0 ? mean : (residuals[c] as number);
      const at = (first + c) * length + slot;
      rows[at] = unit > 0 ? Math.sqrt(residual / unit) : 1;
      rows[at + 1] = (counts[c] as number) < FEW_ROWS ? 1 : 0;
    }
  };
  put(structureResidual, structureRows, 0, 1);
  put(levelResidual, levelRows, structureRows.length, mean);
}

/** Structure filters, then level filters, rows of `TAPS_PADDED`, halved so that the sum of two is their mean. */
export function halvedFilters(
  taps: number,
  structureFilters: Float32Array,
  levelFilters: Float32Array,
): Float32Array<ArrayBuffer> {
  const filters = [structureFilters, levelFilters];
  const rows = new Float32Array(TAPS_PADDED * filters.reduce((count, { length }) => count + length / taps, 0));
  let at = 0;
  for (const own of filters) {
    for (let first = 0; first < own.length; first += taps, at += TAPS_PADDED) {
      for (let k = 0; k < taps; k++) rows[at + k] = (own[first + k] as number) / FILTERS_PER_VOXEL;
    }
  }
  return rows;
}

/** Behind the largest number of taps. */
const ERROR_SLOT = 57;

/** Few rows are fewer than FEW_ROWS. */
export async function applyFoldedBrick(
  stage: Stage,
  input: BrickInput,
  part: LowPart,
  buffers: FoldedBuffers & { readonly upsampled: DeviceBuffer },
  filters: FoldedFilters,
  wantErrors: boolean,
): Promise<Required<FilteredBrick>> {
  const { space, meter, signal } = stage;
  const items = rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2];
  const offsets = space.upload("tap offsets", symmetryOffsets(part.size));
  const output = space.storage("output", 4 * items);
  const errors = space.storage("predicted errors", wantErrors ? 4 * items : 4);
  const counts = space.storage("counts", 8);
  await space.run({
    kernel: FOLDED_APPLY,
    constants: { LEVEL_FILTERS: filters.structureCount, FILTERS: filters.count, ERRORS: wantErrors ? 1 : 0 },
    params: input.params,
    buffers: [buffers.voxels, buffers.upsampled, buffers.low, offsets, filters.rows, output, errors, counts],
    items,
    operationsPerItem: FOLDED_COST.apply,
    signal,
    onItemsDone: meter.track("Applying filters", FOLDED_COST.apply),
  });
  const [guarded, fewRows] = new Uint32Array(await space.read(counts, 8)) as unknown as [number, number];
  for (const buffer of [offsets, counts]) space.free(buffer);
  return { output, errors, guarded, fewRows };
}
