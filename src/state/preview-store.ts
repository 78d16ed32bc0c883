/** The next run on a box around the crosshair, so that it can be judged before the whole is computed. */

import { create } from "zustand";
import type { Vec3 } from "../core/volume";
import { getEngine } from "../session/client";
import type { Preview } from "../session/run-wire";
import { settleFrame } from "./frames";
import { newJobId, useJob } from "./job-store";
import { offerOf, requestOf, updatePlan } from "./run-store";
import { activeScan } from "./series-store";
import { useView, viewOf } from "./view-store";

interface PreviewState {
  /** True while the person wants one. */
  readonly isOn: boolean;
  readonly isComputing: boolean;
  /** Kept out of the registry: it is small and shown nowhere else. */
  readonly pair?: (Preview & { readonly atMm: Vec3 }) | undefined;
  readonly seconds?: number | undefined;
  /** Why there is none, in words. */
  readonly trouble?: string | undefined;
}

export const usePreview = create<PreviewState>(() => ({ isOn: false, isComputing: false }));

/** Voxels of the scan along each side of the box. */
const SIDE = [32, 32, 32] as const;
const PAUSE_MS = 250;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: string | undefined;

/** Computes the preview anew after a pause of the hand; what was being computed is stopped. */
export function updatePreview(): void {
  usePreview.setState({ isOn: true });
  clearTimeout(timer);
  timer = setTimeout(() => void compute(), PAUSE_MS);
}

export function stopPreview(): void {
  clearTimeout(timer);
  if (running) void getEngine().cancel(running);
  running = undefined;
  usePreview.setState({ isOn: false, isComputing: false, pair: undefined, trouble: undefined });
}

async function compute(): Promise<void> {
  const scan = activeScan();
  const chosen = scan && offerOf(scan).chosen;
  if (!scan || !chosen || useJob.getState().job) return;
  if (running) void getEngine().cancel(running);
  const jobId = newJobId();
  running = jobId;
  const atMm = viewOf(useView.getState(), scan.id).crosshairMm;
  const started = performance.now();
  usePreview.setState({ isComputing: true });
  await settleFrame(scan.id);
  if (running !== jobId) return;
  const outcome = await getEngine().preview(jobId, requestOf(chosen, scan.id), { aroundMm: atMm, sizeVoxels: SIDE });
  if (running !== jobId) return;
  running = undefined;
  usePreview.setState({
    isComputing: false,
    seconds: (performance.now() - started) / 1000,
    ...(outcome.ok ? { pair: { ...outcome.value, atMm }, trouble: undefined } : { trouble: outcome.error.message }),
  });
  // It was timed: what the whole takes can be told.
  if (outcome.ok) await updatePlan();
}
