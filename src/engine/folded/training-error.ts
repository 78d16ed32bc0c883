/** How well a folded bank does on its own training rows: each class's mean squared error. Source: folded §6. */

import type { Vec3 } from "../../core/volume";
import { centreFinder } from "./accumulate";
import { lowPart, symmetryOffsets, TAPS_PADDED } from "./low-part";
import { type FoldedSamples, type LearningVolume, levelOf, structureOf, symmetryOf } from "./samples";

interface Learned {
  readonly filters: Float32Array;
  readonly rows: Uint32Array;
}

export interface TrainingErrors {
  readonly structure: Float32Array<ArrayBuffer>;
  readonly level: Float32Array<ArrayBuffer>;
}

/** Mean squared errors in units of p²; 0 for classes without rows. */
export async function squaredErrors(
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  bank: { readonly structure: Learned; readonly level: Learned; readonly taps: number },
  breathe: () => Promise<void>,
): Promise<TrainingErrors> {
  const { structure, level, taps } = bank;
  const sums = {
    structure: new Float64Array(structure.rows.length),
    level: new Float64Array(level.rows.length),
  };
  for (const [index, volume] of volumes.entries()) {
    const set = samples[index] as FoldedSamples;
    const part = lowPart(volume.low, [0, 0, 0], volume.low.dims.map((n) => n - 1) as unknown as Vec3);
    const offsets = symmetryOffsets(part.size);
    const factor = volume.dims.map((n, axis) => n / (volume.low.dims[axis] as number)) as unknown as Vec3;
    const centreOf = centreFinder(volume, part, factor);
    for (let i = 0; i < set.words.length; i++) {
      if (i % 4096 === 0) await breathe();
      const word = set.words[i] as number;
      const [a, b] = [structureOf(word), levelOf(word)];
      const centre = centreOf(set.voxels[i] as number);
      const u = set.upsampled[i] as number;
      let value = u;
      for (let k = 0; k < taps; k++) {
        const weight = ((structure.filters[a * taps + k] as number) + (level.filters[b * taps + k] as number)) / 2;
        const at = centre + (offsets[symmetryOf(word) * TAPS_PADDED + k] as number);
        value += weight * ((part.data[at] as number) - u);
      }
      const squared = ((volume.original[set.voxels[i] as number] as number) - value) ** 2;
      sums.structure[a] = (sums.structure[a] as number) + squared;
      sums.level[b] = (sums.level[b] as number) + squared;
    }
  }
  const means = (sum: Float64Array, rows: Uint32Array) =>
    Float32Array.from(sum, (value, c) => value / Math.max(1, rows[c] as number));
  return { structure: means(sums.structure, structure.rows), level: means(sums.level, level.rows) };
}
