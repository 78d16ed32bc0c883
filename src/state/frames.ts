/** Frames of 4-D scans: the one that is shown, and the one that the engine works on. */

import { getEngine } from "../session/client";
import type { OpenedFrame } from "../session/wire";
import { t } from "../text/text";
import { valueOrNotice } from "./notice-store";
import { changeSeries, findSeries } from "./series-store";
import { putVolume } from "./volumes";

/** Frames that were shown are kept, so that a loop is read once: the last ones, as many as these bytes hold. */
const KEPT_BYTES = 512 * 2 ** 20;
const kept = new Map<string, OpenedFrame>();
/** By scan: the frame that the engine holds, where it is not the first. */
const held = new Map<string, number>();
let turn = 0;

/**
 * Shows a frame of a scan, counted from 0. A later call overtakes an earlier one; one that cannot be read changes nothing.
 * The scan's range becomes that of all frames that were shown, for windows within it; its window stays, so that frames
 * can be compared.
 */
export async function setFrame(scanId: string, frame: number): Promise<void> {
  const mine = ++turn;
  const opened = kept.get(keyOf(scanId, frame)) ?? (await readFrame(scanId, frame));
  const series = findSeries(scanId);
  if (!opened || mine !== turn || !series) return;
  const { volume, range, histogram } = opened;
  const [low, high] = series.range;
  putVolume(scanId, volume);
  changeSeries(scanId, { frame, histogram, range: [Math.min(low, range[0]), Math.max(high, range[1])] });
}

/** To be awaited before the engine is asked to work on a scan: makes it hold the frame that is shown. */
export async function settleFrame(scanId: string): Promise<void> {
  const frame = findSeries(scanId)?.frame ?? 0;
  if (frame !== (held.get(scanId) ?? 0)) await readFrame(scanId, frame);
}

export function forgetFrames(scanId: string): void {
  held.delete(scanId);
  for (const key of kept.keys()) if (key.startsWith(`${scanId} `)) kept.delete(key);
}

async function readFrame(scanId: string, frame: number): Promise<OpenedFrame | undefined> {
  const outcome = await getEngine().scanFrame(scanId, frame);
  const opened = valueOrNotice(outcome, t("Frame {frame}", { frame: frame + 1 }));
  if (!opened) return undefined;
  held.set(scanId, frame);
  kept.set(keyOf(scanId, frame), opened);
  let bytes = 0;
  for (const [key, { volume }] of [...kept].reverse()) {
    bytes += volume.data.byteLength;
    if (bytes > KEPT_BYTES) kept.delete(key);
  }
  return opened;
}

const keyOf = (scanId: string, frame: number) => `${scanId} ${frame}`;
