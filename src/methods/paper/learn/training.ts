/** Gathers the sums that a bank is learned from, over high-resolution volumes. Source: method §6. */

import type { Executor, ExecutorLimits } from "../../../compute/executor";
import type { Meter } from "../../../compute/meter";
import { EigenvoxError } from "../../../core/errors";
import type { JobOptions } from "../../../core/progress";
import { type Vec3, voxelCount } from "../../../core/volume";
import { checkDegradation, type Degradation } from "../../../degradations/degradation";
import { brickInput } from "../../../parts/brick";
import type { Stage } from "../../../parts/stage";
import { referenceUnits } from "../../common/apply-bricks";
import type { BinEdges } from "../../common/binned-bank";
import { gramLayout } from "../../common/gram";
import { prepareVolume } from "../../common/learning-volume";
import { UNREACHED, upsampleBrick } from "../../common/stages";
import type { LearningInput, LearningProgress } from "../../method";
import { CLASS_COUNT, DEFAULT_TENSOR_SIGMA } from "../classes";
import { hashBrick } from "../stages";
import { accumulateGram, rowsOf, type SampledVolume } from "./accumulate";
import { type TrainingSettings as CutSettings, croppedDims, cutTraining, type TrainingCut, trainingWork } from "./plan";
import { binEdges, type Samples, selectSamples, sortSamples } from "./samples";
import { checkEqual, type HeldOutSums, sumOf, type TrainingSums } from "./sums";
import { SumsReport } from "./sums-report";

/** Share of the 16³ blocks of voxels that is held out to choose the regularisation by. */
const HELD_OUT_SHARE = 0.1;
/** Share of a volume's voxels that its mask is expected to hold, until they are counted. */
const EXPECTED_MASK_SHARE = 0.6;

export interface TrainingSettings extends CutSettings {
  readonly degradation: Degradation;
  readonly seed: number;
  /** Hold voxels out of the sums, to choose the regularisation by. */
  readonly holdOut: boolean;
}

export interface SumOptions extends Pick<JobOptions, "signal"> {
  readonly onProgress?: ((progress: LearningProgress) => void) | undefined;
  /** Told when the sums of a group of sort keys are complete. */
  readonly onGroup?: ((sums: ReadonlyMap<number, Float32Array<ArrayBuffer>>) => void | Promise<void>) | undefined;
}

/**
 * One gathering of sums, which can be interrupted (cancelled, a lost GPU) and run again, on another device too: what is
 * complete stays. A volume once hashed and a group of classes once summed are not done again.
 */
export class Training {
  private readonly drawn: DrawnVolume[] = [];
  private readonly volumes: SampledVolume[] = [];
  /** Complete sums by sort key; undefined for keys without rows. */
  private readonly sums = new Map<number, Float32Array<ArrayBuffer> | undefined>();
  private keys: readonly number[] | undefined;
  private edges: BinEdges | undefined;

  /**
   * `base`: sums to add to; theirs are the bin edges then. Throws `E_SUMS_MISMATCH` when they were made otherwise, and
   * `E_ARGUMENT` for a degradation that cannot have the factor.
   */
  constructor(
    private readonly inputs: readonly LearningInput[],
    private readonly settings: TrainingSettings,
    private readonly base?: TrainingSums,
  ) {
    checkDegradation(settings.degradation, settings.factor);
    if (base) {
      const edges = { strengthEdges: base.strengthEdges, coherenceEdges: base.coherenceEdges };
      checkEqual(base, { ...settings, gradientSigma: DEFAULT_TENSOR_SIGMA, ...edges });
      this.edges = edges;
    }
  }

  /** Share of the class groups that is complete. */
  get doneShare(): number {
    return this.keys ? this.sums.size / Math.max(1, this.keys.length) : 0;
  }

  /** The sums that are complete, by sort key: what `restore` takes. */
  get complete(): ReadonlyMap<number, Float32Array<ArrayBuffer>> {
    return new Map([...this.sums].flatMap(([key, sum]) => (sum ? [[key, sum] as const] : [])));
  }

