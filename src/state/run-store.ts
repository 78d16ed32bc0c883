/** What the next super-resolution is to be, what it will take, and what was measured of how banks fit the scan. */

import { create } from "zustand";
import { type Factor, formatFactor, isSameFactor, upsampledDims, voxelCount } from "../core/volume";
import { type Degradation, defaultSteps } from "../degradations/degradation";
import { MOST_TAB_VOXELS } from "../jobs/limits";
import { getEngine } from "../session/client";
import type { Assessment, ResultPlan } from "../session/run-wire";
import type { BankEntry, RunRequest } from "../session/wire";
import { t } from "../text/text";
import { unfitness } from "./bank-fit";
import { choiceByEvidence, type ShownChoice } from "./degradation-choice";
import { findEvidence, goesToTrueGrid, startingGrid } from "./evidence";
import { settleFrame } from "./frames";
import { newJobId } from "./job-store";
import { notify } from "./notice-store";
import { banksOf, defaultBank, factorChoices, type RunChoice, SELF, scannedThickness, selfChoice } from "./run-choices";
import { activeScan, findSeries, type Series } from "./series-store";
import { type SessionState, useSession } from "./session-store";
import { useView, viewOf } from "./view-store";

export interface RunState {
  /** Upsampling factor of the next run; what suits the scan unless told. */
  readonly factor?: Factor | undefined;
  /** The bank of the next run, or SELF; the one that fits best unless told. */
  readonly bankId?: string | undefined;
  /** Back-projection steps of the next run, where they are told. */
  readonly steps?: number | undefined;
  /**
   * Thickness of the slices for learning from the scan itself, in fine voxels, or "box" for the mean of what lies between
   * them; as its files have it unless told, and a box where they do not.
   */
  readonly thickness?: number | "box" | undefined;
  /** From 0, filters for the scan's noise (calm), to 1, filters as if it had none (crisp); 0 unless told. */
  readonly crispness?: number | undefined;
  /** Bring the scan to the grid on which it was sampled first; where that is certain unless told. */
  readonly trueGrid?: boolean | undefined;
  /** What banks gained on the scan made coarse again, by `assessmentKey`. */
  readonly assessments: Readonly<Record<string, Assessment>>;
  /** The measurement that is running. */
  readonly assessing?: { readonly jobId: string; readonly fraction: number } | undefined;
  readonly plan?: ResultPlan | undefined;
}

export const useRun = create<RunState>(() => ({ assessments: {} }));

/** Gains closer than this say nothing, dB. */
const EQUAL_DB = 0.1;

const assessmentKey = (scan: Series, bankId: string, { trueGrid }: Pick<RunState, "trueGrid">) =>
  `${scan.id} ${goesToTrueGrid(scan, trueGrid)} ${bankId}`;

/** Choices that are made for one scan. */
export const UNCHOSEN = {
  factor: undefined,
  bankId: undefined,
  steps: undefined,
  thickness: undefined,
  crispness: undefined,
  trueGrid: undefined,
} satisfies Partial<RunState>;

/** Everything that the next run of a scan can be, and is. */
export interface RunOffer {
  readonly factor: Factor;
  readonly factors: ReturnType<typeof factorChoices>;
  /** For the factor, with why one may not fit, in words. */
  readonly banks: readonly {
    readonly choice: RunChoice;
    readonly unfit?: string | undefined;
    readonly assessment?: Assessment | undefined;
  }[];
  readonly chosen: RunChoice | undefined;
  /** Between banks for box and for k-space: what the scan itself shows. */
  readonly shown: ShownChoice | undefined;
  /** Why nothing can be run, in words. */
  readonly obstacle: string | undefined;
}

/** Thickness of the slices that learning from the scan itself assumes, in fine voxels; undefined for boxes. */
export function sliceThickness(
  { slices }: Pick<Series, "slices">,
  factor: Factor,
  { thickness }: Pick<RunState, "thickness">,
): { readonly thickness: number | undefined; readonly isFromFile: boolean } {
  if (thickness !== undefined) return { thickness: thickness === "box" ? undefined : thickness, isFromFile: false };
  const scanned = scannedThickness(slices, factor);
  return { thickness: scanned, isFromFile: scanned !== undefined };
}

