/** Lines of a scan on which its spectrum along an axis is seen free of what hides it: edges of the head, fill, air. */

import { type Foreground, isForeground } from "../core/histogram";
import type { Volume } from "../core/volume";

/** Samples looked at along an axis; more change nothing. */
const MAX_SAMPLES = 180_000;
const MAX_LINES = 1200;
/** Dark voxels between tissue that a run goes on over, as long as they are not fill. */
const GAP = 6;
/** Voxels in which the weight of a run rises from 0 to 1. */
const RAMP = 20;
/** Least length of a run. */
const MIN_RUN = 12;

export interface TextureLine {
  readonly values: Float64Array;
  /** By which they were multiplied, from 0 to 1. */
  readonly weights: Float64Array;
}

/**
 * Lines along an axis of the scan's central differences along the two other axes, which leaves fine structure and noise
 * and takes away what lines have in common; 0 outside runs of tissue, and rising smoothly from 0 within them. Loud
 * lines are made as loud as the loudest but tenth part.
 */
export function textureLines(volume: Volume, axis: 0 | 1 | 2, foreground: Foreground): TextureLine[] {
  const { data, dims } = volume;
  const n = dims[axis];
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const others = ([0, 1, 2] as const).filter((a) => a !== axis);
  const differed = others.filter((a) => dims[a] >= 3);
  let offsets: readonly number[] = [0];
  // In turn added and subtracted.
  for (const a of differed) offsets = offsets.flatMap((offset) => [offset + strides[a], offset - strides[a]]);
  const signs = offsets.map((_, i) => (differed.length === 2 && i > 1 ? -1 : 1) * (i % 2 === 0 ? 1 : -1));
  const taps = { offsets, signs };
  const [a, b] = others as unknown as [0 | 1 | 2, 0 | 1 | 2];
  const [marginA, marginB] = [a, b].map((other) => (differed.includes(other) ? 1 : 0)) as [number, number];
  const [innerA, innerB] = [dims[a] - 2 * marginA, dims[b] - 2 * marginB];
  const wanted = Math.min(MAX_LINES, Math.ceil(MAX_SAMPLES / n));
  const found: TextureLine[] = [];
  // Of many more lines than are wanted a part lies in the head.
  const step = Math.max(1, Math.floor((innerA * innerB) / (2.5 * wanted)) | 1);
  for (let i = step >> 1; i < innerA * innerB; i += step) {
    const start = strides[a] * (marginA + (i % innerA)) + strides[b] * (marginB + Math.floor(i / innerA));
    const line = textureLine(data, start, strides[axis], n, taps, foreground);
    if (line) found.push(line);
  }
  const kept = found.filter((_, i) => i % Math.ceil(found.length / wanted) === 0);
  return evenLoudness(kept);
}

function textureLine(
  data: Float32Array,
  start: number,
  stride: number,
  n: number,
  { offsets, signs }: { readonly offsets: readonly number[]; readonly signs: readonly number[] },
  foreground: Foreground,
): TextureLine | undefined {
  const [line, weights] = [new Float64Array(n), new Float64Array(n)];
  // 0: nothing to be seen, 1: dark, 2: tissue.
  const kinds = new Uint8Array(n).fill(2);
  for (let x = 0; x < n; x++) {
    let sum = 0;
    for (let i = 0; i < offsets.length; i++) {
      const value = data[start + x * stride + (offsets[i] as number)] as number;
      if (value - value !== 0 || value === foreground.fill) kinds[x] = 0;
      else if (kinds[x] === 2 && !isForeground(foreground, value)) kinds[x] = 1;
      sum += (signs[i] as number) * value;
    }
    line[x] = sum;
  }
  let isEmpty = true;
  for (let from = 0; from < n; ) {
    if (kinds[from] !== 2) {
      line[from++] = 0;
      continue;
    }
    let to = from;
    for (let x = from; x < n && kinds[x] !== 0 && x - to <= GAP; x++) if (kinds[x] === 2) to = x;
    const length = to + 1 - from;
    const ramp = Math.min(RAMP, length / 2);
    for (let x = from; x <= to; x++) {
      const depth = Math.min(x - from, to - x) + 0.5;
      const weight = length < MIN_RUN ? 0 : depth < ramp ? Math.sin((Math.PI * depth) / (2 * ramp)) ** 2 : 1;
      weights[x] = weight;
      line[x] = weight * (line[x] as number);
    }
    if (length >= MIN_RUN) isEmpty = false;
    from = to + 1;
  }
  return isEmpty ? undefined : { values: line, weights };
}

function evenLoudness(lines: readonly TextureLine[]): TextureLine[] {
  const energies = lines.map(({ values }) => values.reduce((sum, value) => sum + value * value, 0));
  const cap = Float64Array.from(energies).sort()[Math.floor(0.9 * (lines.length - 1))] as number;
  return lines.map(({ values, weights }, i) => {
    const energy = energies[i] as number;
    return { values: energy > cap ? values.map((value) => value * Math.sqrt(cap / energy)) : values, weights };
  });
}
