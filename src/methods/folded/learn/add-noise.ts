/** Noise for the volumes that a bank is learned from. Source: folded §10. */

import { normalNumber } from "../../../core/random";
import type { Factor } from "../../../core/volume";
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
  const { low } = volume;
  const inside = coverage(volume, factor);
  const half = (factor[0] * factor[1] * factor[2]) / 2;
  const data = low.data.map((value, i) =>
    (inside[i] as number) >= half ? value + noise * normalNumber(seed ^ NOISE_SEED, stream, i) : value,
  );
  return { ...volume, low: { ...low, data } };
}

/** Voxels of the mask in each degraded voxel. */
function coverage({ dims, mask, low }: LearningVolume, factor: Factor): Uint8Array {
  const inside = new Uint8Array(low.data.length);
  for (let z = 0, i = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      const row = low.dims[0] * (Math.floor(y / factor[1]) + low.dims[1] * Math.floor(z / factor[2]));
      for (let x = 0; x < dims[0]; x++, i++) (inside[row + Math.floor(x / factor[0])] as number) += mask[i] as number;
    }
  }
  return inside;
}