  /** Share of a whole training, solving included, that `run` is expected to take on a device. */
  summingShare(limits: ExecutorLimits): number {
    const { hashing, summing, solving } = this.expectedWork(limits);
    return (hashing + summing) / (hashing + summing + solving);
  }

  /** Takes over sums that an earlier run of the same training completed, but for those that were cut short. */
  restore(sums: ReadonlyMap<number, Float32Array<ArrayBuffer>>): void {
    const { floats } = gramLayout(this.settings.patch ** 3);
    for (const [key, sum] of sums) if (sum.length === floats) this.sums.set(key, sum);
  }

  /**
   * The sums, complete. Throws `E_INTENSITY` when no voxel is left to learn from, and the device errors. Cancel: between GPU
   * submits.
   */
  async run(executor: Executor, options: SumOptions): Promise<{ sums: TrainingSums; heldOut: HeldOutSums }> {
    const cut = this.cut(executor.limits);
    const report = new SumsReport(this.expectedWork(executor.limits), options.onProgress);
    await this.draw(executor, cut, report, options.signal);
    await this.sort(executor, cut, options.signal);
    const { base, keys = [] } = this;
    const classRows = Uint32Array.from(
      { length: CLASS_COUNT },
      (_, c) => this.rowsOfKey(c) + (base?.classRows[c] ?? 0),
    );
    const total = keys.reduce((sum, key) => sum + this.rowsOfKey(key), 0);
    if (classRows.every((rows) => rows === 0)) {
      throw new EigenvoxError("E_INTENSITY", "No voxel to learn from: the masks are empty or the sample is too small.");
    }
    report.counted(classRows, total, cut.layout.floats);
    await this.accumulate(executor, cut, report, options);
    return this.result(cut, classRows);
  }

  private get dims(): Vec3[] {
    return this.inputs.map(({ volume }) => croppedDims(volume.dims, this.settings.factor));
  }

  private cut(limits: ExecutorLimits): TrainingCut {
    return cutTraining(limits, this.dims, this.settings);
  }

  private expectedWork(limits: ExecutorLimits): ReturnType<typeof trainingWork> {
    const voxels = this.dims.reduce((sum, dims) => sum + voxelCount(dims), 0);
    const rows = EXPECTED_MASK_SHARE * this.settings.sample * voxels;
    return trainingWork(this.cut(limits), this.dims, rows, this.settings.holdOut);
  }

  private async draw(executor: Executor, cut: TrainingCut, report: SumsReport, signal?: AbortSignal): Promise<void> {
    for (let index = this.drawn.length; index < this.inputs.length; index++) {
      report.atVolume(index + 1, this.inputs.length);
      const input = this.inputs[index] as LearningInput;
      this.drawn.push(await drawVolume(executor, input, index, this.settings, cut, report.meter, signal));
    }
    report.hashed();
  }

  private async sort(executor: Executor, cut: TrainingCut, signal?: AbortSignal): Promise<void> {
    const { drawn, volumes } = this;
    this.edges ??= binEdges(
      drawn.flatMap(({ samples }) => samples),
      this.settings.seed,
    );
    const { edges } = this;
    for (let index = volumes.length; index < drawn.length; index++) {
      const { low, original, samples } = drawn[index] as DrawnVolume;
      const bricks = await executor.inSpace("sort", async (space) => {
        const parts = [];
        for (const [i, brick] of (cut.bricks[index] ?? []).entries()) {
          parts.push({ brick, sorted: await sortSamples(space, samples[i] as Samples, edges, signal) });
        }
        return parts;
      });
      volumes.push({ low, original, bricks });
    }
    this.keys ??= this.chooseKeys(cut);
  }

  /** The classes with rows, then the held-out keys of some of them. */
  private chooseKeys(cut: TrainingCut): number[] {
    const classes = Array.from({ length: CLASS_COUNT }, (_, c) => c).filter((c) => this.rowsOfKey(c) > 0);
    const judged = classes.filter((c, i) => i % cut.heldOutStep === 0 && this.rowsOfKey(CLASS_COUNT + c) > 0);
    return [...classes, ...judged.map((c) => CLASS_COUNT + c)];
  }

