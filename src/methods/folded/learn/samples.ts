/** The voxels a folded bank is learned from. Source: folded §6. */

import type { Executor } from "../../../compute/executor";
import type { JobOptions } from "../../../core/progress";
import { mixBits, mixLimit } from "../../../core/random";
import { type Factor, type Vec3, voxelCount } from "../../../core/volume";
import { FOLDED_SAMPLES } from "../../../kernels/kernels";
import { type Brick, brickInput, OUTSIDE, rowPitch } from "../../../parts/brick";
import { type PartedWork, runParts } from "../../../parts/run-parts";
import type { BinEdges } from "../../common/binned-bank";
import type { LearningVolume } from "../../common/learning-volume";
import { UNREACHED, upsampleBrick } from "../../common/stages";
import { type ClassScheme, type Exchange, numbersOf, STRUCTURE_CLASSES } from "../folding";
import { lowPartOf } from "../low-part";
import { foldBrick, NUMBERS_PADDED } from "../stages";

/** Side of the blocks that samples are drawn from, in voxels of the finer grid. */
const BLOCK = 48;
/** Share of the voxels inside the mask that is drawn from a block of a large volume. */
const DENSITY = 1 / 6;
/** Sets the choice of blocks apart from that of voxels. */
const BLOCK_SEED = 0x5bd1e995;

/** Structure classes that differ in ratios, strength and coherence alone. */
const SIGNS_UNIT = 4 * 3 * 3;

const SAMPLE_KEYS = ["voxels", "words", "strengths", "coherences", "upsampled"] as const;

/** Drawn voxels of one volume. */
export class FoldedSamples {
  /** Indices in the finer grid. */
  readonly voxels: Uint32Array<ArrayBuffer>;
  /** Packed words of shaders/shared/folded.wgsl. */
  readonly words: Uint32Array<ArrayBuffer>;
  readonly strengths: Float32Array<ArrayBuffer>;
  readonly coherences: Float32Array<ArrayBuffer>;
  /** Interpolated values. */
  readonly upsampled: Float32Array<ArrayBuffer>;
  /** `numbersOf` the scheme for each voxel, until its class is known. */
  numbers: Float32Array<ArrayBuffer>;

  constructor(count: number, width = 0) {
    this.voxels = new Uint32Array(count);
    this.words = new Uint32Array(count);
    this.strengths = new Float32Array(count);
    this.coherences = new Float32Array(count);
    this.upsampled = new Float32Array(count);
    this.numbers = new Float32Array(count * width);
  }

  /** Those of these indices, in their order, without their numbers. */
  pick(indices: ArrayLike<number>): FoldedSamples {
    const out = new FoldedSamples(indices.length);
    for (let to = 0; to < indices.length; to++) {
      const from = indices[to] as number;
      for (const key of SAMPLE_KEYS) out[key][to] = this[key][from] as number;
    }
    return out;
  }

  /** Puts the strength and coherence bins, hashed as 0 while no edge was known, into the words. */
  sortIntoBins({ strengthEdges, coherenceEdges }: BinEdges): void {
    const bin = (value: number, [low, high]: readonly [number, number]) => (value >= high ? 2 : value >= low ? 1 : 0);
    for (let i = 0; i < this.words.length; i++) {
      const strength = bin(this.strengths[i] as number, strengthEdges);
      (this.words[i] as number) += 3 * strength + bin(this.coherences[i] as number, coherenceEdges);
    }
  }
}

export const structureOf = (word: number) => word & 0xfff;
export const symmetryOf = (word: number) => word >>> 23;
export const levelOf = (word: number) => (word >>> 12) & 0x7ff;

/**
 * The level class of a pair of a structure class and one of so many levels or centres, numbered `structure · steps + step`.
 * Source: folded §3, §4.
 */