type Known = Pick<SessionState, "device" | "banks" | "methods">;

export function runOffer(scan: Series, run: RunState, { device, banks = [], methods }: Known): RunOffer {
  const { spacing, dims, slices } = startingGrid(scan, run.trueGrid);
  const factors = factorChoices(spacing, banks, methods, slices);
  const wanted = run.factor && factors.find(({ factor }) => isSameFactor(factor, run.factor as Factor));
  const choice = wanted ?? factors.find(({ obstacle }) => !obstacle) ?? factors[0];
  const factor = choice?.factor ?? [2, 2, 2];
  const { thickness } = sliceThickness({ slices }, factor, run);
  const fitting = choice?.obstacle ? [] : banksOf(factor, banks);
  const shown = choice?.obstacle ? undefined : choiceByEvidence(factor, banks, scan.evidence);
  const mixed = shown && !fitting.some(({ id }) => id === shown.choice.id) ? [shown.choice] : [];
  const self = choice?.obstacle ? undefined : selfChoice(factor, banks, methods, thickness);
  const offered = [...mixed, ...fitting, ...(self ? [self] : [])].map((one) => {
    const bank = bankOf(one, banks, shown);
    return {
      choice: one,
      unfit: bank && unfitness(bank, { name: scan.name, spacing, contrast: scan.contrast }),
      assessment: run.assessments[assessmentKey(scan, one.id, run)],
    };
  });
  const chosen = offered.find(({ choice: { id } }) => id === run.bankId)?.choice ?? bestOf(offered, usualOf(shown));
  const voxels = voxelCount(upsampledDims(dims, factor));
  const times = formatFactor(factor);
  return { factor, factors, banks: offered, chosen, shown, obstacle: findObstacle() };

  function usualOf(shown: ShownChoice | undefined): Usual {
    return shown ? { id: shown.choice.id, others: shown.others } : { id: defaultBank(factor, banks)?.id, others: [] };
  }

  function findObstacle(): string | undefined {
    if (!device) return t("Looking for what can compute…");
    if (!device.available) return t("This browser cannot compute");
    if (!chosen) return choice?.obstacle ?? t("Choose what makes it {times} finer", { times });
    if (voxels > MOST_TAB_VOXELS) return t("{times} is too large for a browser; use the command line", { times });
    return undefined;
  }
}

/** The bank that makes the result, of a mixture the first; undefined for learning from the scan itself. */
export function bankOf(
  { id }: RunChoice,
  banks: readonly BankEntry[],
  shown: ShownChoice | undefined,
): BankEntry | undefined {
  const bankId = shown?.choice.id === id ? shown.bankId : id;
  return banks.find((bank) => bank.id === bankId);
}

interface Usual {
  readonly id: string | undefined;
  /** What it is chosen instead of. */
  readonly others: readonly string[];
}

/**
 * Of what nothing speaks against: what gained most on this scan, the usual one where nothing was measured. Gains say
 * nothing of how the scan was made: each bank's is measured on the scan made coarse in its own way.
 */
function bestOf(offered: RunOffer["banks"], { id: usual, others }: Usual): RunChoice | undefined {
  const fit = offered.filter(
    ({ unfit, assessment, choice: { id } }) => !unfit && !others.includes(id) && (assessment?.gainDb ?? 0) >= 0,
  );
  const gain = (one: (typeof fit)[number]) => one.assessment?.gainDb ?? Number.NEGATIVE_INFINITY;
  const most = Math.max(...fit.map(gain));
  const best = fit.filter((one) => most === Number.NEGATIVE_INFINITY || gain(one) >= most - EQUAL_DB);
  return (best.find(({ choice }) => choice.id === usual) ?? best[0])?.choice;
}

/** Back-projection steps of the next run of a scan: `told`, or what its degradation and its noise ask for. */
export const stepsOf = (scan: Series | undefined, degradation: Degradation, told: number | undefined): number =>
  told ?? defaultSteps(degradation, scan?.evidence?.noise?.share);

