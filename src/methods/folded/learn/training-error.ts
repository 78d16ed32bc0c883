/** How well a folded bank does on its own training rows: each class's mean squared error. Source: folded §6. */

import type { Executor } from "../../../compute/executor";
import { FOLDED_ERRORS } from "../../../kernels/kernels";
import type { LearningVolume } from "../../common/learning-volume";
import { halvedFilters } from "../stages";
import type { FoldedAccumulateOptions } from "./accumulate";
import { type FoldedSamples, levelOf, structureOf } from "./samples";
import { forEachSlab, type SlabOptions } from "./slabs";

type OfClasses<T> = Readonly<Record<"structure" | "level", T>>;

/** Mean squared errors in units of p²; 0 for classes without rows. */
export async function squaredErrors(
  executor: Executor,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  { structure, level }: OfClasses<{ readonly filters: Float32Array; readonly rows: Uint32Array }>,
  options: SlabOptions & Pick<FoldedAccumulateOptions, "taps" | "signal">,
): Promise<OfClasses<Float32Array<ArrayBuffer>>> {
  const { taps, signal } = options;
  const sums = { structure: new Float64Array(structure.rows.length), level: new Float64Array(level.rows.length) };
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
          (sums.structure[structureOf(word)] as number) += error;
          (sums.level[levelOf(word)] as number) += error;
        }
        space.free(errors);
      });
    }
  });
  const means = (sum: Float64Array, rows: Uint32Array) =>
    Float32Array.from(sum, (value, c) => value / Math.max(1, rows[c] as number));
  return { structure: means(sums.structure, structure.rows), level: means(sums.level, level.rows) };
}
