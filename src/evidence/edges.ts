/** What follows edges along an axis: the ripples that an end of k-space makes, and partial volume does not. */

import { type Foreground, foregroundOf } from "../core/histogram";
import type { Volume } from "../core/volume";
import { LineCrop } from "./true-grid";

export interface Ripples {
  /** In hundredths of the height of the edges; above 0 where they ring. */
  readonly height: number;
  /** Edges that were seen. */
  readonly edges: number;
}

/** Voxels looked at along an axis. */
const MAX_SAMPLES = 600_000;
/** Voxels from an edge at which ripples are looked for: farther than what blurs it, nearer than most other edges. */
const FROM = 4;
const TO = 7;
/** Voxels that must follow an edge. */
const MARGIN = TO + 4;
/** Least share that an edge between two voxels has of the difference between the voxels beside them. */
const STEEP = 0.7;
/** An edge with a voxel midway: that voxel lies so far from dark and bright at least. */
const MIDWAY = 0.3;

/**
 * Behind an edge of height h at distance j, `t_j` is the fourth difference (1, -4, 6, -4, 1)/16 around that voxel, over
 * h: what alternates from voxel to voxel, as the ripples of a sharp end of k-space do, with a phase that depends on
 * where between voxels the edge lies. So edges between two voxels are told from those with a voxel midway, and
 *
 *     height = 100 Σ_{j=4}^{7} (-1)^j (t_between(j) - t_midway(j)),
 *
 * each t being the mean of the middle half of all edges of its kind higher than `least`, and of both their sides. The
 * difference takes away what the anatomy alone leaves. The axis is looked at on its true grid of `trueVoxels`.
 */
export function ripplesAlong(
  volume: Volume,
  axis: 0 | 1 | 2,
  trueVoxels: number,
  least: number,
  { fill }: Pick<Foreground, "fill"> = foregroundOf(volume.data),
): Ripples {
  const { data, dims } = volume;
  const n = dims[axis];
  const stride = [1, dims[0], dims[0] * dims[1]][axis] as number;
  const crop = trueVoxels === n ? undefined : new LineCrop(n, trueVoxels);
  const line = new Float32Array(trueVoxels);
  const between = new EdgeTails();
  const midway = new EdgeTails();
  const step = Math.max(1, Math.floor(data.length / MAX_SAMPLES) | 1);
  for (let i = step >> 1; i < data.length / n; i += step) {
    const start = (i % stride) + stride * n * Math.floor(i / stride);
    if (crop) crop.run(data, start, stride, line, 0, 1);
    for (let x = 0; x < trueVoxels; x++) {
      const nearest = data[start + stride * Math.floor(((x + 0.5) * n) / trueVoxels)] as number;
      if (nearest === fill) line[x] = Number.NaN;
      else if (!crop) line[x] = nearest;
    }
    edgesOf(line, least, between, midway);
  }
  const height = between.alternating() - midway.alternating();
  return { height: 100 * height, edges: Math.min(between.count, midway.count) };
}

function edgesOf(line: Float32Array, least: number, between: EdgeTails, midway: EdgeTails): void {
  const at = (x: number) => line[x] as number;
  for (let x = MARGIN; x < line.length - MARGIN; x++) {
    const next = at(x + 1) - at(x);
    if (Math.abs(next) > least && Math.abs(next) > STEEP * Math.abs(at(x + 2) - at(x - 1))) {
      between.add(line, x, x + 1, next);
    }
    const height = at(x + 1) - at(x - 1);
    if (!(Math.abs(height) > least)) continue;
    const share = (at(x) - at(x - 1)) / height;
    const isHighest = Math.abs(at(x + 2) - at(x)) < Math.abs(height) && Math.abs(at(x) - at(x - 2)) < Math.abs(height);
    if (share > MIDWAY && share < 1 - MIDWAY && isHighest) midway.add(line, x - 1, x + 1, height);
  }
}

/** Tails of edges of one kind, by their distance. */
class EdgeTails {
  private readonly tails: number[][] = Array.from({ length: TO - FROM + 1 }, () => []);

  /** An edge whose dark and bright side are counted from the voxels `left` and `right`. */
  add(line: Float32Array, left: number, right: number, height: number): void {
    for (const [i, tails] of this.tails.entries()) {
      const tail = (fourth(line, right - 1 + FROM + i) - fourth(line, left + 1 - FROM - i)) / (2 * height);
      if (tail - tail === 0) tails.push(tail);
    }
  }

  get count(): number {
    return Math.min(...this.tails.map(({ length }) => length));
  }

  alternating(): number {
    return this.tails.reduce((sum, tails, i) => sum + ((FROM + i) % 2 === 0 ? 1 : -1) * middleMean(tails), 0);
  }
}

function fourth(line: Float32Array, x: number): number {
  const at = (i: number) => line[x + i] as number;
  return (at(-2) - 4 * at(-1) + 6 * at(0) - 4 * at(1) + at(2)) / 16;
}

function middleMean(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const kept = sorted.subarray(sorted.length >> 2, sorted.length - (sorted.length >> 2));
  return kept.length > 0 ? kept.reduce((sum, value) => sum + value, 0) / kept.length : 0;
}
