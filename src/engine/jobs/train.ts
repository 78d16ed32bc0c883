/** Learning a bank from high-resolution volumes. Source: method §6. */

import type { Bank, BankMetadata } from "../../bank/bank";
import { degrade } from "../../core/degrade";
import { EigenvoxError } from "../../core/errors";
import { referenceIntensity, trainingIntensities } from "../../core/intensity";
import { type MaskKind, trainingMask } from "../../core/mask";
import { CLASS_COUNT, DEFAULT_TENSOR_SIGMA, type Degradation, TENSOR_RADIUS } from "../../core/method";
import type { JobOptions } from "../../core/progress";
import { cropToMultiple, type Factor, type Volume } from "../../core/volume";
import { type Brick, brickLimits, paddedSize, planBricks } from "../brick";
import type { GpuContext } from "../gpu/context";
import { inWorkspace } from "../gpu/workspace";
import { Meter } from "../meter";
import { COST } from "../stages";
import { accumulateGram, rowsOf, type TrainingVolume } from "../training/accumulate";
import { expandGram, type GramLayout, gramElement, gramError, gramLayout, gramRightSide } from "../training/gram";
import { invertPositiveDefinite } from "../training/invert";
import { type BinEdges, binEdges, drawSamples, type Samples, sortSamples } from "../training/samples";
import { RESIDUAL_TOLERANCE, solveSystems } from "../training/solve";
import { hashVolume } from "./hash-volume";

export interface TrainOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** Patch width: 5, 7, 9 or 11. */
  readonly patch: number;
  /** Share of the voxels inside the mask that is used. */
  readonly sample: number;
  readonly seed: number;
  readonly mask: MaskKind;
  /** The pull of every class towards the filter of all classes together, as a number of average rows. */
  readonly shrinkRows: number;
  readonly gpuBytes?: number;
}

export const TRAIN_DEFAULTS = {
  degradation: "box",
  patch: 11,
  sample: 0.33,
  seed: 1,
  mask: "auto",
  shrinkRows: 6000,
} as const satisfies Partial<TrainOptions>;

/** Ridge, as a share of the mean diagonal of Q per row, on the distance from the filter shrunk towards. */
const RIDGE = 1e-5;
/** Iterations a class is expected to take, for the progress estimate. */
const EXPECTED_STEPS = 60;

/** What training gives: all of a bank but the words its maker adds. */
export type TrainedBank = Omit<Bank, "metadata"> & {
  readonly metadata: Pick<
    BankMetadata,
    "method" | "factor" | "patch" | "gradientWindow" | "gradientSigma" | "degradation" | "trainingRows" | "solver"
  >;
  /** The filter of all classes together. */
  readonly globalFilter: Float32Array<ArrayBuffer>;
};

/** The normal equations of all classes and the edges that made the classes. */
interface TrainingSums extends BinEdges {
  readonly layout: GramLayout;
  /** Of each class, undefined without rows. */
  readonly sums: readonly (Float32Array<ArrayBuffer> | undefined)[];
  readonly classRows: Uint32Array<ArrayBuffer>;
}

/**
 * Learns the filters of all classes from the volumes.
 *
 * Throws `E_ARGUMENT` when no voxel is left to learn from, `E_SOLVER` when a system cannot be solved, and the GPU errors.
 * Cost: host memory of 2.2 GB for the sums of 576 classes of 11³ taps, plus 8 bytes a voxel of the volumes.
 */
export async function train(gpu: GpuContext, scans: readonly Volume[], options: TrainOptions): Promise<TrainedBank> {
  const layout = gramLayout(options.patch ** 3);
  const voxels = scans.reduce((sum, { data }) => sum + data.length, 0);
  const work: Work = {
    hashing: voxels * (COST.upsample + COST.tensorX + COST.tensorY + COST.hash),
    accumulating: 0.5 * options.sample * voxels * layout.floats,
    solving: CLASS_COUNT * EXPECTED_STEPS * layout.taps ** 2,
  };
  const meter = new Meter(work.hashing + work.accumulating + work.solving, options.onProgress);
  const sums = await accumulateSums(gpu, scans, options, meter, work);
  return solveBank(gpu, sums, options, meter, work);
}

/** Multiply-adds each part is expected to take. */
interface Work {
  readonly hashing: number;
  readonly accumulating: number;
  readonly solving: number;
}