export function levelOfPair(pair: number, steps: number): number {
  const structure = Math.floor(pair / steps);
  const kind = Math.floor(structure / STRUCTURE_CLASSES);
  const signs = Math.floor(structure / SIGNS_UNIT) % 4;
  return (kind * 4 + signs) * steps + (pair % steps);
}

export interface DrawOptions extends JobOptions {
  readonly factor: Factor;
  readonly exchange: Exchange;
  readonly classes: ClassScheme;
  readonly sigma: number;
  readonly rowsPerVolume: number;
  readonly seed: number;
}

/**
 * Draws about `rowsPerVolume` voxels inside the mask, the same ones for the same seed however the volume is cut; their bins
 * and centres are not known yet.
 */
export async function drawSamples(
  executor: Executor,
  volume: LearningVolume,
  stream: number,
  options: DrawOptions,
): Promise<FoldedSamples> {
  const { dims, low, mask } = volume;
  const { factor, exchange, classes, sigma, rowsPerVolume, seed, signal, onProgress } = options;
  const inside = mask.reduce((sum, own) => sum + own, 0);
  const share = Math.min(1, rowsPerVolume / Math.max(1, inside));
  // Of large volumes only some blocks are hashed, and more voxels drawn from each.
  const blockShare = Math.min(1, share / DENSITY);
  const all = blocks(dims);
  const some = all.filter((_, index) => mixBits(seed ^ BLOCK_SEED, stream, index) <= mixLimit(blockShare));
  // Of so few blocks that none was chosen, all are taken.
  const [bricks, density] = some.length > 0 ? [some, share / blockShare] : [all, share];
  const limit = mixLimit(density);
  const settings = { factor, exchange, classes, sigma, ...UNREACHED };
  const width = numbersOf(classes);
  const parts: FoldedSamples[] = [];
  const drawing: PartedWork<Brick, void, FoldedSamples | undefined> = {
    label: "draw",
    parts: bricks,
    share: () => {},
    operations: ({ size }) => voxelCount(size),
    compute: async (stage, block) => {
      const { space } = stage;
      const { brick, chosen, voxels } = choose(block, dims, (i) => mask[i] !== 0 && mixBits(seed, stream, i) <= limit);
      if (chosen.length === 0) return undefined;
      const input = brickInput(low, factor, brick, 1);
      const upsampled = await upsampleBrick(stage, input);
      const folded = await foldBrick(stage, input, lowPartOf(low, factor, brick), upsampled, settings, true);
      const chosenBuffer = space.upload("chosen voxels", chosen);
      const records = space.storage("samples", 16 * chosen.length);
      const numbers = space.storage("numbers of samples", 4 * NUMBERS_PADDED * (width > 0 ? chosen.length : 1));
      await space.run({
        kernel: FOLDED_SAMPLES,
        constants: { NUMBERS: width > 0 ? 1 : 0 },
        params: input.params,
        buffers: [chosenBuffer, folded.voxels, folded.features, upsampled, folded.numbers, records, numbers],
        items: chosen.length,
        operationsPerItem: 20,
        signal: stage.signal,
      });
      const drawn = unpack(
        await space.read(records, 16 * chosen.length),
        new Float32Array(await space.read(numbers, numbers.size)),
        voxels,
        width,
      );
      for (const buffer of [chosenBuffer, records, numbers, upsampled, ...Object.values(folded)]) space.free(buffer);
      return drawn;
    },
    merge: (drawn) => {
      if (drawn) parts.push(drawn);
    },
  };
  await runParts(executor, drawing, {
    signal,
    onProgress: ({ fraction }) => onProgress?.({ stage: "Drawing", fraction }),
  });
  return joined(parts, width);
}

/** The volume in blocks of BLOCK³ voxels, those at the high ends smaller: small enough for any device. */
function blocks(dims: Vec3): Brick[] {
  const starts = (axis: number) =>
    Array.from({ length: Math.ceil((dims[axis] as number) / BLOCK) }, (_, i) => i * BLOCK);
  const [xs, ys, zs] = [starts(0), starts(1), starts(2)];
  return zs.flatMap((z) =>
    ys.flatMap((y) =>
      xs.map(
        (x): Brick => ({
          origin: [x, y, z],
          size: [Math.min(BLOCK, dims[0] - x), Math.min(BLOCK, dims[1] - y), Math.min(BLOCK, dims[2] - z)],
        }),
      ),
    ),
  );
}

