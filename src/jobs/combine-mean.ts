/** The mean of scans that have been registered, which combining begins with. */

import { aboutMeans, addPair, noPairs } from "../core/pair-moments";
import type { Affine, Volume } from "../core/volume";
import { type Grid, resampleOnto } from "../registration/resample";

/** `gain·value + offset` is in the first scan's intensities. */
export interface Scale {
  readonly gain: number;
  readonly offset: number;
}

/** What gives a scan the mean and the standard deviation of another where both are. */
function scaleTo(wanted: Float32Array, data: Float32Array): Scale {
  const sums = noPairs();
  for (let v = 0; v < data.length; v++) addPair(sums, wanted[v] as number, data[v] as number);
  const { means, aa, bb } = aboutMeans(sums);
  const gain = Math.sqrt(aa / bb);
  return Number.isFinite(gain) ? { gain, offset: means[0] - gain * means[1] } : { gain: 1, offset: 0 };
}

function meanOf(looked: readonly Float32Array[], scales: readonly Scale[]): Float32Array<ArrayBuffer> {
  const out = new Float32Array((looked[0] as Float32Array).length);
  for (let v = 0; v < out.length; v++) {
    let [sum, count] = [0, 0];
    for (const [i, data] of looked.entries()) {
      const value = data[v] as number;
      if (!Number.isFinite(value)) continue;
      const { gain, offset } = scales[i] as Scale;
      sum += gain * value + offset;
      count++;
    }
    out[v] = sum / count;
  }
  return out;
}

interface Means {
  readonly scales: readonly Scale[];
  readonly mean: Float32Array<ArrayBuffer>;
  without(scan: number): Float32Array<ArrayBuffer>;
}

/** Every scan on a grid, in the first one's intensities, and the mean of them and of all but one: NaN where none is. */
export async function meanOfAll(
  scans: readonly Volume[],
  transforms: readonly Affine[],
  grid: Grid,
  signal: AbortSignal | undefined,
): Promise<Means> {
  const looked: Float32Array[] = [];
  for (const [i, scan] of scans.entries())
    looked.push((await resampleOnto(scan, grid, transforms[i], { signal })).data);
  const scales = looked.map((data) => scaleTo(looked[0] as Float32Array, data));
  const without = (i: number) => {
    const others = [...scans.keys()].filter((other) => other !== i);
    return meanOf(
      others.map((other) => looked[other] as Float32Array),
      others.map((other) => scales[other] as Scale),
    );
  };
  return { scales, mean: meanOf(looked, scales), without };
}
