/** Which voxels a bank is learned from, and their order by class. Source: method §4.5, §6. */

import type { DeviceBuffer, Space } from "../../../compute/executor";
import { mixBits, mixLimit } from "../../../core/random";
import type { Vec3 } from "../../../core/volume";
import { SELECT_SAMPLES, SORT_SAMPLES } from "../../../kernels/kernels";
import { type Brick, rowPitch } from "../../../parts/brick";
import type { Stage } from "../../../parts/stage";
import type { BinEdges } from "../../common/binned-bank";
import { sortByKey } from "../../common/sort";
import { CLASS_COUNT } from "../classes";

/** Voxels the bin edges are taken from. Source: method §4.5. */
const EDGE_SAMPLES = 250_000;
/** RUN of shaders/select-samples.wgsl. */
const SELECT_RUN = 16;
/** Words of a Sample there and in shaders/shared/sample-class.wgsl: voxel, bins, strength, coherence. */
export const SAMPLE_WORDS = 4;
/** Sort keys: the classes, then those of held-out voxels. */
export const SORT_KEYS = 2 * CLASS_COUNT;

/** Samples of one brick as the kernels write them, `SAMPLE_WORDS` words each, in the order of its voxels. */
export type Samples = Uint32Array<ArrayBuffer>;

export interface Selection {
  readonly seed: number;
  /** The volume's number: volumes draw independently. */
  readonly stream: number;
  /** Share of the voxels inside the mask that is taken. */
  readonly share: number;
  /** Share of blocks of 16³ voxels whose samples are held out of the sums. */
  readonly heldOutShare: number;
}

/** Seed of the choice of held-out blocks. */
export function heldOutSeed(seed: number): number {
  return (seed ^ 0x27d4eb2f) >>> 0;
}

/** Draws a brick's samples. `hashed` must be without edges (strength and coherence bins 0) and with features. */
export async function selectSamples(
  { space, signal }: Stage,
  brick: Brick,
  dims: Vec3,
  mask: Uint8Array,
  hashed: { classes: DeviceBuffer; features: DeviceBuffer },
  { seed, stream, share, heldOutShare }: Selection,
): Promise<Samples> {
  const pitch = rowPitch(brick);
  const [, sy, sz] = brick.size;
  const runs = Math.ceil((pitch * sy * sz) / SELECT_RUN);
  const maskBuffer = space.upload("mask", brickMask(brick, dims, mask));
  const offsets = space.storage("sample offsets", 4 * runs);
  const select = async (samples: DeviceBuffer, write: number) =>
    space.run({
      kernel: SELECT_SAMPLES,
      constants: { WRITE: write },
      params: {
        ...brick,
        pitch,
        volume: dims.slice(0, 2),
        seed,
        stream,
        limit: mixLimit(share),
        heldOutSeed: heldOutSeed(seed),
        heldOutLimit: heldOutShare > 0 ? mixLimit(heldOutShare) : 0,
      },
      buffers: [hashed.classes, hashed.features, maskBuffer, offsets, samples],
      items: runs,
      operationsPerItem: 20 * SELECT_RUN,
      signal,
    });
  const nothing = space.storage("no samples", 4 * SAMPLE_WORDS);
  await select(nothing, 0);
  const counts = new Uint32Array(await space.read(offsets, 4 * runs));
  const total = exclusiveSums(counts);
  space.write(offsets, counts);
  const bytes = 4 * SAMPLE_WORDS * total;
  const samples = space.storage("samples", bytes);
  if (total > 0) await select(samples, 1);
  const read = total > 0 ? new Uint32Array(await space.read(samples, bytes)) : new Uint32Array();
  for (const buffer of [maskBuffer, offsets, nothing, samples]) space.free(buffer);
  return read;
}

/** The brick's part of the mask, a byte per voxel, rows rounded up to whole quads. */
function brickMask(brick: Brick, [nx, ny]: Vec3, mask: Uint8Array): Uint32Array<ArrayBuffer> {
  const pitch = rowPitch(brick);
  const [ox, oy, oz] = brick.origin;
  const [sx, sy, sz] = brick.size;
  const bytes = new Uint8Array(pitch * sy * sz);
  for (let z = 0; z < sz; z++) {
    for (let y = 0; y < sy; y++) {
      const from = ox + nx * (oy + y + ny * (oz + z));
      bytes.set(mask.subarray(from, from + sx), pitch * (y + sy * z));
    }
  }
  return new Uint32Array(bytes.buffer);
}

/** Tertiles of strength and coherence over about 250,000 of all samples. */
export function binEdges(all: readonly Samples[], seed: number): BinEdges {
  const total = all.reduce((sum, samples) => sum + samples.length / SAMPLE_WORDS, 0);
  const limit = mixLimit(EDGE_SAMPLES / total);
  const tertiles = (word: number): [number, number] => {
    const drawn: number[] = [];
    for (const [stream, samples] of all.entries()) {
      const values = new Float32Array(samples.buffer);
      for (let i = 0; i < values.length / SAMPLE_WORDS; i++) {
        if (mixBits(seed ^ 0x5bd1e995, stream, i) <= limit) drawn.push(values[i * SAMPLE_WORDS + word] as number);
      }
    }
    const sorted = Float32Array.from(drawn).sort();
    return [sorted[Math.floor(sorted.length / 3)] ?? 0, sorted[Math.floor((2 * sorted.length) / 3)] ?? 0];
  };
  return { strengthEdges: tertiles(2), coherenceEdges: tertiles(3) };
}

/** Voxels ordered by class, held-out ones behind the others; those of sort key k are `starts[k]` … `starts[k + 1] - 1`. */
export interface SortedSamples {
  readonly voxels: Uint32Array<ArrayBuffer>;
  /** Length SORT_KEYS + 1. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

/** Counting sort of a brick's samples by class. */
export async function sortSamples(
  space: Space,
  samples: Samples,
  { strengthEdges, coherenceEdges }: BinEdges,
  signal?: AbortSignal,
): Promise<SortedSamples> {
  const count = samples.length / SAMPLE_WORDS;
  if (count === 0) return { voxels: new Uint32Array(), starts: new Uint32Array(SORT_KEYS + 1) };
  const sampleBuffer = space.upload("samples", samples);
  const { order, starts } = await sortByKey(space, {
    kernel: SORT_SAMPLES,
    samples: sampleBuffer,
    params: { samples: count, strengthEdges, coherenceEdges },
    keys: SORT_KEYS,
    signal,
  });
  const voxels = new Uint32Array(await space.read(order, 4 * count)).map((i) => samples[SAMPLE_WORDS * i] as number);
  for (const buffer of [sampleBuffer, order]) space.free(buffer);
  return { voxels, starts };
}

/** Replaces each count by the sum of those before it; returns the sum of all. */
function exclusiveSums(counts: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const own = counts[i] as number;
    counts[i] = sum;
    sum += own;
  }
  return sum;
}
