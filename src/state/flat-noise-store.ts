/** How noisy flat tissue will be in the result of the next run, as its filters go from calm to crisp. */

import { create } from "zustand";
import type { FlatNoise } from "../jobs/flat-noise";
import { getEngine } from "../session/client";
import { settleFrame } from "./frames";
import { newJobId, useJob } from "./job-store";
import { offerOf, requestOf } from "./run-store";
import { activeScan } from "./series-store";

interface FlatNoiseState {
  /** Undefined until it is known, and where it cannot be told. */
  readonly noise?: FlatNoise | undefined;
  /** What it was told of. */
  readonly scanId?: string;
  readonly isComputing: boolean;
}

export const useFlatNoise = create<FlatNoiseState>(() => ({ isComputing: false }));

const PAUSE_MS = 150;
let timer: ReturnType<typeof setTimeout> | undefined;
let running: string | undefined;

/** Asks for it after a pause of the hand; what was asked before is stopped. */
export function updateFlatNoise(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void compute(), PAUSE_MS);
}

async function compute(): Promise<void> {
  const scan = activeScan();
  const chosen = scan && offerOf(scan).chosen;
  if (running) void getEngine().cancel(running);
  running = undefined;
  if (!scan || !chosen?.noise || useJob.getState().job) return useFlatNoise.setState({ isComputing: false });
  const jobId = newJobId();
  running = jobId;
  const { noise, scanId } = useFlatNoise.getState();
  useFlatNoise.setState({ isComputing: true, scanId: scan.id, noise: scanId === scan.id ? noise : undefined });
  await settleFrame(scan.id);
  if (running !== jobId) return;
  const outcome = await getEngine().flatNoise(jobId, requestOf(chosen, scan.id));
  if (running !== jobId) return;
  running = undefined;
  useFlatNoise.setState({ isComputing: false, noise: outcome.ok ? outcome.value : undefined });
}
