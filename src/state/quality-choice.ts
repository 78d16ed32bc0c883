/** What makes the result where nobody chose it, and which grade of images it stands for. */

import type { Assessment } from "../session/run-wire";
import type { BankEntry, MethodInfo, Quality, ResultPlan } from "../session/wire";
import type { ShownChoice } from "./degradation-choice";
import type { RunChoice } from "./run-choices";

/** What can make the result, for the factor. */
export interface OfferedRun {
  readonly choice: RunChoice;
  /** Of a mixture the first of the two; undefined for learning from the scan itself. */
  readonly bank?: BankEntry | undefined;
  /** Why it may not fit, in words. */
  readonly unfit?: string | undefined;
  readonly assessment?: Assessment | undefined;
}

/** A quality stands for a method, and for the bank of it that fits the scan. */
export interface QualityOffer {
  readonly quality: Quality;
  readonly method: MethodInfo;
  /** Undefined where there is no bank of the method for the factor. */
  readonly choice: RunChoice | undefined;
  /** False where something speaks against it: then it is not chosen by itself. */
  readonly fits: boolean;
  /** Expected on this machine, once that is known; without mirror images, which are a person's choice. */
  readonly seconds: number | undefined;
}

/** Gains closer than this say nothing, dB. */
const EQUAL_DB = 0.1;
/** The best quality that takes no longer is chosen by itself. */
export const QUICK_SECONDS = 10;

/** Expected time of a run, over the scan alone or with `mirrored` over its mirror images too. */
export const secondsOf = (plan: ResultPlan | undefined, mirrored = false): number | undefined =>
  mirrored ? plan?.mirroredSeconds : plan?.seconds;

/** From the fastest to the best, as methods are listed. */
export function qualityOffers(
  offered: readonly OfferedRun[],
  methods: readonly MethodInfo[],
  shown: readonly ShownChoice[],
  plans: Readonly<Record<string, ResultPlan>>,
): readonly QualityOffer[] {
  return methods.flatMap((method) => {
    const { quality } = method;
    if (!quality) return [];
    const own = offered.filter(({ bank }) => bank?.method === method.id);
    const usual = usualOf(own, shown);
    const best = bestOf(own, usual?.choice.id, shown);
    const { choice } = best ?? usual ?? {};
    return [{ quality, method, choice, fits: best !== undefined, seconds: choice && plans[choice.id]?.seconds }];
  });
}

/** As the scan shows, else of the banks that ship the first. */
function usualOf(offered: readonly OfferedRun[], shown: readonly ShownChoice[]): OfferedRun | undefined {
  return (
    offered.find(({ choice }) => shown.some((one) => one.choice.id === choice.id)) ??
    offered.find(({ bank }) => bank?.origin === "shipped") ??
    offered[0]
  );
}

/**
 * What is chosen by itself: the quality that was `kept`, or the best below where that does not fit; else of those that are
 * quick, and of what is of no quality, what gained most.
 */
export function chosenByItself(
  offered: readonly OfferedRun[],
  qualities: readonly QualityOffer[],
  kept: Quality | undefined,
  shown: readonly ShownChoice[],
): RunChoice | undefined {
  const candidates = candidatesOf(qualities, kept);
  const others = qualities.filter((one) => !candidates.includes(one)).map(({ method }) => method.id);
  const pool = offered.filter(({ bank }) => !bank || !others.includes(bank.method));
  const usual = candidates.at(-1)?.choice ?? usualOf(pool, shown)?.choice;
  return bestOf(pool, usual?.id, shown)?.choice;
}

function candidatesOf(qualities: readonly QualityOffer[], kept: Quality | undefined): readonly QualityOffer[] {
  const most = kept && qualities.findIndex(({ quality }) => quality === kept);
  const fitting = qualities.filter(({ fits }, i) => fits && (most === undefined || i <= most));
  if (most !== undefined) return fitting.slice(-1);
  const quick = fitting.filter(({ seconds = Number.POSITIVE_INFINITY }) => seconds <= QUICK_SECONDS);
  return quick.length > 0 ? quick : fitting.slice(0, 1);
}

/**
 * Of what nothing speaks against: what gained most on this scan, the usual one where nothing was measured. Gains say
 * nothing of how the scan was made, since each bank's is measured on the scan made coarse in its own way: of banks that
 * differ in that alone the scan chooses.
 */
function bestOf(
  offered: readonly OfferedRun[],
  usual: string | undefined,
  shown: readonly ShownChoice[],
): OfferedRun | undefined {
  const overruled = shown.flatMap(({ others }) => others);
  const fit = offered.filter(
    ({ unfit, assessment, choice: { id } }) => !unfit && !overruled.includes(id) && (assessment?.gainDb ?? 0) >= 0,
  );
  const gain = (one: OfferedRun) => one.assessment?.gainDb ?? Number.NEGATIVE_INFINITY;
  const most = Math.max(...fit.map(gain));
  const best = fit.filter((one) => most === Number.NEGATIVE_INFINITY || gain(one) >= most - EQUAL_DB);
  return best.find(({ choice }) => choice.id === usual) ?? best[0];
}
