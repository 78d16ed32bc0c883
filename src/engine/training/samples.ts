/** Which voxels a bank is learned from, and their classes. Source: method §4.5, §6. */

import { CLASS_COUNT } from "../../core/method";
import { OUTSIDE } from "../brick";
import type { HashedVolume } from "../jobs/hash-volume";

/** Voxels the bin edges are taken from. Source: method §4.5. */
const EDGE_SAMPLES = 250_000;

/** Sampled voxels of one volume with what their class is made of. */
export interface Samples {
  readonly voxels: Uint32Array<ArrayBuffer>;
  /** azimuth bin · 8 + elevation bin. */
  readonly directions: Uint8Array;
  readonly strengths: Float32Array;
  readonly coherences: Float32Array;
}

/** 32 well-mixed bits of a seed, a stream and an index: sampling does not depend on the order of the work. */
export function mixBits(seed: number, stream: number, index: number): number {
  let h = Math.imul(index ^ Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca77), 0xc2b2ae3d);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Draws each voxel inside the mask with probability `share`. Classes in `hashed` must be without edges (bins 0). */
export function drawSamples(
  hashed: HashedVolume,
  mask: Uint8Array,
  share: number,
  seed: number,
  stream: number,
): Samples {
  const limit = share * 2 ** 32;
  const inside = (i: number) => mask[i] !== 0 && hashed.classes[i] !== OUTSIDE && mixBits(seed, stream, i) < limit;
  let count = 0;
  for (let i = 0; i < mask.length; i++) if (inside(i)) count++;
  const samples = {
    voxels: new Uint32Array(count),
    directions: new Uint8Array(count),
    strengths: new Float32Array(count),
    coherences: new Float32Array(count),
  };
  let at = 0;
  for (let i = 0; i < mask.length; i++) {
    if (!inside(i)) continue;
    samples.voxels[at] = i;
    samples.directions[at] = (hashed.classes[i] as number) / 9;
    samples.strengths[at] = hashed.features[2 * i] as number;
    samples.coherences[at] = hashed.features[2 * i + 1] as number;
    at++;
  }
  return samples;
}

export interface BinEdges {
  readonly strengthEdges: readonly [number, number];
  readonly coherenceEdges: readonly [number, number];
}

/** Tertiles of strength and coherence over all volumes' samples. */
export function binEdges(all: readonly Samples[], seed: number): BinEdges {
  const total = all.reduce((sum, { voxels }) => sum + voxels.length, 0);
  const limit = (EDGE_SAMPLES / total) * 2 ** 32;
  const tertiles = (values: (samples: Samples) => Float32Array): [number, number] => {
    const drawn: number[] = [];
    for (const [stream, samples] of all.entries()) {
      const from = values(samples);
      for (let i = 0; i < from.length; i++)
        if (mixBits(seed ^ 0x5bd1e995, stream, i) < limit) drawn.push(from[i] as number);
    }
    const sorted = Float32Array.from(drawn).sort();
    return [sorted[Math.floor(sorted.length / 3)] ?? 0, sorted[Math.floor((2 * sorted.length) / 3)] ?? 0];
  };
  return { strengthEdges: tertiles((s) => s.strengths), coherenceEdges: tertiles((s) => s.coherences) };
}

/** Sample numbers ordered by class and, within a class, by brick; `starts[class·bricks + brick]` is where each run begins. */
export interface SortedSamples {
  readonly order: Uint32Array<ArrayBuffer>;
  readonly starts: Uint32Array<ArrayBuffer>;
}

/** Counting sort of a volume's samples by class and brick. */
export function sortSamples(
  samples: Samples,
  edges: BinEdges,
  brickOf: (voxel: number) => number,
  bricks: number,
): SortedSamples {
  const count = samples.voxels.length;
  const bin = (value: number, [low, high]: readonly [number, number]) => (value >= high ? 2 : value >= low ? 1 : 0);
  const keys = new Uint32Array(count);
  const starts = new Uint32Array(CLASS_COUNT * bricks + 1);
  for (let i = 0; i < count; i++) {
    const strength = bin(samples.strengths[i] as number, edges.strengthEdges);
    const coherence = bin(samples.coherences[i] as number, edges.coherenceEdges);
    const classIndex = ((samples.directions[i] as number) * 3 + strength) * 3 + coherence;
    const key = classIndex * bricks + brickOf(samples.voxels[i] as number);
    keys[i] = key;
    starts[key + 1] = (starts[key + 1] as number) + 1;
  }
  for (let key = 0; key < CLASS_COUNT * bricks; key++)
    starts[key + 1] = (starts[key + 1] as number) + (starts[key] as number);
  const next = starts.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number;
    const at = next[key] as number;
    order[at] = i;
    next[key] = at + 1;
  }
  return { order, starts };
}
