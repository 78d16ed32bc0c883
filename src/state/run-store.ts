/** What the next super-resolution is to be, what it will take, and what was measured of how banks fit the scan. */

import { create } from "zustand";
import { type Factor, formatFactor, isSameFactor, upsampledDims, voxelCount } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { MOST_TAB_VOXELS } from "../jobs/limits";
import { getEngine } from "../session/client";
import type { Assessment, ResultPlan } from "../session/run-wire";
import { type BankEntry, type MethodInfo, type Quality, type RunRequest, readMixtureId } from "../session/wire";
import { t } from "../text/text";
import { kindUnfitness, unfitness } from "./bank-fit";
import { choicesByEvidence, type ShownChoice } from "./degradation-choice";
import { findEvidence, goesToTrueGrid, startingGrid } from "./evidence";
import { settleFrame } from "./frames";
import { newJobId, useJob } from "./job-store";
import { notify } from "./notice-store";
import { changePrefs, usePrefs } from "./prefs-store";
import { chosenByItself, type OfferedRun, type QualityOffer, qualityOffers, secondsOf } from "./quality-choice";
import { banksOf, factorChoices, type RunChoice, SELF, scannedThickness, selfChoice } from "./run-choices";
import { activeScan, findSeries, type Series } from "./series-store";
import { methodOf, type SessionState, useSession } from "./session-store";
import { useView, viewOf } from "./view-store";

export interface RunState {
  /** Upsampling factor of the next run; what suits the scan unless told. */
  readonly factor?: Factor | undefined;
  /** The quality of the next run: the bank of its method that fits best; unless told, the kept one, or what is quick. */
  readonly quality?: Quality | undefined;
  /** The bank of the next run, or SELF, chosen by hand; it goes before the quality. */
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
  /** The mean over the scan and its mirror images, where the method has a use for it. */
  readonly mirrored?: boolean | undefined;
  /** Bring the scan to the grid on which it was sampled first; where that is certain unless told. */
  readonly trueGrid?: boolean | undefined;
  /** What banks gained on the scan made coarse again, by `assessmentKey`. */
  readonly assessments: Readonly<Record<string, Assessment>>;
  /** The measurement that is running. */
  readonly assessing?: { readonly jobId: string; readonly fraction: number } | undefined;
  /** Of what is chosen and of each quality, by the choice's id. */
  readonly plans: Readonly<Record<string, ResultPlan>>;
  /** The job in which banks are timed. */
  readonly timing?: string | undefined;
}

export const useRun = create<RunState>(() => ({ assessments: {}, plans: {} }));

const assessmentKey = (scan: Series, bankId: string, { trueGrid }: Pick<RunState, "trueGrid">) =>
  `${scan.id} ${goesToTrueGrid(scan, trueGrid)} ${bankId}`;

/** Choices that are made for one scan. */
export const UNCHOSEN = {
  factor: undefined,
  quality: undefined,
  bankId: undefined,
  steps: undefined,
  thickness: undefined,
  crispness: undefined,
  mirrored: undefined,
  trueGrid: undefined,
} satisfies Partial<RunState>;

