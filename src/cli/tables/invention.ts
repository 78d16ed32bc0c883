/**
 * What a method makes up, and what it hides. Phantoms are made coarse, get white noise of a known standard deviation σ, and are
 * made fine again; what is found is compared with what is there. Seeded.
 */

import type { Executor } from "../../compute/executor";
import { OWN_UNITS } from "../../core/intensity";
import { mean } from "../../core/statistics";
import { type Factor, placeOf, type Vec3, type Volume } from "../../core/volume";
import { type Degradation, defaultSteps } from "../../degradations/degradation";
import { degradeVolume } from "../../degradations/degrade";
import { noiseChoice } from "../../jobs/noise-choice";
import { type HashedBank, superResolve } from "../../jobs/super-resolve";
import { TRICUBIC } from "../../methods/interpolation/method";
import { CHANGE_NAMES, type ChangeName, LESION_RADIUS, phantomsFor, sumOf } from "./invention-phantoms";
import { withNoise } from "./simulate";

/** Half of what a checkerboard's voxels differ by. */
const CHECKER_CONTRAST = 0.1;
const SEED = 11;
/** Scan voxels at the faces that are not looked at, and from a change at which it is elsewhere. */
const BORDER = 3;
const FAR = 2.5;

/** A way of making scans finer, which keeps their units. */
export type MakeFiner = (scan: Volume) => Promise<Volume>;

/** How scans are made: of intensities from 0 to 1, with noise of standard deviation `sigma`. */
export interface Made {
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly sigma: number;
}

export interface Invention {
  /**
   * How much of each change of the body is seen in the result, by matched filter: 0 where it is hidden, 1 where it is as it is,
   * more where it is overdone; and of a checkerboard of scan voxels.
   */
  readonly kept: Readonly<Record<ChangeName, number>>;
  readonly checkerboard: number;
  /** The most that the changes change far from them, in σ. */
  readonly elsewhere: number;
  /** Where nothing is but noise and gentle shading, in σ: the standard deviation and the largest of the result's errors. */
  readonly noise: number;
  readonly largest: number;
  /** The most conspicuous lesion there: the largest mean of the errors over a ball of a lesion's size, in σ. */
  readonly falseLesion: number;
  /** The pattern that repeats itself in every scan voxel there: its standard deviation over the sub-voxels, in σ. */
  readonly pattern: number;
  /** The result made coarse again there: its largest error, as a share of the scan's own. */
  readonly again: number;
}

/** By a bank, as scans of that noise are made finer; calm (0) to crisp (1). */
export const byBank =
  (executor: Executor, bank: HashedBank, sigma: number, crispness = 0): MakeFiner =>
  async (scan) => {
    const { factor, degradation } = bank.bank.metadata;
    const [steps, noise] = [defaultSteps(degradation, sigma, crispness), noiseChoice(sigma, 1, crispness)];
    return (await superResolve(executor, scan, { factor, degradation, steps, bank, noise, units: OWN_UNITS })).output;
  };

export const byTricubic =
  (executor: Executor, factor: Factor): MakeFiner =>
  async (scan) =>
    (await TRICUBIC.apply(executor, scan, { factor })).output;

/** Of the contrast of lesions that tricubic shows, a method may lose so much; of what is there, show so much. */
const [MOST_LOST, MOST_KEPT] = [0.1, 1.1];
/** What the changes may change elsewhere beyond what the scan shows of them there, σ. */
const MOST_ELSEWHERE = 1.5;
const MOST = {
  checkerboard: 1.25,
  noise: 1.5,
  largest: 7,
  falseLesion: 1.25,
  pattern: 0.1,
  again: 1.15,
} satisfies Partial<Record<keyof Invention, number>>;

/** What goes beyond what filters do that make nothing up, and hide nothing that interpolation shows; figures that are none too. */
export function beyondLimits(found: Invention, tricubic: Invention): string[] {
  const limits = [
    ...CHANGE_NAMES.flatMap((name) => [
      { what: `${name} hidden`, isKept: found.kept[name] >= tricubic.kept[name] - MOST_LOST },
      { what: `${name} overdone`, isKept: found.kept[name] <= MOST_KEPT },
    ]),
    { what: "elsewhere", isKept: found.elsewhere <= tricubic.elsewhere + MOST_ELSEWHERE },
    ...(Object.keys(MOST) as (keyof typeof MOST)[]).map((what) => ({ what, isKept: found[what] <= MOST[what] })),
  ];
  return limits.filter(({ isKept }) => !isKept).map(({ what }) => what);
}

