/** How close each method comes to a high-resolution volume that was degraded first. Source: method §8. */

import type { Executor } from "../../compute/executor";
import { referenceIntensity, trainingIntensities } from "../../core/intensity";
import { type MaskKind, trainingMask } from "../../core/mask";
import { type JobOptions, type ProgressFn, partOf } from "../../core/progress";
import { cropToMultiple, type Factor, upsampledDims, type Volume } from "../../core/volume";
import type { Degradation } from "../../degradations/degradation";
import { degradeVolume } from "../../degradations/degrade";
import { type Bank, isFolded } from "../../methods/bank";
import type { HashSettings } from "../../methods/common/stages";
import type { FoldedBank } from "../../methods/folded/bank";
import { learnsAlone } from "../../methods/folded/folding";
import { trainOnScan } from "../../methods/folded/self";
import { FOLDED_COST } from "../../methods/folded/stages";
import { interpolate } from "../../methods/interpolation/interpolate";
import type { Interpolation } from "../../methods/interpolation/names";
import type { PaperBank } from "../../methods/paper/bank";
import { filterVolume } from "../../methods/paper/filter-volume";
import { type HashedVolume, hashVolume } from "../../methods/paper/hash-volume";
import { filterOperations, packFilters } from "../../methods/paper/stages";
import { compareSpectra } from "../measures/compare-spectra";
import { measure } from "../measures/measure";
import { checkedBank, upscale } from "../upscale";
import { type MethodScore, SCAN_ITSELF } from "./rows";

export interface NamedBank {
  readonly name: string;
  readonly bank: Bank;
}

export interface EvaluateOptions extends JobOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** Banks to judge beside the interpolations; their factor must be the options'. */
  readonly banks: readonly NamedBank[];
  /** "nearest" and "tricubic" unless told. */
  readonly interpolations?: readonly Interpolation[];
  /** True also learns filters from the low-resolution volume itself, at 3× and 4× from the first folded bank on. */
  readonly itself?: boolean;
  /** The voxels that masked measures are taken over: those where the original is not 0 unless told. */
  readonly mask?: MaskKind;
  /** True sets the low-resolution volume and the results to 0 outside the mask. */
  readonly zeroOutside?: boolean;
  readonly ssimRange?: number;
  /** True also compares spectra, of volumes of up to 2²⁵ voxels: the transform holds several copies of them. */
  readonly spectra?: boolean;
  /** Told of every method's result, in 0…1 on the original's grid, and of the original and low-resolution volume. */
  readonly onVolume?: (name: string, volume: Volume) => void;
  readonly gpuBytes?: number;
}

/**
 * Crops, scales to 0…1 and degrades the volume, makes it fine again by every method and compares. Where the original is
 * 0 every bank keeps the interpolated value, as in training.
 *
 * Throws `E_BANK_MISMATCH` for a bank of another factor, `E_INTENSITY` for a volume without signal, and what `degrade`,
 * `upscale` and `measure` throw. Cancel: between GPU submits.
 */
export async function evaluate(executor: Executor, original: Volume, options: EvaluateOptions): Promise<MethodScore[]> {
  const { factor, degradation, signal, gpuBytes, onVolume } = options;
  const cropped = cropToMultiple(original, factor);
  const truth = { ...cropped, data: trainingIntensities(cropped.data, referenceIntensity(cropped.data)) };
  const mask = trainingMask(cropped.data, options.mask ?? "nonzero");
  const degrade = (volume: Volume) => degradeVolume(executor, volume, factor, degradation, { signal, gpuBytes });
  const low = await degrade(truth);
  const lowMask = options.zeroOutside
    ? // the voxels that are mostly inside
      (await degrade({ ...truth, data: Float32Array.from(mask) })).data.map((share) => (share >= 0.5 ? 1 : 0))
    : undefined;
  if (lowMask) zeroOutside(low.data, lowMask);
  onVolume?.("original", truth);
  onVolume?.("low resolution", low);

  const work = new SharedWork(executor, low, options);
  const runs = methodRuns(work, options);
  const interpolated = runs.some(({ isBank }) => isBank) ? await work.interpolate("tricubic") : undefined;
  const total = runs.reduce((sum, { cost }) => sum + cost + MEASURING, 0);
  let done = 0;
  const scores: MethodScore[] = [];
  for (const { name, isBank, cost, make } of runs) {
    const report: ProgressFn = ({ fraction }) => options.onProgress?.({ stage: `Evaluating ${name}`, fraction });
    const made = await make(partOf(report, done / total, (done + cost) / total));
    if (isBank && interpolated) keepWhereZero(made, truth.data, interpolated);
    if (options.zeroOutside) zeroOutside(made, mask);
    done += cost + MEASURING;
    const onProgress = partOf(report, (done - MEASURING) / total, done / total);
    const measured = await measure(executor, truth.data, made, truth.dims, mask, { ...options, onProgress });
    const { data: again } = await degrade({ ...truth, data: made });
    if (lowMask) zeroOutside(again, lowMask);
    const spectra =
      options.spectra && made.length <= MOST_SPECTRUM_VOXELS
        ? { spectra: await compareSpectra(executor, truth, made, factor, { signal, gpuBytes }) }
        : {};
    scores.push({ name, ...measured, consistency: rootMeanSquareDifference(again, low.data), ...spectra });
    onVolume?.(name, { ...truth, data: made });
  }
  return scores;
}

