/** The folded method's stages, in upscaling and in training, and how they compare with the paper's in the same run. */

import type { Executor } from "../compute/executor";
import { Meter } from "../compute/meter";
import { referenceIntensity, trainingIntensities, workingUnits } from "../core/intensity";
import { trainingMask } from "../core/mask";
import { upsampledDims, type Vec3, voxelCount } from "../core/volume";
import { degradeVolume } from "../degradations/degrade";
import { FOLDED_SORT } from "../kernels/kernels";
import { gramLayout } from "../methods/common/gram";
import type { LearningVolume } from "../methods/common/learning-volume";
import { sortByKey } from "../methods/common/sort";
import { upsampleBrick } from "../methods/common/stages";
import type { FoldedBank } from "../methods/folded/bank";
import { foldedClassCounts, foldedSigma, stepsOf } from "../methods/folded/folding";
import { addSegments, BATCH_ROWS, filledPairs, gatherRows, segmentsOf } from "../methods/folded/learn/accumulate";
import { binEdges, drawSamples, type FoldedSamples } from "../methods/folded/learn/samples";
import { planSlabs, type SlabPlan, withSlab } from "../methods/folded/learn/slabs";
import { FOLDED_TRAIN_DEFAULTS, trainFolded } from "../methods/folded/learn/train";
import { squaredErrors } from "../methods/folded/learn/training-error";
import { lowPartOf } from "../methods/folded/low-part";
import { applyFoldedBrick, FILTERS_PER_VOXEL, foldBrick, foldSettings, uploadFolded } from "../methods/folded/stages";
import { brickInput, OUTSIDE, paddedSize, rowPitch } from "../parts/brick";
import type { Stage } from "../parts/stage";
import { headPhantom } from "../phantom/head";
import { fastest, NEEDED, print, rounds, row, timed } from "./measure";

const FACTOR = [2, 2, 2] as const;
const { taps } = FOLDED_TRAIN_DEFAULTS;
/** Multiply-adds of a filtered voxel. */
const FILTER = FILTERS_PER_VOXEL * taps;
/** Rows a bank of five scans is learned from. */
const BANK_ROWS = 5 * FOLDED_TRAIN_DEFAULTS.rowsPerVolume;

/** What the paper's method took in this run, on a phantom of the same size. */
export interface PaperTimes {
  readonly wholeMs: number;
  /** Of the filter stage, a filtered voxel. */
  readonly filterMs: number;
  readonly filterOperations: number;
}

/** `side`: of the low-resolution head phantom. */
export async function benchFolded(executor: Executor, side: number, peak: number, paper: PaperTimes): Promise<void> {
  const bank = await benchTraining(executor, side, peak);
  await benchUpscale(executor, side, peak, bank, paper);
}

async function benchTraining(executor: Executor, side: number, peak: number): Promise<FoldedBank> {
  const dims: Vec3 = [2 * side, 2 * side, 2 * side];
  const scan = headPhantom({ dims, spacing: 100 / side, noise: 10, seed: 2 });
  const original = trainingIntensities(scan.data, referenceIntensity(scan.data));
  const low = await degradeVolume(executor, { ...scan, data: original }, FACTOR, "box");
  const volume: LearningVolume = { dims, original, mask: trainingMask(scan.data, "auto"), low };
  // As densely as they are drawn from large scans.
  const rowsPerVolume = Math.ceil(volume.mask.reduce((a, b) => a + b, 0) / 6);
  const options = { ...FOLDED_TRAIN_DEFAULTS, factor: FACTOR, exchange: "xyz", rowsPerVolume } as const;
  print(`\nfolded training, ${dims.join("×")} head phantom, ${taps} taps`);
  const [trained, trainMs] = await timed(() => trainFolded(executor, [{ volume: scan, mask: "auto" }], options));
  const bank: FoldedBank = { ...trained, metadata: { ...trained.metadata, ...TEXTS } };

  const draw = async () => {
    const samples = await drawSamples(executor, volume, 0, { ...options, sigma: foldedSigma(FACTOR) });
    samples.sortIntoBins(binEdges([samples]));
    return samples;
  };
  const samples = await draw();
  const count = samples.words.length;
  const drawMs = await fastest(draw);
  print(`  draw and hash      ${perSecond(count, drawMs)} (the boxes of all drawn voxels are interpolated and hashed)`);
  const sumMs = await benchSums(executor, volume, samples, peak);
  const learned = {
    structure: { filters: bank.structureFilters, rows: bank.structureRows },
    level: { filters: bank.levelFilters, rows: bank.levelRows },
  };
  const errorMs = await fastest(() => squaredErrors(executor, [volume], [samples], learned, options));
  row("errors", count * FILTER, errorMs, peak, [count, "row"]);
  const minutes = (BANK_ROWS * ((drawMs + errorMs) / count + sumMs)) / 60_000;
  print(
    `  whole training     ${bank.metadata.trainingRows} rows in ${(trainMs / 1000).toFixed(1)} s; at these rates the ${BANK_ROWS / 1e6} million rows of five scans take ${minutes.toPrecision(2)} min`,
  );
  return bank;
}