async function accumulateSums(
  gpu: GpuContext,
  scans: readonly Volume[],
  options: TrainOptions,
  meter: Meter,
  work: Work,
): Promise<TrainingSums> {
  const { patch, signal } = options;
  const layout = gramLayout(patch ** 3);
  const voxels = scans.reduce((sum, { data }) => sum + data.length, 0);
  const prepared: Prepared[] = [];
  let reached = 0;
  for (const [stream, scan] of scans.entries()) {
    const cost = work.hashing * (scan.data.length / voxels);
    const onProgress = ({ fraction }: { fraction: number }) =>
      meter.reach(`Preparing volume ${stream + 1} of ${scans.length}`, reached + fraction * cost);
    prepared.push(await prepare(gpu, scan, stream, { ...options, onProgress }));
    reached += cost;
  }
  const rows = prepared.reduce((sum, { samples }) => sum + samples.voxels.length, 0);
  if (rows === 0)
    throw new EigenvoxError("E_ARGUMENT", "No voxel to learn from: the masks are empty or the sample is too small.");
  meter.reach("Accumulating", work.hashing + Math.max(0, work.accumulating - rows * layout.floats));

  const edges = binEdges(
    prepared.map(({ samples }) => samples),
    options.seed,
  );
  // Half for the volume in work, half for the class sums.
  const limits = brickLimits(gpu.device, options.gpuBytes);
  const half = { ...limits, totalBytes: limits.totalBytes / 2 };
  const volumes = prepared.map((volume): TrainingVolume => {
    const paddedBytes = (brick: Brick) => [4 * paddedSize(brick).reduce((a, b) => a * b)];
    const bricks = planBricks(volume.dims, half, paddedBytes);
    return {
      ...volume,
      bricks,
      sorted: sortSamples(volume.samples, edges, brickFinder(bricks, volume.dims), bricks.length),
    };
  });
  const groupBytes = Math.min(half.bindingBytes, half.totalBytes);
  const sums = await inWorkspace(gpu, "train", (space) =>
    accumulateGram(volumes, { space, meter, signal, layout, width: patch, groupBytes }),
  );
  meter.reach("Solving", work.hashing + work.accumulating);
  const classRows = Uint32Array.from({ length: CLASS_COUNT }, (_, c) =>
    volumes.reduce((total, volume) => total + rowsOf(volume, c, 1), 0),
  );
  return { layout, sums, classRows, ...edges };
}

interface Prepared extends Omit<TrainingVolume, "sorted" | "bricks"> {
  readonly samples: Samples;
}

/** Degrades, upsamples and hashes one volume and draws its samples. */
async function prepare(gpu: GpuContext, scan: Volume, stream: number, options: TrainOptions): Promise<Prepared> {
  const { factor, sample, seed, signal, onProgress } = options;
  const cropped = cropToMultiple(scan, factor);
  const mask = trainingMask(cropped.data, options.mask);
  const original = trainingIntensities(cropped.data, referenceIntensity(cropped.data));
  const low = degrade({ ...cropped, data: original }, factor, options.degradation);
  // Edges no value reaches: the classes then hold the direction bins alone.
  const unreached = [3e38, 3e38] as const;
  const settings = { sigma: DEFAULT_TENSOR_SIGMA, strengthEdges: unreached, coherenceEdges: unreached };
  const memory = options.gpuBytes === undefined ? {} : { gpuBytes: options.gpuBytes };
  const hashed = await hashVolume(gpu, low, { factor, settings, wantFeatures: true, ...memory, signal, onProgress });
  return {
    dims: cropped.dims,
    upsampled: hashed.upsampled,
    original,
    samples: drawSamples(hashed, mask, sample, seed, stream),
  };
}

/** Which brick a voxel lies in. */
function brickFinder(bricks: readonly Brick[], [nx, ny]: readonly [number, number, number]): (voxel: number) => number {
  if (bricks.length === 1) return () => 0;
  return (voxel) => {
    const at = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))] as const;
    return bricks.findIndex(({ origin, size }) =>
      at.every((i, axis) => i < (origin[axis] as number) + (size[axis] as number)),
    );
  };
}

