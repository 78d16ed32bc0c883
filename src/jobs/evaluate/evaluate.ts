/** How close each method comes to a high-resolution volume that was degraded first. Source: method §8. */

import type { Executor } from "../../compute/executor";
import {
  inUnits,
  OWN_UNITS,
  referenceIntensity,
  trainingIntensities,
  type WorkingUnits,
  workingUnits,
} from "../../core/intensity";
import { type MaskKind, trainingMask } from "../../core/mask";
import { fillMissing, refuseNonFinite } from "../../core/missing";
import type { Notice } from "../../core/notice";
import { type ProgressFn, partOf } from "../../core/progress";
import { cropToMultiple, type Factor, type Volume } from "../../core/volume";
import { type Degradation, defaultSteps } from "../../degradations/degradation";
import { degradeVolume } from "../../degradations/degrade";
import { noiseOf } from "../../evidence/noise";
import type { UsableBank } from "../../methods/bank-file";
import { checkedBank } from "../../methods/common/check-bank";
import { interpolate, interpolationCost } from "../../methods/interpolation/interpolate";
import { BASELINE, type Interpolation } from "../../methods/interpolation/names";
import { learnsAlone, type Method, mirroredBank } from "../../methods/method";
import type { BoundedOptions } from "../../parts/brick";
import { makeConsistent } from "../consistency";
import { learnFromScan } from "../learn-from-scan";
import { compareSpectra } from "../measures/compare-spectra";
import { measure } from "../measures/measure";
import { bankAtNoise, noiseChoice } from "../noise-choice";
import { type EvaluationSettings, type MethodScore, SCAN_ITSELF } from "./rows";

export interface NamedBank extends UsableBank {
  readonly name: string;
}

export interface EvaluateOptions extends BoundedOptions {
  readonly factor: Factor;
  readonly degradation: Degradation;
  /** Banks to judge beside the interpolations; their factor must be the options'. */
  readonly banks: readonly NamedBank[];
  /** "nearest" and "tricubic" unless told. */
  readonly interpolations?: readonly Interpolation[];
  /** Also learn filters of this method from the low-resolution volume itself, where it must from its first bank on. */
  readonly itself?: Method | undefined;
  /** The voxels that masked measures are taken over: those where the original is not its fill ("nonzero") unless told. */
  readonly mask?: MaskKind;
  /** True follows the paper: intensities clipped to 0…p, the low-resolution volume and the results 0 outside the mask. */
  readonly zeroOutside?: boolean;
  readonly ssimRange?: number;
  /** As `EvaluationSettings` has it; 0 unless told. */
  readonly crispness?: number;
  /** As `EvaluationSettings` has it; false unless told. */
  readonly mirrored?: boolean;
  /** As `EvaluationSettings` has it. */
  readonly steps?: EvaluationSettings["steps"];
  /** True also compares spectra, of volumes of up to 2²⁵ voxels: the transform holds several copies of them. */
  readonly spectra?: boolean;
  /** Told of every method's result, in the units of the scores, and of the original and low-resolution volume. */
  readonly onVolume?: (name: string, volume: Volume) => void;
}

/**
 * Crops the volume, brings it into working units (folded §1; for the paper's protocol into 0…1, clipped), degrades it,
 * makes it fine again by every method and compares. Outside the scan, where the original is its fill or missing, every
 * bank keeps the interpolated value: nothing was learned there. What is missing is filled, and outside every mask.
 *
 * Throws `E_BANK_MISMATCH` for a bank of another factor, `E_INTENSITY` for a volume without signal, and what `degrade`,
 * `Method.apply` and `measure` throw. Cancel: between GPU submits.
 */
export async function evaluate(executor: Executor, original: Volume, options: EvaluateOptions): Promise<MethodScore[]> {
  const { factor, degradation, signal, gpuBytes, onVolume } = options;
  const cropped = cropToMultiple(original, factor);
  const { data } = fillMissing(cropped).filled;
  const truth = {
    ...cropped,
    data: options.zeroOutside
      ? trainingIntensities(data, referenceIntensity(cropped.data))
      : inUnits(data, workingUnits(cropped.data)),
  };
  const scanned = trainingMask(cropped.data, "nonzero");
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

  const runs = methodRuns(executor, low, options);
  const interpolated = runs.some(({ isBank }) => isBank)
    ? await timed(() => interpolateAs(BASELINE, executor, low, { factor, signal, gpuBytes }))
    : undefined;
  const total = runs.reduce((sum, { cost, learning = 0 }) => sum + learning + cost + MEASURING, 0);
  let done = 0;
  const scores: MethodScore[] = [];
  for (const { name, isBank, cost, learning = 0, make, told = [] } of runs) {
    const report: ProgressFn = ({ fraction }) => options.onProgress?.({ stage: `Evaluating ${name}`, fraction });
    const { made, seconds } =
      name === BASELINE && interpolated
        ? { ...interpolated, made: interpolated.made.slice() }
        : await timed(() => make(partOf(report, done / total, (done + learning + cost) / total)));
    refuseNonFinite(made, low.data, factor);
    if (isBank && interpolated) keepOutside(made, scanned, interpolated.made);
    if (options.zeroOutside) zeroOutside(made, mask);
    done += learning + cost + MEASURING;
    const onProgress = partOf(report, (done - MEASURING) / total, done / total);
    const measured = await measure(executor, truth.data, made, truth.dims, mask, { ...options, onProgress });
    const { data: again } = await degrade({ ...truth, data: made });
    if (lowMask) zeroOutside(again, lowMask);
    const spectra =
      options.spectra && made.length <= MOST_SPECTRUM_VOXELS
        ? { spectra: await compareSpectra(executor, truth, made, factor, { signal, gpuBytes }) }
        : {};
    const notices = told.length > 0 ? { notices: told } : {};
    const consistency = rootMeanSquareDifference(again, low.data);
    scores.push({ name, ...measured, consistency, seconds, multiplyAdds: cost, ...spectra, ...notices });
    onVolume?.(name, { ...truth, data: made });
  }
  return scores;
}