  private rowsOfKey(key: number): number {
    return this.volumes.reduce((sum, volume) => sum + rowsOf(volume, key), 0);
  }

  private async accumulate(
    executor: Executor,
    cut: TrainingCut,
    report: SumsReport,
    options: SumOptions,
  ): Promise<void> {
    const { keys = [] } = this;
    const { factor, patch } = this.settings;
    report.skipRows(keys.reduce((sum, key) => sum + (this.sums.has(key) ? this.rowsOfKey(key) : 0), 0));
    for (;;) {
      const group = keys.filter((key) => !this.sums.has(key)).slice(0, cut.groupSize);
      if (group.length === 0) return;
      const sums = await executor.inSpace("train", (space) => {
        return accumulateGram(this.volumes, group, {
          stage: { space, meter: report.meter, signal: options.signal },
          factor,
          layout: cut.layout,
          width: patch,
          onRows: (rows) => report.addRows(rows),
          onVolume: (index) => report.atVolume(index + 1, this.volumes.length),
        });
      });
      for (const [i, key] of group.entries()) this.sums.set(key, sums[i]);
      const complete = group.flatMap((key, i) => (sums[i] ? [[key, sums[i]] as const] : []));
      await options.onGroup?.(new Map(complete));
    }
  }

  private result(cut: TrainingCut, classRows: Uint32Array<ArrayBuffer>): { sums: TrainingSums; heldOut: HeldOutSums } {
    const { base, settings } = this;
    const sums = Array.from({ length: CLASS_COUNT }, (_, c) => sumOf(base?.sums[c], this.sums.get(c)));
    const heldOut = [...this.complete].flatMap(([key, sum]) =>
      key < CLASS_COUNT ? [] : [[key - CLASS_COUNT, { sum, rows: this.rowsOfKey(key) }] as const],
    );
    const { factor, degradation, patch } = settings;
    const alike = { factor, degradation, patch, gradientSigma: DEFAULT_TENSOR_SIGMA, ...(this.edges as BinEdges) };
    return { sums: { ...alike, layout: cut.layout, sums, classRows }, heldOut: new Map(heldOut) };
  }
}

/** One volume degraded, with its samples. */
interface DrawnVolume extends Pick<SampledVolume, "low" | "original"> {
  /** Of each brick. */
  readonly samples: readonly Samples[];
}

/** Degrades, upsamples and hashes one volume and draws its samples. */
async function drawVolume(
  executor: Executor,
  input: LearningInput,
  stream: number,
  task: TrainingSettings,
  cut: TrainingCut,
  meter: Meter,
  signal: AbortSignal | undefined,
): Promise<DrawnVolume> {
  const { factor, sample, seed, holdOut, gpuBytes } = task;
  const { dims, original, mask, low } = await prepareVolume(
    executor,
    input,
    task,
    { signal, gpuBytes },
    referenceUnits,
    true,
  );
  const settings = { sigma: DEFAULT_TENSOR_SIGMA, ...UNREACHED };
  const selection = { seed, stream, share: sample, heldOutShare: holdOut ? HELD_OUT_SHARE : 0 };
  const samples = await executor.inSpace("draw", async (space) => {
    const stage: Stage = { space, meter, signal };
    const drawn: Samples[] = [];
    for (const brick of cut.bricks[stream] ?? []) {
      const input = brickInput(low, factor, brick, 1);
      const upsampled = await upsampleBrick(stage, input);
      const hashed = await hashBrick(stage, input, upsampled, settings, true);
      space.free(upsampled);
      drawn.push(await selectSamples(stage, brick, dims, mask, hashed, selection));
      for (const buffer of [hashed.classes, hashed.features]) space.free(buffer);
    }
    return drawn;
  });
  return { low, original, samples };
}
