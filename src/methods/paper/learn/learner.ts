/** Learning the paper's banks, as a method's learner: sums over all rows, which can be kept, and a solver. Source: method §6. */

import type { Executor } from "../../../compute/executor";
import { EigenvoxError } from "../../../core/errors";
import { clippingNotices, referenceIntensity } from "../../../core/intensity";
import { notice } from "../../../core/notice";
import type { Learned, Learner, LearningInput, LearningRun, LearningTask, RunOptions } from "../../method";
import { readSettings } from "../../settings";
import type { PaperBank } from "../bank";
import { CLASS_COUNT } from "../classes";
import { PAPER_FIELDS } from "../fields";
import { croppedDims, planTraining, projectSeconds } from "./plan";
import { measureRates, type TrainingRates } from "./rates";
import type { ShrinkChoice, SolveBankOptions } from "./solve-bank";
import type { TrainingSums } from "./sums";
import { PAPER_SUMS } from "./sums-file";
import { TRAIN_DEFAULTS, train } from "./train";
import { Training, type TrainingSettings } from "./training";

const { degradation, seed, mask } = TRAIN_DEFAULTS;

type PaperSettings = Pick<TrainingSettings, "patch" | "sample"> & Pick<SolveBankOptions, "shrinkRows">;

/** What the page shows of a training by the paper's method. */
export interface PaperDetails {
  /** Rows of each of the 576 classes, and the mean squared error on them in units of p². */
  readonly classRows: Uint32Array<ArrayBuffer>;
  readonly classResidual: Float32Array<ArrayBuffer>;
  /** Central x-y slice of every filter, class-major, patch × patch, x fastest; then that of the global filter. */
  readonly filterSlices: Float32Array<ArrayBuffer>;
  readonly shrink: ShrinkChoice;
  /** Largest relative residual of a class's system, in float64. */
  readonly worstResidual: number;
}

function settingsOf({ factor, degradation, seed, settings, gpuBytes }: LearningTask<PaperBank>) {
  const own = readSettings(PAPER_FIELDS, settings) as unknown as PaperSettings;
  return { ...own, factor, degradation, seed, gpuBytes, holdOut: own.shrinkRows === "auto" };
}

export const PAPER_LEARNER: Learner<PaperBank> = {
  degradation,
  seed,
  mask,
  fields: PAPER_FIELDS,
  takesPrior: false,
  partSettings: ({ patch, sample, shrinkRows }) => ({ patch, sample, holdOut: shrinkRows === "auto" }),
  start: (inputs, task) => new PaperRun(inputs, task),
  async plan(executor, volumes, task) {
    const settings = settingsOf(task);
    const planned = volumes.map(({ dims, maskVoxels, mask }) => ({
      dims: croppedDims(dims, settings.factor),
      maskVoxels: maskVoxels[mask],
    }));
    const rates = await ratesOf(executor, settings.patch);
    return {
      ...planTraining(executor.limits, planned, settings),
      seconds: projectSeconds(executor.limits, planned, settings, rates),
    };
  },
  sums: PAPER_SUMS,
};

class PaperRun implements LearningRun<PaperBank> {
  readonly parts: LearningRun["parts"];
  private readonly training: Training;
  private readonly shrinkRows: SolveBankOptions["shrinkRows"];
  private readonly inputs: readonly LearningInput[];

  constructor(inputs: readonly LearningInput[], task: LearningTask<PaperBank>) {
    const { base } = task;
    if (inputs.length === 0 && !base) {
      throw new EigenvoxError("E_ARGUMENT", "Nothing to train on: add a volume that is not held out.");
    }
    const settings = settingsOf(task);
    const training = new Training(inputs, settings, base?.sums as TrainingSums | undefined);
    this.training = training;
    this.shrinkRows = settings.shrinkRows;
    this.inputs = inputs;
    this.parts = {
      expected: CLASS_COUNT,
      get complete() {
        return training.complete;
      },
      restore: (parts) => training.restore(parts),
    };
  }

  get doneShare(): number {
    return this.training.doneShare;
  }

  async run(executor: Executor, { signal, onProgress, onParts }: RunOptions): Promise<Learned<PaperBank>> {
    const { shrinkRows } = this;
    const trained = await train(executor, this.training, { shrinkRows, signal, onProgress, onGroup: onParts });
    const { sums, shrink, worstResidual, ...bank } = trained;
    const { classRows, classResidual, filters, globalFilter, metadata } = bank;
    const filterSlices = centralSlices(filters, globalFilter, metadata.patch[0]);
    const details: PaperDetails = { classRows, classResidual, filterSlices, shrink, worstResidual };
    const notices = this.inputs.flatMap(({ volume: { data } }, index) =>
      clippingNotices(data, referenceIntensity(data)).map(({ code, text }) =>
        notice(code, `Training volume ${index + 1}: ${text}`),
      ),
    );
    return {
      bank,
      details,
      sums,
      notices,
      report: [...triedLines(shrink), resultLine(metadata.trainingRows, details)],
    };
  }
}

function triedLines({ tried, heldOutRows }: ShrinkChoice): string[] {
  if (tried.length === 0) return [];
  const lines = tried.map(({ rows, error }) => `  shrink-rows ${String(rows).padEnd(6)} ${error.toExponential(4)}`);
  return [`squared error on ${heldOutRows} held-out voxels:`, ...lines];
}

function resultLine(rows: number, { shrink, worstResidual }: PaperDetails): string {
  return `${rows} rows, shrink-rows ${shrink.rows}, residual ${worstResidual.toExponential(1)}`;
}

const rates = new WeakMap<Executor, Map<number, Promise<TrainingRates>>>();

/** Measured once per device and patch. */
function ratesOf(executor: Executor, patch: number): Promise<TrainingRates> {
  const known = rates.get(executor) ?? new Map<number, Promise<TrainingRates>>();
  rates.set(executor, known);
  let measured = known.get(patch);
  if (!measured) {
    measured = measureRates(executor, patch);
    measured.catch(() => known.delete(patch));
    known.set(patch, measured);
  }
  return measured;
}

/** The slice z = centre of every filter, then that of the global filter. */
function centralSlices(filters: Float32Array, global: Float32Array, patch: number): Float32Array<ArrayBuffer> {
  const size = patch * patch;
  const lead = ((patch - 1) / 2) * size;
  const slices = new Float32Array((CLASS_COUNT + 1) * size);
  for (let c = 0; c < CLASS_COUNT; c++) {
    slices.set(filters.subarray(c * patch * size + lead).subarray(0, size), c * size);
  }
  slices.set(global.subarray(lead, lead + size), CLASS_COUNT * size);
  return slices;
}
