/** Noise for the volumes that a bank is learned from. Source: folded §10. */

import { normalNumber } from "../../../core/random";
import { blockCounts, type Factor, voxelCount } from "../../../core/volume";
import type { LearningVolume } from "../../common/learning-volume";

/** Sets noise apart from the choice of voxels. */
const NOISE_SEED = 0x2545f491;

export interface AddedNoise {
  readonly factor: Factor;
  /** Standard deviation, in working units; 0 or nothing adds none. */
  readonly noise?: number;
  readonly seed: number;
}

/**
 * The volume with white normal noise in its degraded voxels, of which at least half lies inside the mask: what was set to
 * one value outside of a head stays so. The same for the same seed, of one shape at every standard deviation.
 */
export function withNoise(
  volume: LearningVolume,
  stream: number,
  { factor, noise = 0, seed }: AddedNoise,
): LearningVolume {
  if (noise === 0) return volume;
  const { dims, mask, low } = volume;
  const inside = blockCounts(mask, dims, factor);
  const half = voxelCount(factor) / 2;
  const data = low.data.map((value, i) =>
    (inside[i] as number) >= half ? value + noise * normalNumber(seed ^ NOISE_SEED, stream, i) : value,
  );
  return { ...volume, low: { ...low, data } };
}
