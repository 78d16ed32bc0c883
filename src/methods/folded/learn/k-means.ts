/** Centres of rows of numbers: each row's nearest centre is near. Source: folded §11. */

import { breather } from "../../../core/breathe";
import { seededRandom } from "../../../core/random";

/** Rounds at the most: later ones move little. */
const ROUNDS = 30;

export interface KMeansOptions {
  /** Numbers of a row. */
  readonly width: number;
  /** How many centres. */
  readonly count: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The centres, row after row. They begin at rows drawn with a probability that grows with the square of the distance to
 * those drawn before, and move to the mean of the rows nearest to them until none moves. Of fewer different rows than
 * centres some are alike; of no rows all are 0. Cost: count · width multiply-adds a row and round.
 */
export async function kMeans(
  rows: Float32Array,
  { width, count, seed, signal }: KMeansOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const breathe = breather(signal);
  const total = rows.length / width;
  const centres = new Float32Array(count * width);
  if (total === 0) return centres;
  const random = seededRandom(seed);
  const distances = new Float32Array(total).fill(Number.MAX_VALUE);
  for (let c = 0, chosen = Math.floor(random() * total); c < count; c++) {
    await breathe();
    centres.set(rows.subarray(chosen * width, (chosen + 1) * width), c * width);
    let sum = 0;
    for (let i = 0; i < total; i++) {
      distances[i] = Math.min(distances[i] as number, squaredDistance(rows, i * width, centres, c * width, width));
      sum += distances[i] as number;
    }
    let left = random() * sum;
    chosen = 0;
    while (chosen < total - 1 && left >= (distances[chosen] as number)) left -= distances[chosen++] as number;
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(count * width);
    const counts = new Uint32Array(count);
    for (let i = 0; i < total; i++) {
      if (i % 1024 === 0) await breathe();
      const c = nearest(rows, i * width, centres, width);
      (counts[c] as number)++;
      for (let k = 0; k < width; k++) (sums[c * width + k] as number) += rows[i * width + k] as number;
    }
    let moved = false;
    for (let at = 0; at < centres.length; at++) {
      const own = counts[Math.floor(at / width)] as number;
      const mean = own === 0 ? (centres[at] as number) : Math.fround((sums[at] as number) / own);
      moved ||= mean !== centres[at];
      centres[at] = mean;
    }
    if (!moved) break;
  }
  return centres;
}

/** The first of the nearest centres to the row that begins at `at`. */
export function nearest(rows: Float32Array, at: number, centres: Float32Array, width: number): number {
  let least = Number.POSITIVE_INFINITY;
  let found = 0;
  for (let c = 0; c < centres.length; c += width) {
    const distance = squaredDistance(rows, at, centres, c, width);
    if (distance < least) {
      least = distance;
      found = c;
    }
  }
  return found / width;
}

function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) {
    const difference = (a[i + k] as number) - (b[j + k] as number);
    sum += difference * difference;
  }
  return sum;
}