const MOST_SPECTRUM_VOXELS = 2 ** 25;

/** Multiply-adds per voxel, roughly, for the progress. */
const MEASURING = 500;
const LEARNING = 1500;

interface MethodRun {
  readonly name: string;
  readonly isBank: boolean;
  /** Multiply-adds per voxel, roughly; those of learning apart. */
  readonly cost: number;
  readonly learning?: number;
  readonly make: (onProgress: ProgressFn) => Promise<Float32Array<ArrayBuffer>>;
  /** What must be known of it, once it is made. */
  readonly told?: readonly Notice[];
}

/** Every method, in the order of the table. */
function methodRuns(executor: Executor, low: Volume, options: EvaluateOptions): MethodRun[] {
  const { banks, factor, degradation, itself, signal, gpuBytes } = options;
  const runs: MethodRun[] = (options.interpolations ?? ["nearest", BASELINE]).map((id) => ({
    name: id,
    isBank: false,
    cost: interpolationCost(id, factor),
    make: (onProgress) => interpolateAs(id, executor, low, { ...options, onProgress }),
  }));
  const { sigma } = noiseOf(low) ?? {};
  const noiseIn = ({ scale }: WorkingUnits) => noiseChoice(sigma, scale, options.crispness);
  const consistent = async (output: Volume, taken: Degradation, units: WorkingUnits) => {
    const { steps: asked = "automatic" } = options;
    const steps = asked === "automatic" ? defaultSteps(taken, noiseIn(units).assumed) : asked;
    if (steps === 0) return output.data;
    const how = { factor, degradation: taken, steps, fill: units.zero, signal, gpuBytes };
    return (await makeConsistent(executor, low, output, how)).output.data;
  };
  for (const { name, method, bank: whole } of banks) {
    checkedBank(method.id, { bank: whole, factor });
    // What a run of the low-resolution volume would have; the paper's protocol brought it to its own already.
    const units = options.zeroOutside ? OWN_UNITS : method.units(low.data);
    const told = bankAtNoise(method, whole, noiseIn(units));
    const bank = mirroredBank(method, told, options.mirrored);
    runs.push({
      name,
      isBank: true,
      cost: method.cost(bank),
      make: async (onProgress) => {
        const applying = { factor, bank, units, signal, gpuBytes, onProgress };
        const { output } = await method.apply(executor, low, applying);
        return consistent(output, bank.metadata.degradation, units);
      },
    });
  }
  const isAlone = itself?.self !== undefined && learnsAlone(itself.self, factor);
  const prior = isAlone ? undefined : banks.find(({ method }) => method.id === itself?.id);
  if (itself?.self && (prior || isAlone)) {
    const told: Notice[] = [];
    runs.push({
      name: SCAN_ITSELF,
      isBank: true,
      told,
      cost: itself.cost(undefined),
      learning: LEARNING,
      make: async (onProgress) => {
        const learning = { factor, degradation, prior, signal, onProgress: partOf(onProgress, 0, 0.6) };
        const { bank: own, units, notices } = await learnFromScan(executor, low, itself, learning);
        told.push(...notices);
        const applying = { factor, signal, gpuBytes, onProgress: partOf(onProgress, 0.6, 1) };
        if (!own) return interpolateAs(BASELINE, executor, low, applying);
        const { output } = await own.method.apply(executor, low, { ...applying, bank: own.bank, units });
        return consistent(output, degradation, units ?? OWN_UNITS);
      },
    });
  }
  return runs;
}

async function timed<T>(make: () => Promise<T>): Promise<{ readonly made: T; readonly seconds: number }> {
  const started = performance.now();
  const made = await make();
  return { made, seconds: (performance.now() - started) / 1000 };
}

/** As the baselines are computed: an axis at a time. */
async function interpolateAs(
  method: Interpolation,
  executor: Executor,
  low: Volume,
  { factor, signal, gpuBytes, onProgress }: BoundedOptions & Pick<EvaluateOptions, "factor">,
): Promise<Float32Array<ArrayBuffer>> {
  return (await interpolate(executor, low, { factor, method, signal, gpuBytes, onProgress })).output.data;
}

function zeroOutside(data: Float32Array, mask: Uint8Array | Float32Array): void {
  for (let i = 0; i < data.length; i++) if (mask[i] === 0) data[i] = 0;
}

/** Puts the interpolated value back outside the scan. */
function keepOutside(result: Float32Array, scanned: Uint8Array, interpolated: Float32Array): void {
  for (let i = 0; i < result.length; i++) if (scanned[i] === 0) result[i] = interpolated[i] as number;
}

function rootMeanSquareDifference(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2;
  return Math.sqrt(sum / a.length);
}