/** Throws what `degradeVolume` and the way of making scans finer throw. */
export async function inventionOf(
  executor: Executor,
  makeFiner: MakeFiner,
  { factor, degradation, sigma }: Made,
): Promise<Invention> {
  const madeCoarse = (volume: Volume) => degradeVolume(executor, volume, factor, degradation);
  const scanOf = async (truth: Volume) => withNoise(await madeCoarse(truth), sigma, SEED);
  const found = async (truth: Volume) => makeFiner(await scanOf(truth));
  const { before, after, changes, nothing, checkered, depth, farFromChanges } = phantomsFor(factor);
  const inner = innerOf(depth);

  const response = sumOf(await found(after), await found(before), -1);
  const kept = CHANGE_NAMES.map((name) => [name, matched(response, changes[name], inner)]);
  const elsewhere = inner.filter((i) => (farFromChanges.data[i] as number) > FAR);

  const even = { ...checkered, data: checkered.data.map(() => 0.5) };
  const board = sumOf(await found(sumOf(even, checkered, CHECKER_CONTRAST)), even, -1);

  const scan = await scanOf(nothing);
  const result = await makeFiner(scan);
  const error = sumOf(result, nothing, -1);
  const clean = await madeCoarse(nothing);
  const innerOfScan = innerOf(phantomsFor([1, 1, 1]).depth);
  const errorOfScan = (volume: Volume) => largest(sumOf(volume, clean, -1), innerOfScan);
  return {
    kept: Object.fromEntries(kept) as Invention["kept"],
    checkerboard: matched(board, checkered, inner) / CHECKER_CONTRAST,
    elsewhere: largest(response, elsewhere) / sigma,
    noise: rootMeanSquare(inner.map((i) => error.data[i] as number)) / sigma,
    largest: largest(error, inner) / sigma,
    falseLesion: largestBall(error, inner, factor) / sigma,
    pattern: rootMeanSquare(patternOf(error, inner, factor)) / sigma,
    again: errorOfScan(await madeCoarse(result)) / errorOfScan(scan),
  };
}

const innerOf = (depth: Volume): number[] =>
  Array.from(depth.data.keys()).filter((i) => (depth.data[i] as number) > BORDER);

const largest = ({ data }: Volume, at: readonly number[]): number =>
  at.reduce((most, i) => Math.max(most, Math.abs(data[i] as number)), 0);

const rootMeanSquare = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value * value)));

/** What the wanted must be multiplied by to be nearest to the found. */
function matched(found: Volume, wanted: Volume, at: readonly number[]): number {
  const sum = (a: Volume) => at.reduce((all, i) => all + (a.data[i] as number) * (wanted.data[i] as number), 0);
  return sum(found) / sum(wanted);
}

/** Means over the scan voxels of each of their sub-voxels, less the mean of all. */
function patternOf({ data, dims }: Volume, at: readonly number[], [sx, sy, sz]: Factor): number[] {
  const sums = new Float64Array(sx * sy * sz);
  for (const i of at) {
    const [x, y, z] = placeOf(i, dims);
    (sums[(x % sx) + sx * ((y % sy) + sy * (z % sz))] as number) += data[i] as number;
  }
  const means = Array.from(sums, (sum) => (sum * sums.length) / at.length);
  return means.map((value) => value - mean(means));
}

/** The largest mean over a ball of a lesion's size, about one sub-voxel of each scan voxel. */
function largestBall({ data, dims }: Volume, at: readonly number[], factor: Factor): number {
  const offsets = ballOffsets(dims, factor);
  const middles = at.filter((i) => placeOf(i, dims).every((v, axis) => v % (factor[axis] as number) === 0));
  return Math.max(...middles.map((i) => Math.abs(mean(offsets.map((offset) => data[i + offset] as number)))));
}

function ballOffsets([nx, ny]: Vec3, [sx, sy, sz]: Factor): number[] {
  const reach = Math.ceil(LESION_RADIUS * Math.max(sx, sy, sz));
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return steps.flatMap((z) =>
    steps.flatMap((y) =>
      steps.filter((x) => Math.hypot(x / sx, y / sy, z / sz) <= LESION_RADIUS).map((x) => x + nx * (y + ny * z)),
    ),
  );
}