/** Everything that the next run of a scan can be, and is. */
export interface RunOffer {
  readonly factor: Factor;
  readonly factors: ReturnType<typeof factorChoices>;
  readonly banks: readonly OfferedRun[];
  readonly qualities: readonly QualityOffer[];
  readonly chosen: RunChoice | undefined;
  /** Of the chosen bank; undefined for learning from the scan itself. */
  readonly method: MethodInfo | undefined;
  /** What is chosen where no person did, and whether none did. */
  readonly automatic: RunChoice | undefined;
  readonly isAutomatic: boolean;
  /** Between banks for box and for k-space: what the scan itself shows. */
  readonly shown: readonly ShownChoice[];
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

/** `kept` is the quality that the person chose last. */
export function runOffer(
  scan: Series,
  run: RunState,
  { device, banks = [], methods }: Known,
  kept?: Quality,
): RunOffer {
  const { spacing, dims, slices } = startingGrid(scan, run.trueGrid);
  const factors = factorChoices(spacing, banks, methods, slices);
  const wanted = run.factor && factors.find(({ factor }) => isSameFactor(factor, run.factor as Factor));
  const choice = wanted ?? factors.find(({ obstacle }) => !obstacle) ?? factors[0];
  const factor = choice?.factor ?? [2, 2, 2];
  const { thickness } = sliceThickness({ slices }, factor, run);
  const fitting = choice?.obstacle ? [] : banksOf(factor, banks);
  const shown = choicesByEvidence(factor, fitting, scan.evidence);
  const self = choice?.obstacle ? undefined : selfChoice(factor, banks, methods, thickness);
  const offered = [...rowsOf(fitting, shown, methods), ...(self ? [self] : [])].map((one): OfferedRun => {
    const bank = bankOf(one, banks);
    const about = { name: scan.name, spacing, contrast: scan.contrast };
    return {
      choice: one,
      bank,
      unfit: bank && (unfitness(bank, about) ?? kindUnfitness(bank, shown, scan.evidence)),
      assessment: run.assessments[assessmentKey(scan, one.id, run)],
    };
  });
  const qualities = qualityOffers(offered, methods, shown, run.plans);
  const told =
    offered.find(({ choice: { id } }) => id === run.bankId)?.choice ??
    qualities.find(({ quality }) => quality === run.quality)?.choice;
  const automatic = chosenByItself(offered, qualities, undefined, shown);
  const isAutomatic = told === undefined && kept === undefined;
  const chosen = told ?? (isAutomatic ? automatic : chosenByItself(offered, qualities, kept, shown));
  const bank = offered.find(({ choice }) => choice === chosen)?.bank;
  const method = bank && methodOf(methods, bank.method);
  const voxels = voxelCount(upsampledDims(dims, factor));
  const times = formatFactor(factor);
  const obstacle = findObstacle();
  return { factor, factors, banks: offered, qualities, chosen, method, automatic, isAutomatic, shown, obstacle };

  function findObstacle(): string | undefined {
    if (!device) return t("Looking for what can compute…");
    if (!device.available) return t("This browser cannot compute");
    if (!chosen) return choice?.obstacle ?? t("Choose what makes it {times} finer", { times });
    if (voxels > MOST_TAB_VOXELS) return t("{times} is too large for a browser; use the command line", { times });
    return undefined;
  }
}

/** What the next run of a scan can be now. */
export const offerOf = (scan: Series): RunOffer =>
  runOffer(scan, useRun.getState(), useSession.getState(), usePrefs.getState().quality);

/** A person's own banks first, then those that ship, method by method, what the scan shows before what it is mixed of. */
function rowsOf(
  fitting: readonly BankEntry[],
  shown: readonly ShownChoice[],
  methods: readonly MethodInfo[],
): readonly RunChoice[] {
  const rank = (id: string) => methods.findIndex((method) => method.id === id);
  const mixed = shown.filter(({ choice }) => !fitting.some(({ id }) => id === choice.id));
  const shipped = fitting.filter(({ origin }) => origin === "shipped");
  const rows = [...mixed, ...shipped.map((choice) => ({ choice, method: choice.method }))];
  return [
    ...fitting.filter(({ origin }) => origin === "own"),
    ...rows.sort((a, b) => rank(a.method) - rank(b.method)).map(({ choice }) => choice),
  ];
}

/** The bank that makes the result, of a mixture the first; undefined for learning from the scan itself. */
function bankOf({ id }: RunChoice, banks: readonly BankEntry[]): BankEntry | undefined {
  const bankId = readMixtureId(id)?.ids[0] ?? id;
  return banks.find((bank) => bank.id === bankId);
}

/** Back-projection steps of the next run of a scan: those told, or what its degradation and its noise ask for. */
export const stepsOf = (
  scan: Series | undefined,
  { degradation, noise }: Pick<RunChoice, "degradation" | "noise">,
  { steps, crispness }: Pick<RunState, "steps" | "crispness">,
): number => steps ?? defaultSteps(degradation, scan?.evidence?.noise?.share, noise ? crispness : 0);

export function requestOf(choice: RunChoice, scanId: string): RunRequest {
  const { id, factor, degradation, priorId, noise } = choice;
  const scan = findSeries(scanId);
  const asked = useRun.getState();
  const { crispness = 0, mirrored, trueGrid } = asked;
  const run = {
    scanId,
    // Where the scan was not looked at yet, the run will tell.
    steps: scan?.evidence ? stepsOf(scan, choice, asked) : asked.steps,
    ...(noise && crispness > 0 ? { crispness } : {}),
    ...(mirrored ? { mirrored } : {}),
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
  return scan !== undefined && offerOf(scan).chosen?.noise === true;
}

export function chooseFactor(factor: Factor): void {
  useRun.setState({ factor, bankId: undefined, thickness: undefined, plans: {} });
}

/** For this scan whatever speaks against it, and for others where nothing does; undefined for what is automatic. */
export function chooseQuality(quality: Quality | undefined): void {
  useRun.setState({ quality, bankId: undefined });
  changePrefs({ quality });
}

/** Measures how the banks of the factor do on the active scan made coarse again. */
export async function assessFit(): Promise<void> {
  const scan = activeScan();
  if (!scan || useRun.getState().assessing) return;
  const { banks } = offerOf(scan);
  // What fits is told of the filters for the scan's noise, wherever the slider stands: it is no matter of taste. Nor does
  // it take the time of mirror images.
  const candidates = banks.map(({ choice }) => ({
    ...requestOf({ ...choice, noise: false }, scan.id),
    mirrored: false,
  }));
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

let planning = 0;

/** Asks the engine what the chosen run and each quality will take; what was not timed on this device yet is timed for that. */
export async function updatePlan(): Promise<void> {
  const mine = ++planning;
  const scan = activeScan();
  if (!scan) return useRun.setState({ plans: {} });
  const untimed = await askPlans(scan);
  if (mine !== planning || untimed.length === 0 || !useSession.getState().device?.available) return;
  // What looks at the scan meanwhile would slow it down.
  await findEvidence(scan.id);
  if (mine !== planning || useJob.getState().job) return;
  const jobId = newJobId();
  useRun.setState({ timing: jobId });
  const outcome = await getEngine().timeBanks(jobId, untimed);
  if (useRun.getState().timing === jobId) useRun.setState({ timing: undefined });
  if (outcome.ok && mine === planning) await askPlans(scan);
}

/** Those of which it is not known how long they take, though it can be. */
async function askPlans(scan: Series): Promise<readonly RunRequest[]> {
  const { chosen, qualities } = offerOf(scan);
  const choices = [chosen, ...qualities.map(({ choice }) => choice)].filter((choice) => choice !== undefined);
  const requests = new Map(choices.map((choice) => [choice.id, requestOf(choice, scan.id)]));
  const asked = [...requests].map(async ([id, request]) => [id, await getEngine().planResult(request)] as const);
  const planned = (await Promise.all(asked)).flatMap(([id, outcome]) =>
    outcome.ok ? [[id, outcome.value] as const] : [],
  );
  if (activeScan()?.id === scan.id) useRun.setState({ plans: Object.fromEntries(planned) });
  const { mirrored } = useRun.getState();
  const isTimed = (plan: ResultPlan) => plan.seconds !== undefined && secondsOf(plan, mirrored) !== undefined;
  const untimed = planned.filter(([id, plan]) => id !== SELF && !isTimed(plan));
  return untimed.flatMap(([id]) => requests.get(id) ?? []);
}

/** Stops timing: something is more urgent. */
export function cancelTiming(): void {
  const { timing } = useRun.getState();
  useRun.setState({ timing: undefined });
  if (timing) void getEngine().cancel(timing);
}