/** The global filter, then every class's filter shrunk towards it. */
async function solveBank(
  gpu: GpuContext,
  { layout, sums, classRows, strengthEdges, coherenceEdges }: TrainingSums,
  options: TrainOptions,
  meter: Meter,
  work: Work,
): Promise<TrainedBank> {
  const { shrinkRows, signal } = options;
  const { taps } = layout;
  const stride = Math.ceil(taps / 4) * 4;
  const rows = classRows.reduce((a, b) => a + b);
  const all = new Float64Array(layout.floats);
  for (const sum of sums) {
    if (sum) for (let i = 0; i < all.length; i++) all[i] = (all[i] as number) + (sum[i] as number);
  }
  const none = new Float32Array(layout.floats);
  let trace = 0;
  for (let i = 0; i < taps; i++) trace += gramElement(layout, all, i, i);
  const ridge = (RIDGE * trace) / (taps * rows);
  const identity = new Float64Array(taps);
  identity[(taps - 1) / 2] = 1;
  const allRight = gramRightSide(layout, all);

  // Shared by all systems: the inverse of the mean matrix over all rows.
  const mean = new Float64Array(taps * taps);
  expandGram(layout, { gram: none, scale: 0, add: all, addScale: 1 / rows, ridge }, mean, 0, taps);
  const inverse = invertPositiveDefinite(mean, taps);

  const solveBatch = (list: readonly { gram: Float32Array; own: number; shrink: number; towards: Float64Array }[]) => {
    const matrices = new Float32Array((list.length + 1) * stride * stride);
    for (let row = 0; row < taps; row++) {
      matrices.set(inverse.subarray(row * taps, (row + 1) * taps), row * stride);
    }
    const rightSides = list.map(({ gram, own, shrink, towards }, i) => {
      // Divided by the number of rows, so that systems of all sizes have one scale.
      const scale = 1 / (own + shrink);
      const addScale = (shrink * scale) / rows;
      expandGram(layout, { gram, scale, add: all, addScale, ridge }, matrices, (i + 1) * stride * stride, stride);
      return gramRightSide(layout, gram).map(
        (v, k) => scale * v + addScale * (allRight[k] as number) + ridge * (towards[k] as number),
      );
    });
    const systems = { size: taps, stride, matrices, rightSides, starts: list.map(({ towards }) => towards) };
    return inWorkspace(gpu, "solve", (space) => solveSystems(systems, { space, signal }));
  };

  const [global] = await solveBatch([{ gram: none, own: 0, shrink: 1, towards: identity }]);
  const globalFilter = (global as { solution: Float64Array }).solution;
  const filters = new Float32Array(CLASS_COUNT * taps);
  const classResidual = new Float32Array(CLASS_COUNT);
  const batchBytes = Math.min(gpu.device.limits.maxStorageBufferBindingSize, 128 * 2 ** 20);
  const batchSize = Math.max(1, Math.floor(batchBytes / (4 * stride * stride)) - 1);
  const filled = [...sums.keys()].filter((c) => sums[c]);
  for (let first = 0; first < filled.length; first += batchSize) {
    const batch = filled.slice(first, first + batchSize);
    const solutions = await solveBatch(
      batch.map((c) => ({
        gram: sums[c] as Float32Array,
        own: classRows[c] as number,
        shrink: shrinkRows,
        towards: globalFilter,
      })),
    );
    for (const [i, c] of batch.entries()) {
      const { solution } = solutions[i] as { solution: Float64Array };
      filters.set(solution, c * taps);
      classResidual[c] = gramError(layout, sums[c] as Float32Array, solution) / (classRows[c] as number);
    }
    meter.advance("Solving", work.solving * (batch.length / filled.length));
  }
  for (let c = 0; c < CLASS_COUNT; c++) if (!sums[c]) filters.set(identity, c * taps);
  return {
    metadata: {
      method: "paper",
      factor: options.factor,
      patch: [options.patch, options.patch, options.patch],
      gradientWindow: 2 * TENSOR_RADIUS + 1,
      gradientSigma: DEFAULT_TENSOR_SIGMA,
      degradation: options.degradation,
      trainingRows: rows,
      solver:
        `preconditioned conjugate gradients to a relative residual of ${RESIDUAL_TOLERANCE}; each class shrunk towards the filter of all ` +
        `classes together with the weight of ${shrinkRows} average rows and a ridge of ${RIDGE} of the mean diagonal`,
    },
    strengthEdges,
    coherenceEdges,
    classRows,
    filters,
    classResidual,
    globalFilter: Float32Array.from(globalFilter),
  };
}
