/** The centres of a bank, from the numbers of the voxels drawn, and which is nearest to each voxel. Source: folded §11. */

import { breather } from "../../../core/breathe";
import { CENTRES, type ClassScheme, numbersOf, STRUCTURE_CLASSES } from "../folding";
import { kMeans, nearest } from "./k-means";
import { type FoldedSamples, structureOf } from "./samples";

/** Rows of a phase kind that centres are found among, at the most. */
const MOST_ROWS = 50_000;

export interface CentreOptions {
  readonly scheme: ClassScheme;
  /** How many phase kinds there are. */
  readonly kinds: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** [phase kind, CENTRES, number], of equally many rows of each kind if there are as many; cancel: now and then. */
export async function learnCentres(
  samples: readonly FoldedSamples[],
  { scheme, kinds, seed, signal }: CentreOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const width = numbersOf(scheme);
  const counts = new Uint32Array(kinds);
  for (const { words } of samples) for (const word of words) (counts[kindOf(word)] as number)++;
  const centres = new Float32Array(kinds * CENTRES * width);
  for (let kind = 0; kind < kinds; kind++) {
    const step = Math.max(1, (counts[kind] as number) / MOST_ROWS);
    const rows: number[] = [];
    let seen = 0;
    for (const { words, numbers } of samples) {
      for (let i = 0; i < words.length; i++) {
        if (kindOf(words[i] as number) !== kind) continue;
        // Every step-th of them.
        if (seen++ >= (rows.length / width) * step) rows.push(...numbers.subarray(i * width, (i + 1) * width));
      }
    }
    const own = await kMeans(Float32Array.from(rows), { width, count: CENTRES, seed, signal });
    centres.set(own, kind * CENTRES * width);
  }
  return centres;
}

/** Puts the nearest centres, hashed as the first while there was none, into the words, and forgets the numbers. */
export async function sortIntoCentres(
  samples: FoldedSamples,
  centres: Float32Array,
  { scheme, signal }: Pick<CentreOptions, "scheme" | "signal">,
): Promise<void> {
  const breathe = breather(signal);
  const width = numbersOf(scheme);
  const { words, numbers } = samples;
  for (let i = 0; i < words.length; i++) {
    if (i % 1024 === 0) await breathe();
    const first = kindOf(words[i] as number) * CENTRES * width;
    const own = centres.subarray(first, first + CENTRES * width);
    (words[i] as number) += 2 ** 12 * nearest(numbers, i * width, own, width);
  }
  samples.numbers = new Float32Array(0);
}

const kindOf = (word: number) => Math.floor(structureOf(word) / STRUCTURE_CLASSES);
