/** Whether a scan's voxels are means of what lies in them, or a part of k-space. */

import { type Foreground, foregroundOf } from "../core/histogram";
import { robustUnits } from "../core/intensity";
import { AXIS_NAMES, type Volume } from "../core/volume";
import { ripplesAlong } from "./edges";
import type { Noise } from "./noise";
import type { AxisEvidence } from "./resolution";

export interface DegradationEvidence {
  /** From 0 (means of blocks) to 1 (a part of k-space); near 0.5 where it cannot be told. */
  readonly kspaceShare: number;
  /** From 0 (cannot be told) to 1. */
  readonly certainty: number;
  /** Part of a sentence. */
  readonly reason: string;
}

const UNTOLD: DegradationEvidence = { kspaceShare: 0.5, certainty: 0, reason: "too few clear edges to tell" };

/** Edges are higher than this share of the working scale, and than this many standard deviations of the noise. */
const LEAST_SHARE = 0.12;
const LEAST_SIGMAS = 6;
/** An axis with fewer edges tells nothing, with so many all that there is to be told. */
const FEW_EDGES = 200;
const MANY_EDGES = 1000;
/** Voxels so much longer than the others are slices: their profile is another matter. */
const THICK = 2;
/** Height of the ripples at which both are as likely, and how quickly that changes: see docs/evidence.md. */
const EVEN = 1.6;
const SLOPE = 3;
/** That there are no ripples is never sure proof of blocks: the filters of scanners take them away too. */
const MOST_OF_NONE = 0.7;

/**
 * From the ripples behind edges (`ripplesAlong`), axis by axis, along those that are not slices: kspaceShare is the mean of
 * 1/(1 + exp(-s(r - r₀))) of their heights r, each drawn towards 0.5 where edges are few. Certainty is how far they are
 * from that, and 0.7 at the most without ripples. What a program interpolated shows its own: such an axis is left out.
 * Without an estimate of the noise, edges are not told from it.
 */
export function degradationEvidence(
  volume: Volume,
  axes: readonly AxisEvidence[],
  noise: Noise | undefined,
  foreground: Foreground = foregroundOf(volume.data),
): DegradationEvidence {
  if (!noise) return UNTOLD;
  const finest = Math.min(...axes.map(({ trueMm }) => trueMm));
  const scale = noise.sigma > 0 ? noise.sigma / noise.share : robustUnits(volume.data).scale;
  const least = Math.max(LEAST_SHARE, LEAST_SIGMAS * noise.share) * scale;
  const seen = axes.flatMap(({ kind, trueMm, trueVoxels }, axis) => {
    if (kind === "interpolated" || trueMm > THICK * finest) return [];
    const ripples = ripplesAlong(volume, axis as 0 | 1 | 2, trueVoxels, least, foreground);
    return ripples.edges < FEW_EDGES ? [] : [{ ...ripples, axis: AXIS_NAMES[axis] as string }];
  });
  if (seen.length === 0) return UNTOLD;
  const leanings = seen.map(({ height, edges }) => {
    return Math.min(1, edges / MANY_EDGES) * (1 / (1 + Math.exp(-SLOPE * (height - EVEN))) - 0.5);
  });
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const heights = seen.map(({ height, axis }) => `${height.toFixed(1)} % along ${axis}`).join(", ");
  const kspaceShare = 0.5 + mean(leanings);
  const certainty = 2 * mean(leanings.map(Math.abs));
  return {
    kspaceShare,
    certainty: kspaceShare > 0.5 ? certainty : Math.min(MOST_OF_NONE, certainty),
    reason: `ripples behind edges, as the end of k-space makes them: ${heights} (none: up to 1 %)`,
  };
}
