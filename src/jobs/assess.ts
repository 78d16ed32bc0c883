/** How well a bank fits a scan, measured: a part of it is made coarse, made fine again, and compared with itself. */

import type { Executor } from "../compute/executor";
import { type Box, boxAround } from "../core/box";
import { EigenvoxError } from "../core/errors";
import { type Foreground, isForeground } from "../core/histogram";
import { fillMissing } from "../core/missing";
import { partOf } from "../core/progress";
import type { Factor, Vec3, Volume } from "../core/volume";
import { degradeVolume } from "../degradations/degrade";
import { type SuperResolveOptions, superResolve } from "./super-resolve";

/** Voxels along each axis of the part that is measured on, where the scan has as many; fewer where nothing is fast. */
const SIDE = 64;
const SOFTWARE_SIDE = 48;
/** The part made coarse has at least so many. */
const MIN_COARSE = 4;
/** Voxels at the part's faces that are not counted: what lies beyond them is missing. */
const BORDER = 4;
const MIN_TISSUE = 100;
/** Runs that are shorter than this are made again: the first one has kernels to compile. */
const SHORT_SECONDS = 0.4;

export interface Assessed {
  /** PSNR above that of tricubic interpolation, in tissue, dB; undefined where there is no tissue or no error. */
  readonly gainDb: number | undefined;
  /** What making the part fine again took. */
  readonly seconds: number;
}

/**
 * The part of the scan to measure on, of sides that are multiples of the factor: of the boxes around a voxel index, half a
 * box apart, the one in which tissue varies most. Throws `E_BAD_DIMS` where the scan is too small to be made coarse.
 */
export function assessedBox(
  { isSoftware }: Pick<Executor, "isSoftware">,
  scan: Volume,
  foreground: Foreground,
  factor: Factor,
  around: Vec3,
): Box {
  const size = scan.dims.map((n, axis) => {
    const side = Math.min(isSoftware ? SOFTWARE_SIDE : SIDE, n);
    return side - (side % (factor[axis] as number));
  }) as unknown as Vec3;
  if (size.some((n, axis) => n < MIN_COARSE * (factor[axis] as number))) {
    throw new EigenvoxError("E_BAD_DIMS", `A scan of ${scan.dims.join("×")} voxels is too small to be measured on.`);
  }
  const steps = [0, -1, 1];
  let best: { box: Box; energy: number } | undefined;
  for (const z of steps) {
    for (const y of steps) {
      for (const x of steps) {
        const middle = [x, y, z].map((step, axis) => (around[axis] as number) + (step * (size[axis] as number)) / 2);
        const box = boxAround(scan.dims, middle as unknown as Vec3, size);
        const energy = energyOf(scan, foreground, box);
        if (!best || energy > best.energy) best = { box, energy };
      }
    }
  }
  return (best as { box: Box }).box;
}

/** Sum of the squared differences of neighbours in tissue; of every second row and slice. */
function energyOf({ data, dims }: Volume, foreground: Foreground, { origin, size }: Box): number {
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  let sum = 0;
  for (let z = 0; z < size[2] - 1; z += 2) {
    for (let y = 0; y < size[1] - 1; y += 2) {
      let at = origin[0] + strides[1] * (origin[1] + y) + strides[2] * (origin[2] + z);
      for (let x = 0; x < size[0] - 1; x++, at++) {
        const value = data[at] as number;
        if (!isForeground(foreground, value)) continue;
        for (const stride of strides) {
          const next = data[at + stride] as number;
          if (isForeground(foreground, next)) sum += (next - value) ** 2;
        }
      }
    }
  }
  return sum;
}

/** Measures a bank on a part of a scan. Errors and cancelling as `superResolve`. */
export async function assess(
  executor: Executor,
  part: Volume,
  foreground: Foreground,
  options: SuperResolveOptions,
): Promise<Assessed> {
  const { factor, degradation, signal, onProgress } = options;
  const low = await degradeVolume(executor, fillMissing(part).filled, factor, degradation, { signal });
  let seconds = Number.POSITIVE_INFINITY;
  const run = async (from: number, to: number) => {
    const started = performance.now();
    const progress = partOf(onProgress, from, to);
    const made = await superResolve(executor, low, { ...options, keepInterpolated: true, onProgress: progress });
    seconds = Math.min(seconds, (performance.now() - started) / 1000);
    return made;
  };
  let made = await run(0, 0.5);
  if (seconds < SHORT_SECONDS) made = await run(0.5, 1);
  const border = part.dims.map((n) => Math.min(BORDER, Math.floor(n / 6))) as unknown as Vec3;
  const inside = tissueWithin(part, foreground, border);
  const error = squaredError(part, made.output, inside);
  const baseline = squaredError(part, made.interpolated ?? made.output, inside);
  const canTell = inside.length >= MIN_TISSUE && error > 0 && baseline > 0;
  return {
    gainDb: canTell ? 10 * Math.log10(baseline / error) : undefined,
    seconds,
  };
}

/** Indices of the voxels of the foreground, but for those at the faces. */
export function tissueWithin({ data, dims }: Volume, foreground: Foreground, [bx, by, bz]: Vec3): readonly number[] {
  const found: number[] = [];
  for (let z = bz; z < dims[2] - bz; z++) {
    for (let y = by; y < dims[1] - by; y++) {
      for (let x = bx; x < dims[0] - bx; x++) {
        const i = x + dims[0] * (y + dims[1] * z);
        if (isForeground(foreground, data[i] as number)) found.push(i);
      }
    }
  }
  return found;
}

const squaredError = (truth: Volume, made: Volume, inside: readonly number[]): number =>
  inside.reduce((sum, i) => sum + ((made.data[i] as number) - (truth.data[i] as number)) ** 2, 0);
