/** How well a folded bank does on its own training rows: each class's mean squared error. Source: folded §6. */

import type { Executor } from "../../../compute/executor";
import { FOLDED_ERRORS } from "../../../kernels/kernels";
import type { TapCount } from "../folding";
import { halvedFilters } from "../stages";
import { type FoldedSamples, type LearningVolume, levelOf, structureOf } from "./samples";
import { forEachSlab, type SlabOptions } from "./slabs";

interface Learned {
  readonly filters: Float32Array;
  readonly rows: Uint32Array;
}

export interface TrainingErrors {
  readonly structure: Float32Array<ArrayBuffer>;
  readonly level: Float32Array<ArrayBuffer>;
}

export interface TrainingErrorOptions extends SlabOptions {
  readonly taps: TapCount;
  readonly signal?: AbortSignal | undefined;
}

/** Mean squared errors in units of p²; 0 for classes without rows. */
export async function squaredErrors(
  executor: Executor,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  { structure, level }: { readonly structure: Learned; readonly level: Learned },
  options: TrainingErrorOptions,
): Promise<TrainingErrors> {
  const { taps, signal } = options;
  const sums = {
    structure: new Float64Array(structure.rows.length),
    level: new Float64Array(level.rows.length),
  };
  await executor.inSpace("training errors", async (space) => {
    const filters = space.upload("filters", halvedFilters(taps, structure.filters, level.filters));
    for (const [index, volume] of volumes.entries()) {
      const set = samples[index] as FoldedSamples;
      await forEachSlab(space, volume, set, options, async (slab, first) => {
        const errors = space.storage("squared errors", 4 * slab.count);
        await space.run({
          kernel: FOLDED_ERRORS,
          constants: { LEVEL_FILTERS: structure.rows.length },
          params: {},
          buffers: [slab.low, slab.tapOffsets, slab.samples, filters, errors],
          items: slab.count,
          operationsPerItem: 3 * taps,
          signal,
        });
        for (const [i, error] of new Float32Array(await space.read(errors, 4 * slab.count)).entries()) {
          const word = set.words[first + i] as number;
          const [a, b] = [structureOf(word), levelOf(word)];
          sums.structure[a] = (sums.structure[a] as number) + error;
          sums.level[b] = (sums.level[b] as number) + error;
        }
        space.free(errors);
      });
    }
  });
  const means = (sum: Float64Array, rows: Uint32Array) =>
    Float32Array.from(sum, (value, c) => value / Math.max(1, rows[c] as number));
  return { structure: means(sums.structure, structure.rows), level: means(sums.level, level.rows) };
}
