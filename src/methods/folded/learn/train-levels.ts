/** Learning a folded bank at several levels of noise. Source: folded §10. */

import type { Wordless } from "../../../banks/bank";
import type { Executor } from "../../../compute/executor";
import { partOf } from "../../../core/progress";
import type { LearningVolume } from "../../common/learning-volume";
import type { LearningInput } from "../../method";
import type { FoldedBank, NoiseLevel } from "../bank";
import { atNoise } from "../between";
import { type FoldedTrainOptions, trainFolded } from "./train";

/** Standard deviations of the noise added to the degraded volumes, in working units. */
export const NOISE_LEVELS: readonly number[] = [0, 0.01, 0.02, 0.04];

const LEAST_STEP = 1e-6;

/** Learns the filters of every level, each from volumes that noisy. Errors and cancelling as `trainFolded`. */
export async function trainFoldedLevels(
  executor: Executor,
  inputs: readonly LearningInput[],
  levels: readonly number[],
  options: Omit<FoldedTrainOptions, "noise">,
): Promise<Wordless<FoldedBank>> {
  const trained: Wordless<FoldedBank>[] = [];
  // Those of the calmest level are those of all, so that classes of the same number are alike.
  let { centres } = options;
  const noise: NoiseLevel[] = [];
  const prepared: LearningVolume[] = [];
  for (const [index, added] of levels.entries()) {
    const { prior } = options;
    const read: number[] = [];
    const report = partOf(options.onProgress, index / levels.length, (index + 1) / levels.length);
    const bank = await trainFolded(executor, inputs, {
      ...options,
      prepared,
      centres,
      noise: added,
      ...(prior && { prior: levelOf(prior, index) }),
      onNoise: (share) => read.push(share ?? added),
      onProgress: ({ stage, fraction }) => report({ stage: `Noise ${100 * added} %: ${stage}`, fraction }),
    });
    trained.push(bank);
    centres = bank.centres;
    noise.push(levelRead(added, read, noise.at(-1)));
  }
  return withLevels(trained, noise);
}

/** A level of noise, as it is read of the volumes: as more than the one before it, as it is. */
export function levelRead(added: number, read: readonly number[], before: NoiseLevel | undefined): NoiseLevel {
  return { added, measured: Math.max(median(read), (before?.measured ?? -LEAST_STEP) + LEAST_STEP) };
}

/** One bank of the banks of all levels. */
export function withLevels(
  trained: readonly Wordless<FoldedBank>[],
  noise: readonly NoiseLevel[],
): Wordless<FoldedBank> {
  const [first, ...noisier] = trained as readonly [Wordless<FoldedBank>, ...Wordless<FoldedBank>[]];
  if (noisier.length === 0) return first;
  return {
    ...first,
    metadata: { ...first.metadata, noise },
    noisier: noisier.map(({ metadata: _, centres: __, ...classes }) => classes),
  };
}

/** The prior's own classes at a level, where it has as many. */
export function levelOf(prior: FoldedBank, index: number): FoldedBank {
  const level = prior.metadata.noise?.[index] ?? prior.metadata.noise?.at(-1);
  return level ? atNoise(prior, level.measured) : prior;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};
