/** How training is cut to fit the device, and what it will take. */

import type { ExecutorLimits } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { type Factor, smallerThanFactor, upsampledDims, type Vec3, voxelCount } from "../../../core/volume";
import { type Brick, paddedSize, planBricks } from "../../../parts/brick";
import { type GramLayout, gramLayout } from "../../common/gram";
import { COST, hashingBytes } from "../../common/stages";
import { CLASS_COUNT } from "../classes";
import { BATCH_ROWS } from "./accumulate";
import type { TrainingRates } from "./rates";
import { SAMPLE_WORDS } from "./samples";
import { SOLVER_BYTES, solverStride } from "./solve";

/** What training may hold of the device unless told, bytes. */
const DEFAULT_GPU_BYTES = 2 ** 30;
/** Bricks gain nothing from more than this, bytes; the class sums take the rest. */
const MOST_BRICK_BYTES = 256 * 2 ** 20;
/** Sums of held-out rows are kept for so many classes as fit this, bytes. */
const HELD_OUT_BYTES = 256 * 2 ** 20;
/** Most that is read back in one piece, bytes. */
const STAGING_BYTES = 32 * 2 ** 20;
/** Classes summed at a time even where more would fit: what a lost GPU or a closed page loses. */
const MOST_GROUP_CLASSES = CLASS_COUNT / 4;
/** Iterations a class is expected to take. */
const EXPECTED_STEPS = 25;
/** Weights of the pull towards the global filter that are tried on held-out voxels, in rows. */
export const SHRINK_CANDIDATES = [200, 1000, 4000, 16_000, 64_000] as const;

export interface TrainingSettings {
  readonly factor: Factor;
  readonly patch: number;
  readonly sample: number;
  /** Upper bound of the device memory held at a time, bytes. */
  readonly gpuBytes?: number | undefined;
}

/** A training volume as planning sees it: cropped to a multiple of the factor. */
export interface PlannedVolume {
  readonly dims: Vec3;
  /** Voxels inside its mask. */
  readonly maskVoxels: number;
}

/** What training would take. */
export interface TrainingPlan {
  /** Patches expected to be used; sampling decides the exact number. */
  readonly rows: number;
  /** Groups of classes that are summed one after the other, because the device cannot hold all sums at once. */
  readonly passes: number;
  /** Most device memory held at a time, bytes. */
  readonly gpuBytes: number;
  /** Most memory of this program held at a time, bytes. */
  readonly hostBytes: number;
}

/** The cuts behind a plan. */
export interface TrainingCut {
  readonly layout: GramLayout;
  /** Of each volume. */
  readonly bricks: readonly (readonly Brick[])[];
  /** Classes whose sums are on the device at a time. */
  readonly groupSize: number;
  /** Every how many-th class is judged on held-out voxels. */
  readonly heldOutStep: number;
  /** Bytes of the device that the largest brick takes while patches are gathered from it. */
  readonly gatherBytes: number;
}

/** Throws `E_GPU_LIMIT` when not even one class's sums fit. */
export function cutTraining(limits: ExecutorLimits, dims: readonly Vec3[], settings: TrainingSettings): TrainingCut {
  const layout = gramLayout(settings.patch ** 3);
  const binding = limits.bindingBytes;
  const total = settings.gpuBytes ?? DEFAULT_GPU_BYTES;
  const classBytes = 4 * layout.floats;
  const rowBytes = 4 * BATCH_ROWS * layout.columns;
  const brickLimits = { bindingBytes: binding, totalBytes: Math.min(MOST_BRICK_BYTES, (total - rowBytes) / 2) };
  const bricks = dims.map((d) => planBricks(d, brickLimits, hashingBytes));
  const gatherBytes = Math.max(0, ...bricks.flat().map((brick) => gatheringBytes(brick, settings.factor)));
  const groupBytes = Math.min(binding, total - rowBytes - Math.max(gatherBytes, stagingBytes(classBytes)));
  const groupSize = Math.min(MOST_GROUP_CLASSES, Math.floor(groupBytes / classBytes));
  if (groupSize < 1) {
    throw new EigenvoxError(
      "E_GPU_LIMIT",
      `The sums of one class of ${settings.patch}³ patches take ${classBytes} bytes, more than the ${Math.max(0, groupBytes)} this GPU has for them. Use a smaller patch.`,
    );
  }
  const heldOutStep = Math.ceil((CLASS_COUNT * classBytes) / HELD_OUT_BYTES);
  return { layout, bricks, groupSize, heldOutStep, gatherBytes };
}