export function requestOf({ id, factor, degradation, priorId, noise }: RunChoice, scanId: string): RunRequest {
  const scan = findSeries(scanId);
  const { steps, crispness = 0, trueGrid } = useRun.getState();
  const run = {
    scanId,
    steps: stepsOf(scan, degradation, steps),
    ...(noise && crispness > 0 ? { crispness } : {}),
    ...(scan && goesToTrueGrid(scan, trueGrid) ? { trueGrid: true } : {}),
  };
  return id === SELF ? { ...run, bankId: priorId, learn: { factor, degradation } } : { ...run, bankId: id };
}

/** Makes the filters of the next run calmer or crisper. */
export function changeCrispness(by: number): void {
  useRun.setState(({ crispness = 0 }) => ({
    crispness: Math.min(1, Math.max(0, Number((crispness + by).toFixed(2)))),
  }));
}

/** The chosen run has filters between calm and crisp. */
export function isNoiseAware(scan = activeScan()): boolean {
  return scan !== undefined && runOffer(scan, useRun.getState(), useSession.getState()).chosen?.noise === true;
}

export function chooseFactor(factor: Factor): void {
  useRun.setState({ factor, bankId: undefined, thickness: undefined, plan: undefined });
}

/** Measures how the banks of the factor do on the active scan made coarse again. */
export async function assessFit(): Promise<void> {
  const scan = activeScan();
  if (!scan || useRun.getState().assessing) return;
  const { banks } = runOffer(scan, useRun.getState(), useSession.getState());
  // What fits is told of the filters for the scan's noise, wherever the slider stands: it is no matter of taste.
  const candidates = banks.map(({ choice }) => requestOf({ ...choice, noise: false }, scan.id));
  const keys = banks.map(({ choice: { id } }) => assessmentKey(scan, id, useRun.getState()));
  const aroundMm = viewOf(useView.getState(), scan.id).crosshairMm;
  const jobId = newJobId();
  useRun.setState({ assessing: { jobId, fraction: 0 } });
  await settleFrame(scan.id);
  if (useRun.getState().assessing?.jobId !== jobId) return;
  const outcome = await getEngine().assess(jobId, { scanId: scan.id, candidates, aroundMm }, ({ fraction }) =>
    useRun.setState(({ assessing }) => (assessing?.jobId === jobId ? { assessing: { jobId, fraction } } : {})),
  );
  if (useRun.getState().assessing?.jobId === jobId) useRun.setState({ assessing: undefined });
  if (!outcome.ok) {
    if (outcome.error.code !== "ABORTED") notify(t("Measure what fits"), outcome.error);
    return;
  }
  const measured = outcome.value.map((one, i) => [keys[i] ?? "", one] as const);
  useRun.setState(({ assessments }) => ({ assessments: { ...assessments, ...Object.fromEntries(measured) } }));
  await updatePlan();
}

/** The plan of a scan that was just opened, what it shows, and on a graphics card, where it takes a moment, what fits it. */
export async function assessAtOnce(): Promise<void> {
  const { device } = useSession.getState();
  await updatePlan();
  const scan = activeScan();
  if (scan) await findEvidence(scan.id);
  if (device?.available && device.kind === "gpu" && !device.isSoftware) await assessFit();
}

/** Stops measuring; what was measured before stays. */
export function cancelAssessment(): void {
  const { assessing } = useRun.getState();
  useRun.setState({ assessing: undefined });
  if (assessing) void getEngine().cancel(assessing.jobId);
}

/** Asks the engine what the chosen run will take. */
export async function updatePlan(): Promise<void> {
  const scan = activeScan();
  const chosen = scan && runOffer(scan, useRun.getState(), useSession.getState()).chosen;
  if (!scan || !chosen) return useRun.setState({ plan: undefined });
  const outcome = await getEngine().planResult(requestOf(chosen, scan.id));
  useRun.setState({ plan: outcome.ok ? outcome.value : undefined });
}