const MOST_SPECTRUM_VOXELS = 2 ** 25;

/** Multiply-adds a voxel, roughly, for the progress. */
const MEASURING = 500;
const INTERPOLATING = 150;
const LEARNING = 1500;
const HASHING = 600;

interface MethodRun {
  readonly name: string;
  readonly isBank: boolean;
  /** Multiply-adds a voxel, roughly. */
  readonly cost: number;
  readonly make: (onProgress: ProgressFn) => Promise<Float32Array<ArrayBuffer>>;
}

/** Every method, in the order of the table. */
function methodRuns(work: SharedWork, options: EvaluateOptions): MethodRun[] {
  const { interpolations, banks, factor, itself } = options;
  const runs: MethodRun[] = (interpolations ?? ["nearest", "tricubic"]).map((method) => ({
    name: method,
    isBank: false,
    cost: INTERPOLATING,
    make: (onProgress) => work.interpolate(method, onProgress),
  }));
  for (const { name, bank } of banks) {
    checkedBank({ bank, factor, method: bank.metadata.method });
    const filtering = isFolded(bank) ? FOLDED_COST.apply : filterOperations(radiusOf(bank));
    runs.push({
      name,
      isBank: true,
      cost: HASHING + filtering,
      make: (onProgress) => work.applyBank(bank, onProgress),
    });
  }
  const prior = learnsAlone(factor) ? undefined : banks.map(({ bank }) => bank).find(isFolded);
  if (itself && (prior || learnsAlone(factor))) {
    runs.push({
      name: SCAN_ITSELF,
      isBank: true,
      cost: LEARNING + HASHING + FOLDED_COST.apply,
      make: (onProgress) => work.learnAndApply(options.degradation, prior, onProgress),
    });
  }
  return runs;
}

const radiusOf = ({ metadata }: PaperBank) => (metadata.patch[0] - 1) / 2;

/** The methods on one low-resolution volume; what several of them need is computed once. */
class SharedWork {
  private readonly hashed = new Map<string, Promise<HashedVolume>>();
  private readonly executor: Executor;
  private readonly low: Volume;
  private readonly options: { factor: Factor; signal?: AbortSignal | undefined; gpuBytes?: number };

  constructor(executor: Executor, low: Volume, { factor, signal, gpuBytes }: EvaluateOptions) {
    this.executor = executor;
    this.low = low;
    this.options = { factor, signal, ...(gpuBytes === undefined ? {} : { gpuBytes }) };
  }

  async interpolate(method: Interpolation, onProgress?: ProgressFn): Promise<Float32Array<ArrayBuffer>> {
    const { output } = await interpolate(this.executor, this.low, { ...this.options, method, onProgress });
    return output.data;
  }

  async applyBank(bank: Bank, onProgress: ProgressFn): Promise<Float32Array<ArrayBuffer>> {
    if (isFolded(bank)) {
      // The scale that training saw: the low-resolution volume is already divided by the original's p.
      const options = { ...this.options, method: "folded", bank, p: 1, onProgress } as const;
      return (await upscale(this.executor, this.low, options)).output.data;
    }
    const dims = upsampledDims(this.low.dims, this.options.factor);
    const hashed = await this.hash({ ...bank, sigma: bank.metadata.gradientSigma }, partOf(onProgress, 0, 0.5));
    return filterVolume(this.executor, hashed, dims, {
      ...this.options,
      filters: packFilters(bank),
      radius: radiusOf(bank),
      onProgress: partOf(onProgress, 0.5, 1),
    });
  }

  async learnAndApply(degradation: Degradation, prior: FoldedBank | undefined, onProgress: ProgressFn) {
    const learning = { ...this.options, degradation, onProgress: partOf(onProgress, 0, 0.6) };
    const bank = await trainOnScan(this.executor, this.low, prior ? { ...learning, prior } : learning);
    const applying = { ...this.options, method: "folded", bank, onProgress: partOf(onProgress, 0.6, 1) } as const;
    return (await upscale(this.executor, this.low, applying)).output.data;
  }

  private hash({ sigma, strengthEdges, coherenceEdges }: HashSettings, onProgress: ProgressFn): Promise<HashedVolume> {
    const settings = { sigma, strengthEdges, coherenceEdges };
    const key = JSON.stringify(settings);
    let hashed = this.hashed.get(key);
    if (!hashed) {
      hashed = hashVolume(this.executor, this.low, { ...this.options, settings, onProgress });
      this.hashed.set(key, hashed);
    }
    return hashed;
  }
}

function zeroOutside(data: Float32Array, mask: Uint8Array | Float32Array): void {
  for (let i = 0; i < data.length; i++) if (mask[i] === 0) data[i] = 0;
}

/** Puts the interpolated value back where the original is 0. */
function keepWhereZero(result: Float32Array, original: Float32Array, interpolated: Float32Array): void {
  for (let i = 0; i < result.length; i++) if (original[i] === 0) result[i] = interpolated[i] as number;
}

function rootMeanSquareDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum / a.length);
}
