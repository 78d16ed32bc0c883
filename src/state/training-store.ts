/** Training as the page shows it. Typed arrays in here are never changed. */

import { create } from "zustand";
import type {
  KeptTraining,
  PlannedTraining,
  SumsInfo,
  TrainedReport,
  TrainingReport,
  TrainingRequest,
} from "../session/training-wire";
import { advanceJob, type Job } from "./job-store";
import {
  DEFAULT_SETTINGS,
  type OwnSettings,
  type TrainingSettings,
  type TrainingVolume,
  withUsualRoles,
} from "./training-settings";

/** More points than a chart has pixels: from here on every second one is dropped. */
const MAX_POINTS = 800;

/** The residual after some iterations; another batch starts another curve. */
export interface CurvePoint {
  /** Iterations of all batches so far. */
  readonly step: number;
  /** Iterations of this batch. */
  readonly iteration: number;
  readonly worst: number;
  readonly batch: number;
}

export interface TrainingRun extends Job {
  readonly request: TrainingRequest;
  /** Share of the sums that was there at the start. */
  readonly doneBefore: number;
  /** When it was paused, undefined while it runs. */
  readonly pausedMs: number | undefined;
  /** The last report. */
  readonly details: Partial<TrainingReport>;
  readonly classRows: Uint32Array | undefined;
  readonly curve: readonly CurvePoint[];
}

/** What training would take, or why that is not known. */
export type PlanState =
  | { readonly state: "none" | "planning" }
  | { readonly state: "ready"; readonly plan: PlannedTraining }
  | { readonly state: "failed"; readonly message: string };

export interface TrainingState {
  readonly volumes: readonly TrainingVolume[];
  /** True once the person has set a role, or a training has begun: roles are then left as they are. */
  readonly areRolesChosen: boolean;
  /** Names of the files that are still to be read; the first one is being read. */
  readonly adding: readonly string[];
  readonly settings: TrainingSettings;
  /** The sums in the worker, newest last. */
  readonly sums: readonly SumsInfo[];
  /** Id of the sums that the next run adds to. */
  readonly continueFrom?: string | undefined;
  readonly plan: PlanState;
  readonly run?: TrainingRun | undefined;
  readonly report?: TrainedReport | undefined;
  /** What an earlier visit left unfinished. */
  readonly kept?: KeptTraining | undefined;
  /** The last event in words, for assistive technology. */
  readonly announcement: string;
}

export const useTraining = create<TrainingState>(() => ({
  volumes: [],
  areRolesChosen: false,
  adding: [],
  settings: DEFAULT_SETTINGS,
  sums: [],
  plan: { state: "none" },
  announcement: "",
}));

export function changeSettings(change: Partial<TrainingSettings>): void {
  useTraining.setState(({ settings }) => ({ settings: { ...settings, ...change } }));
}

/** Changes what the chosen method alone is told. */
export function changeOwn(change: OwnSettings): void {
  useTraining.setState(({ settings }) => {
    const { method, own } = settings;
    return { settings: { ...settings, own: { ...own, [method]: { ...own[method], ...change } } } };
  });
}

export function changeVolume(id: string, change: Partial<Pick<TrainingVolume, "mask" | "heldOut">>): void {
  useTraining.setState(({ volumes, areRolesChosen }) => ({
    volumes: volumes.map((volume) => (volume.id === id ? { ...volume, ...change } : volume)),
    areRolesChosen: areRolesChosen || change.heldOut !== undefined,
  }));
}

/** Changes the list of volumes; the usual one of them is held out until roles are chosen. */
export function listVolumes(change: (volumes: readonly TrainingVolume[]) => readonly TrainingVolume[]): void {
  useTraining.setState(({ volumes: before, areRolesChosen }) => {
    const volumes = change(before);
    if (volumes.length === 0) return { volumes, areRolesChosen: false };
    return { volumes: areRolesChosen ? volumes : withUsualRoles(volumes) };
  });
}

/** Takes a report of run `id`; reports of a run that is over are ignored. */
export function reportTraining(id: string, progress: TrainingReport, nowMs = performance.now()): void {
  useTraining.setState(({ run }) => {
    if (run?.id !== id) return {};
    const { solver } = progress;
    const classRows = sameOr(run.classRows, progress.classRows);
    const curve = solver ? extended(run.curve, solver) : run.curve;
    const job = advanceJob(run, progress, nowMs, run.doneBefore);
    return { run: { ...run, ...job, details: progress, classRows, curve } };
  });
}

/** The array that is there while the new one, a copy from the worker, says the same: a picture is drawn once. */
function sameOr(before: Uint32Array | undefined, now: Uint32Array | undefined): Uint32Array | undefined {
  return !now || before?.every((rows, i) => rows === now[i]) ? before : now;
}

function extended(
  curve: readonly CurvePoint[],
  { iteration, worst }: { readonly iteration: number; readonly worst: number },
): readonly CurvePoint[] {
  const last = curve.at(-1) ?? { step: 0, iteration: 0, batch: 0 };
  const isSameBatch = iteration >= last.iteration;
  const point = {
    step: last.step + iteration - (isSameBatch ? last.iteration : 0),
    iteration,
    worst,
    batch: last.batch + (isSameBatch ? 0 : 1),
  };
  const kept = curve.length < MAX_POINTS ? curve : curve.filter((_, i) => i % 2 === 0);
  return [...kept, point];
}

/** Holds the clock of the run, so that the estimate of the time left does not count the pause. */
export function markPaused(isPaused: boolean, nowMs = performance.now()): void {
  useTraining.setState(({ run }) => {
    if (!run || isPaused === (run.pausedMs !== undefined)) return {};
    if (run.pausedMs === undefined) return { run: { ...run, pausedMs: nowMs } };
    const startedMs = run.startedMs + nowMs - run.pausedMs;
    return { run: { ...run, startedMs, reportedMs: nowMs, pausedMs: undefined } };
  });
}
