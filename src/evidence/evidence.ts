/** What a scan tells of how it was made, from its voxels alone. */

import { breather } from "../core/breathe";
import { foregroundOf } from "../core/histogram";
import type { JobOptions } from "../core/progress";
import type { Volume } from "../core/volume";
import { type DegradationEvidence, degradationEvidence } from "./degradation";
import { type Noise, noiseOf } from "./noise";
import { type AxisEvidence, axisEvidence } from "./resolution";
import { type GivenSlices, type SliceEvidence, sliceEvidence } from "./slices";

export interface Evidence {
  /** Undefined where too little can be looked at. */
  readonly noise: Noise | undefined;
  readonly axes: readonly [AxisEvidence, AxisEvidence, AxisEvidence];
  readonly degradation: DegradationEvidence;
  /** Of scans whose voxels are much longer along one axis. */
  readonly slices?: SliceEvidence | undefined;
}

export interface EvidenceOptions extends JobOptions {
  /** What the files say of the slices; a thickness that they give is believed. */
  readonly slices?: GivenSlices | undefined;
}

/**
 * Looks at a part of the voxels, the same at every call; adding to or multiplying the scan changes nothing but the noise's
 * `sigma`. Non-finite voxels are missing. Cancel: between steps, by rejecting with the signal's reason.
 */
export async function scanEvidence(volume: Volume, options: EvidenceOptions = {}): Promise<Evidence> {
  const { signal, onProgress } = options;
  const breathe = breather(signal);
  const tell = (fraction: number) => onProgress?.({ stage: "Looking at how the scan was made", fraction });
  const foreground = foregroundOf(volume.data);
  const noise = noiseOf(volume, foreground);
  const axes: AxisEvidence[] = [];
  for (const axis of [0, 1, 2] as const) {
    tell(0.1 + 0.2 * axis);
    await breathe();
    axes.push(axisEvidence(volume, axis, foreground));
  }
  tell(0.7);
  await breathe();
  const found = axes as unknown as Evidence["axes"];
  const degradation = degradationEvidence(volume, found, noise, foreground);
  tell(0.9);
  await breathe();
  const slices = sliceEvidence(volume, options.slices, foreground);
  tell(1);
  return { noise, axes: found, degradation, ...(slices ? { slices } : {}) };
}