/** The plan for these volumes. Throws as `cutTraining`. */
export function planTraining(
  limits: ExecutorLimits,
  volumes: readonly PlannedVolume[],
  settings: TrainingSettings,
): TrainingPlan {
  const dims = volumes.map((volume) => volume.dims);
  const cut = cutTraining(limits, dims, settings);
  const { layout, groupSize, heldOutStep } = cut;
  const classBytes = 4 * layout.floats;
  const rows = Math.round(volumes.reduce((sum, { maskVoxels }) => sum + settings.sample * maskVoxels, 0));
  const sums = CLASS_COUNT + Math.ceil(CLASS_COUNT / heldOutStep);
  const hashBytes = Math.max(0, ...cut.bricks.flat().map((brick) => hashingBytes(brick).reduce((a, b) => a + b)));
  const sumBytes = groupSize * classBytes + 4 * BATCH_ROWS * layout.columns;
  const stride = solverStride(layout.taps);
  const systemBytes = 4 * stride * stride;
  const together = Math.max(2, Math.min(CLASS_COUNT + 1, Math.floor(SOLVER_BYTES / systemBytes)));
  const solverBytes = systemBytes * together;
  const voxels = dims.reduce((sum, d) => sum + voxelCount(d), 0);
  const low = voxels / (settings.factor[0] * settings.factor[1] * settings.factor[2]);
  return {
    rows,
    passes: volumes.length === 0 ? 0 : Math.ceil(sums / groupSize),
    gpuBytes: Math.max(hashBytes, sumBytes + Math.max(cut.gatherBytes, stagingBytes(classBytes)), solverBytes),
    // The volume, its scaled copy and the degraded one; samples; all sums; the solver's matrices.
    hostBytes: 4 * (2 * voxels + low) + 4 * SAMPLE_WORDS * rows + sums * classBytes + solverBytes,
  };
}

/** Seconds that a training will take at measured rates, nothing else using the device. */
export function projectSeconds(
  limits: ExecutorLimits,
  volumes: readonly PlannedVolume[],
  settings: TrainingSettings & { readonly holdOut: boolean },
  rates: TrainingRates,
): number {
  const dims = volumes.map((volume) => volume.dims);
  const cut = cutTraining(limits, dims, settings);
  const { rows } = planTraining(limits, volumes, settings);
  const voxels = dims.reduce((sum, d) => sum + voxelCount(d), 0);
  const solving = solverWork(cut, settings.holdOut && rows > 0);
  return voxels / rates.voxels + rows / rates.rows + solving / rates.solver;
}

/** Multiply-adds of each part, weighted by how fast it runs beside the accumulation (see the benchmark). */
export function trainingWork(
  cut: TrainingCut,
  dims: readonly Vec3[],
  rows: number,
  holdsOut: boolean,
): { hashing: number; summing: number; solving: number } {
  const voxels = dims.reduce((sum, d) => sum + voxelCount(d), 0);
  return {
    hashing: 3 * voxels * (COST.upsample + COST.tensorX + COST.tensorY + COST.hash),
    summing: rows * cut.layout.floats,
    solving: 4 * solverWork(cut, holdsOut),
  };
}

/** Multiply-adds of the conjugate gradients: all classes once, the judged ones with every weight that is tried. */
function solverWork({ layout, heldOutStep }: TrainingCut, holdsOut: boolean): number {
  const judged = holdsOut ? (SHRINK_CANDIDATES.length * CLASS_COUNT) / heldOutStep : 0;
  return (CLASS_COUNT + judged) * 2 * EXPECTED_STEPS * layout.taps ** 2;
}

/** A class's sums are read back in pieces. */
const stagingBytes = (classBytes: number) => Math.min(classBytes, STAGING_BYTES);

function gatheringBytes(brick: Brick, factor: Factor): number {
  const padded = paddedSize(brick).reduce((a, b) => a * b);
  return 4 * padded * (1 + 2 / (factor[0] * factor[1] * factor[2]));
}

/** The part of a volume that training uses. Throws `E_BAD_DIMS` where there is none. */
export function croppedDims(dims: Vec3, factor: Factor): Vec3 {
  const low = dims.map((n, axis) => Math.floor(n / (factor[axis] as number))) as unknown as Vec3;
  if (Math.min(...low) < 1) throw smallerThanFactor(dims, factor);
  return upsampledDims(low, factor);
}