/** The chosen voxels of a block in the order of the volume, the box that holds them, and their places in its rows. */
function choose({ origin, size }: Brick, [nx, ny]: Vec3, take: (voxel: number) => boolean) {
  const voxels: number[] = [];
  const places: number[] = []; // x, y, z of each
  for (let z = origin[2]; z < origin[2] + size[2]; z++) {
    for (let y = origin[1]; y < origin[1] + size[1]; y++) {
      for (let x = origin[0]; x < origin[0] + size[0]; x++) {
        const voxel = x + nx * (y + ny * z);
        if (!take(voxel)) continue;
        voxels.push(voxel);
        places.push(x, y, z);
      }
    }
  }
  const first: [number, number, number] = [Infinity, Infinity, Infinity];
  const last: [number, number, number] = [-1, -1, -1];
  for (let i = 0; i < places.length; i++) {
    first[i % 3] = Math.min(first[i % 3] as number, places[i] as number);
    last[i % 3] = Math.max(last[i % 3] as number, places[i] as number);
  }
  const [fx, fy, fz] = first;
  const brick: Brick = { origin: first, size: [last[0] - fx + 1, last[1] - fy + 1, last[2] - fz + 1] };
  const place = (i: number) => places[i] as number;
  const chosen = Uint32Array.from(voxels, (_, i) => {
    const row = place(3 * i + 1) - fy + brick.size[1] * (place(3 * i + 2) - fz);
    return place(3 * i) - fx + rowPitch(brick) * row;
  });
  return { brick, chosen, voxels };
}

/** The records of one brick, without those whose neighbourhood is flat. */
function unpack(records: ArrayBuffer, numbers: Float32Array, voxels: readonly number[], width: number): FoldedSamples {
  const words = new Uint32Array(records);
  const floats = new Float32Array(records);
  const kept = Array.from({ length: voxels.length }, (_, i) => i).filter((i) => words[4 * i] !== OUTSIDE);
  const out = new FoldedSamples(kept.length, width);
  for (const [to, i] of kept.entries()) {
    out.voxels[to] = voxels[i] as number;
    out.words[to] = words[4 * i] as number;
    out.strengths[to] = floats[4 * i + 1] as number;
    out.coherences[to] = floats[4 * i + 2] as number;
    out.upsampled[to] = floats[4 * i + 3] as number;
    out.numbers.set(numbers.subarray(i * NUMBERS_PADDED, i * NUMBERS_PADDED + width), to * width);
  }
  return out;
}

function joined(parts: readonly FoldedSamples[], width: number): FoldedSamples {
  const out = new FoldedSamples(
    parts.reduce((sum, { words }) => sum + words.length, 0),
    width,
  );
  let at = 0;
  for (const part of parts) {
    for (const key of SAMPLE_KEYS) out[key].set(part[key], at);
    out.numbers.set(part.numbers, at * width);
    at += part.words.length;
  }
  return out;
}

/** Tertiles of strength and coherence over all samples. */
export function binEdges(all: readonly FoldedSamples[]): BinEdges {
  const tertiles = (values: (samples: FoldedSamples) => Float32Array): [number, number] => {
    const sorted = new Float32Array(all.reduce((sum, { words }) => sum + words.length, 0));
    let at = 0;
    for (const samples of all) {
      sorted.set(values(samples), at);
      at += samples.words.length;
    }
    sorted.sort();
    const element = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
    return [element(1 / 3), element(2 / 3)];
  };
  return { strengthEdges: tertiles((s) => s.strengths), coherenceEdges: tertiles((s) => s.coherences) };
}
