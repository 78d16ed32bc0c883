/** What the next super-resolution is to be, what it will take, and what was measured of how banks fit the scan. */

import { create } from "zustand";
import { type Factor, formatFactor, isSameFactor, upsampledDims, voxelCount } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { getEngine } from "../session/client";
import type { Assessment, ResultPlan } from "../session/run-wire";
import type { RunRequest } from "../session/wire";
import { t } from "../text/text";
import { unfitness } from "./bank-fit";
import { settleFrame } from "./frames";
import { newJobId } from "./job-store";
import { notify } from "./notice-store";
import { banksOf, defaultBank, factorChoices, type RunChoice, SELF, scannedThickness, selfChoice } from "./run-choices";
import { activeScan, type Series } from "./series-store";
import { type SessionState, useSession } from "./session-store";
import { useView, viewOf } from "./view-store";

interface RunState {
  /** Upsampling factor of the next run; what suits the scan unless told. */
  readonly factor?: Factor | undefined;
  /** The bank of the next run, or SELF; the one that fits best unless told. */
  readonly bankId?: string | undefined;
  /** Back-projection steps of the next run; what its degradation asks for unless told. */
  readonly steps?: number | undefined;
  /**
   * Thickness of the slices for learning from the scan itself, in fine voxels, or "box" for the mean of what lies between
   * them; as its files have it unless told, and a box where they do not.
   */
  readonly thickness?: number | "box" | undefined;
  /** What banks gained on the scan made coarse again, by `scanId bankId`. */
  readonly assessments: Readonly<Record<string, Assessment>>;
  /** The measurement that is running. */
  readonly assessing?: { readonly jobId: string; readonly fraction: number } | undefined;
  readonly plan?: ResultPlan | undefined;
}

export const useRun = create<RunState>(() => ({ assessments: {} }));

/** Gains closer than this say nothing, dB. */
const EQUAL_DB = 0.1;
/** 1 GiB of float32 per volume: more than two such volumes and their copies a tab can hardly hold. */
const MAX_OUTPUT_VOXELS = 2 ** 28;

export const assessmentKey = (scanId: string, bankId: string) => `${scanId} ${bankId}`;

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

type Known = Pick<SessionState, "gpu" | "banks" | "methods">;

export function runOffer(scan: Series, run: RunState, { gpu, banks = [], methods }: Known): RunOffer {
  const { spacing, dims } = scan.grid;
  const factors = factorChoices(spacing, banks, methods, scan.slices);
  const wanted = run.factor && factors.find(({ factor }) => isSameFactor(factor, run.factor as Factor));
  const choice = wanted ?? factors.find(({ obstacle }) => !obstacle) ?? factors[0];
  const factor = choice?.factor ?? [2, 2, 2];
  const { thickness } = sliceThickness(scan, factor, run);
  const fitting = choice?.obstacle ? [] : banksOf(factor, banks);
  const self = choice?.obstacle ? undefined : selfChoice(factor, banks, methods, thickness);
  const offered = [...fitting, ...(self ? [self] : [])].map((one) => ({
    choice: one,
    unfit: "title" in one ? unfitness(one, { name: scan.name, spacing, contrast: scan.contrast }) : undefined,
    assessment: run.assessments[assessmentKey(scan.id, one.id)],
  }));
  const chosen =
    offered.find(({ choice: { id } }) => id === run.bankId)?.choice ?? bestOf(offered, defaultBank(factor, banks)?.id);
  const voxels = voxelCount(upsampledDims(dims, factor));
  const times = formatFactor(factor);
  return { factor, factors, banks: offered, chosen, obstacle: findObstacle() };

  function findObstacle(): string | undefined {
    if (!gpu) return t("Looking for a GPU…");
    if (!gpu.available) return t("Needs WebGPU");
    if (!chosen) return choice?.obstacle ?? t("Choose what makes it {times} finer", { times });
    if (voxels > MAX_OUTPUT_VOXELS) return t("{times} is too large for a browser; use the command line", { times });
    return undefined;
  }
}

/** Of what nothing speaks against: what gained most on this scan, the usual one where nothing was measured. */
function bestOf(offered: RunOffer["banks"], usual: string | undefined): RunChoice | undefined {
  const fit = offered.filter(({ unfit, assessment }) => !unfit && (assessment?.gainDb ?? 0) >= 0);
  const gain = (one: (typeof fit)[number]) => one.assessment?.gainDb ?? Number.NEGATIVE_INFINITY;
  const most = Math.max(...fit.map(gain));
  const best = fit.filter((one) => most === Number.NEGATIVE_INFINITY || gain(one) >= most - EQUAL_DB);
  return (best.find(({ choice }) => choice.id === usual) ?? best[0])?.choice;
}

export function requestOf({ id, factor, degradation, priorId }: RunChoice, scanId: string): RunRequest {
  const steps = useRun.getState().steps ?? defaultSteps(degradation);
  return id === SELF
    ? { scanId, steps, bankId: priorId, learn: { factor, degradation } }
    : { scanId, steps, bankId: id };
}

export function chooseFactor(factor: Factor): void {
  useRun.setState({ factor, bankId: undefined, thickness: undefined, plan: undefined });
}

/** Measures how the banks of the factor do on the active scan made coarse again. */
export async function assessFit(): Promise<void> {
  const scan = activeScan();
  if (!scan || useRun.getState().assessing) return;
  const { banks } = runOffer(scan, useRun.getState(), useSession.getState());
  const candidates = banks.map(({ choice }) => requestOf(choice, scan.id));
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
  const measured = outcome.value.map((one, i) => [assessmentKey(scan.id, banks[i]?.choice.id ?? ""), one] as const);
  useRun.setState(({ assessments }) => ({ assessments: { ...assessments, ...Object.fromEntries(measured) } }));
  await updatePlan();
}

/** The plan of a scan that was just opened, and on a real GPU, where it takes a moment, what fits it. */
export async function assessAtOnce(): Promise<void> {
  const { gpu } = useSession.getState();
  await updatePlan();
  if (gpu?.available && !gpu.isSoftware) await assessFit();
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
