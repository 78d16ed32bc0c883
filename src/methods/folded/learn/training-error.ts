/** How well a folded bank does on its own training rows: each class's mean squared error. Source: folded §6. */

import type { DeviceBuffer, Executor } from "../../../compute/executor";
import { FOLDED_ERRORS } from "../../../kernels/kernels";
import { type PartedWork, runParts } from "../../../parts/run-parts";
import type { LearningVolume } from "../../common/learning-volume";
import { halvedFilters } from "../stages";
import type { FoldedAccumulateOptions } from "./accumulate";
import { type FoldedSamples, levelOf, structureOf } from "./samples";
import { planSlabs, type SlabOptions, type SlabPlan, withSlab } from "./slabs";

export type OfClasses<T> = Readonly<Record<"structure" | "level", T>>;

type Learned = OfClasses<{ readonly filters: Float32Array; readonly rows: Uint32Array }>;
type ErrorOptions = SlabOptions & Pick<FoldedAccumulateOptions, "taps" | "signal">;

/** Mean squared errors in squared working units; 0 for classes without rows. */
export async function squaredErrors(
  executor: Executor,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  learned: Learned,
  options: ErrorOptions,
): Promise<OfClasses<Float32Array<ArrayBuffer>>> {
  const errors = await rowErrors(executor, volumes, samples, learned, options);
  return classMeans(samples, errors, { structure: learned.structure.rows, level: learned.level.rows });
}

/** The mean of the rows' values in each class, which has so many rows; 0 for classes without. */
export function classMeans(
  samples: readonly FoldedSamples[],
  values: readonly Float32Array[],
  { structure, level }: OfClasses<Uint32Array>,
): OfClasses<Float32Array<ArrayBuffer>> {
  const sums = { structure: new Float64Array(structure.length), level: new Float64Array(level.length) };
  for (const [index, { words }] of samples.entries()) {
    for (const [i, value] of (values[index] as Float32Array).entries()) {
      const word = words[i] as number;
      (sums.structure[structureOf(word)] as number) += value;
      (sums.level[levelOf(word)] as number) += value;
    }
  }
  const means = (sum: Float64Array, rows: Uint32Array) =>
    Float32Array.from(sum, (value, c) => value / Math.max(1, rows[c] as number));
  return { structure: means(sums.structure, structure), level: means(sums.level, level) };
}

/** The squared error of every sample of each volume, in squared working units. */
export async function rowErrors(
  executor: Executor,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  { structure, level }: Learned,
  options: ErrorOptions,
): Promise<readonly Float32Array<ArrayBuffer>[]> {
  const { taps, factor, signal } = options;
  const all = samples.map(({ words }) => new Float32Array(words.length));
  const measuring: PartedWork<SlabPlan, DeviceBuffer, Float32Array> = {
    label: "training errors",
    parts: planSlabs(volumes, samples, options),
    share: (space) => space.upload("filters", halvedFilters(taps, structure.filters, level.filters)),
    operations: ({ first, end }) => end - first,
    compute: ({ space }, plan, filters) =>
      withSlab(space, volumes, samples, plan, factor, async (slab) => {
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
        const found = new Float32Array(await space.read(errors, 4 * slab.count));
        space.free(errors);
        return found;
      }),
    merge: (found, { volume, first }) => all[volume]?.set(found, first),
  };
  await runParts(executor, measuring, { signal });
  return all;
}

/** The squared error of interpolation there. */
export const interpolationErrors = (
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
): readonly Float32Array<ArrayBuffer>[] =>
  samples.map(({ voxels, upsampled }, index) => {
    const { original } = volumes[index] as LearningVolume;
    return Float32Array.from(voxels, (voxel, i) => ((original[voxel] as number) - (upsampled[i] as number)) ** 2);
  });