/** Sorting, gathering and summing the rows of one slab; milliseconds a row. */
async function benchSums(
  executor: Executor,
  volume: LearningVolume,
  samples: FoldedSamples,
  peak: number,
): Promise<number> {
  const layout = gramLayout(taps);
  const steps = stepsOf(FOLDED_TRAIN_DEFAULTS.classes);
  const keys = steps * foldedClassCounts(FACTOR, "xyz").structure;
  let msPerRow = 0;
  const [first] = planSlabs([volume], [samples], { factor: FACTOR });
  await executor.inSpace("bench", (space) =>
    withSlab(space, [volume], [samples], first as SlabPlan, FACTOR, async (slab) => {
      const sort = () =>
        sortByKey(space, { kernel: FOLDED_SORT, samples: slab.samples, params: { samples: slab.count, steps }, keys });
      const { order, starts } = await sort();
      const sortMs = await fastest(async () => space.free((await sort()).order));
      const count = Math.min(slab.count, BATCH_ROWS);
      const rows = space.storage("rows", 4 * layout.columns * count);
      const gatherMs = await fastest(() => gatherRows(space, slab, order, { first: 0, count, layout, rows }));
      const [pairs = []] = filledPairs(starts);
      const segments = segmentsOf(pairs, starts, 0, count);
      const gram = space.storage("pair sums", 4 * layout.floats * pairs.length);
      const sumMs = await fastest(() => addSegments(space, layout, segments, { rows, gram }));
      print(`  sort               ${perSecond(slab.count, sortMs)}`);
      row("gather", count * (taps + 1), gatherMs, peak, [count, "row"]);
      row("accumulate", (count * (taps + 1) * (taps + 2)) / 2, sumMs, peak, [count, "row"]);
      msPerRow = sortMs / slab.count + (gatherMs + sumMs) / count;
      for (const buffer of [order, rows, gram]) space.free(buffer);
    }),
  );
  return msPerRow;
}

async function benchUpscale(
  executor: Executor,
  side: number,
  peak: number,
  bank: FoldedBank,
  paper: PaperTimes,
): Promise<void> {
  const scan = headPhantom({ dims: [side, side, side], spacing: 200 / side, noise: 10 });
  const dims = upsampledDims(scan.dims, FACTOR);
  const brick = { origin: [0, 0, 0], size: dims } as const;
  const { zero, scale } = workingUnits(scan.data);
  const working = { ...scan, data: scan.data.map((value) => (value - zero) / scale) };
  const input = brickInput(working, FACTOR, brick, 1);
  const part = lowPartOf(working, FACTOR, brick);
  const settings = foldSettings(bank);
  print(`\nfolded 2× upscale of the same phantom as the paper's, with the bank just learned`);
  await executor.inSpace("bench", async (space) => {
    const stage: Stage = { space, meter: new Meter(1, undefined) };
    const filters = uploadFolded(space, bank);
    const times = { upsample: Infinity, hash: Infinity, filter: Infinity, oneClass: Infinity };
    let active = 0;
    for (const _ of rounds()) {
      const [upsampled, upsampleMs] = await timed(() => upsampleBrick(stage, input));
      const [folded, hashMs] = await timed(() => foldBrick(stage, input, part, upsampled, settings));
      const [filtered, filterMs] = await timed(() =>
        applyFoldedBrick(stage, input, part, { ...folded, upsampled }, filters, false),
      );
      times.upsample = Math.min(times.upsample, upsampleMs);
      times.hash = Math.min(times.hash, hashMs);
      times.filter = Math.min(times.filter, filterMs);
      const items = rowPitch(brick) * dims[1] * dims[2];
      const words = new Uint32Array(await space.read(folded.voxels, 4 * items));
      active = words.filter((word) => word !== OUTSIDE).length;
      // What filters cost that are in the nearest cache.
      const one = words.find((word) => word !== OUTSIDE) ?? OUTSIDE;
      const voxels = space.upload(
        "voxels of one class",
        words.map((word) => (word === OUTSIDE ? word : one)),
      );
      const [alike, oneClassMs] = await timed(() =>
        applyFoldedBrick(stage, input, part, { ...folded, voxels, upsampled }, filters, false),
      );
      times.oneClass = Math.min(times.oneClass, oneClassMs);
      const made = [filtered, alike].flatMap(({ output, errors }) => [output, errors]);
      for (const buffer of [upsampled, ...Object.values(folded), voxels, ...made]) space.free(buffer);
    }
    const voxels = voxelCount(dims);
    const all: [number, string] = [voxels, "voxel"];
    row("interpolate", paddedSize(brick).reduce((a, b) => a * b) * NEEDED.upsample, times.upsample, peak, all);
    row("hash", voxels * NEEDED.hash, times.hash, peak, all);
    row("filter", active * FILTER, times.filter, peak, all);
    row("filter, one class", active * FILTER, times.oneClass, peak, all);
    const whole = times.upsample + times.hash + times.filter;
    print(
      `  filter stage       ${FILTER} multiply-adds an output voxel (${FILTERS_PER_VOXEL} classes of ${taps} taps), the paper's ${paper.filterOperations}: ${((paper.filterMs * active) / times.filter).toFixed(1)}× as fast a voxel`,
    );
    print(
      `  whole upscale      ${(voxels / whole / 1000).toFixed(2)} Mvoxel/s: ${(paper.wholeMs / whole).toFixed(2)}× as fast as the paper's`,
    );
  });
}

function perSecond(count: number, ms: number): string {
  return `${((1000 * count) / ms).toFixed(0)} rows/s`;
}

const TEXTS = {
  title: "bench",
  created: "",
  software: "",
  licence: "none",
  intendedUse: "benchmark",
  trainingData: ["phantom"],
};
