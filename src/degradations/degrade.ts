/** Low-resolution volumes made from high-resolution ones. Source: method §7. */

import type { Executor } from "../compute/executor";
import { Meter } from "../compute/meter";
import { downsampledGrid } from "../core/affine";
import { keysKernel } from "../core/keys-kernel";
import type { JobOptions } from "../core/progress";
import { cropToMultiple, type Factor, type Vec3, type Volume, voxelCount } from "../core/volume";
import { DEGRADE } from "../kernels/kernels";
import { type Brick, brickLimits, copyBrick, planBricks } from "../parts/brick";
import { transformVolume } from "../parts/fourier";
import { type LineTransform, lineTransform } from "../parts/fourier-tables";
import type { Degradation } from "./degradation";
import { checkDegradation, sliceProfile } from "./degradation";

export interface DegradeOptions extends JobOptions {
  /** Upper bound of the GPU memory the job may hold at a time, bytes; 512 MiB unless told. */
  readonly gpuBytes?: number | undefined;
}

/**
 * The volume on the grid that is `factor` times coarser, after cropping its high end to a multiple of the factor; same
 * units, same world positions (half-voxel centred grids). `kspace` and `cubic` may overshoot below the minimum.
 *
 * Throws `E_BAD_DIMS` when an axis is shorter than its factor, `E_ARGUMENT` as `checkDegradation`, and the GPU errors of
 * `Executor.inSpace`. Cancel: between GPU submits, by rejecting with the signal's reason.
 */
export async function degradeVolume(
  executor: Executor,
  volume: Volume,
  factor: Factor,
  degradation: Degradation,
  options: DegradeOptions = {},
): Promise<Volume> {
  checkDegradation(degradation, factor);
  options.signal?.throwIfAborted();
  const cropped = cropToMultiple(volume, factor);
  const grid = downsampledGrid(cropped, factor);
  const data =
    degradation === "kspace"
      ? await cropKspace(executor, cropped, factor, options)
      : await weigh(executor, cropped, grid.dims, factor, degradation, options);
  return { data, ...grid };
}

/** The m lowest frequencies of each axis, evaluated at the centres of the coarse voxels. */
async function cropKspace(executor: Executor, { data, dims }: Volume, factor: Factor, options: DegradeOptions) {
  const passes = dims.map((n, axis) => kspaceLines(n, factor[axis] as number));
  if (passes.every((pass) => pass.length === 0)) return data.slice();
  return transformVolume(executor, data, dims, { passes, targetParts: 1, stage: "Degrading" }, options);
}

/**
 * Of n frequencies the m = n/s from -⌊m/2⌋ on, times the phase that moves the first sample to (s - 1)/2 and 1/n, which
 * keeps the mean; then back to m voxels.
 */
function kspaceLines(n: number, s: number): LineTransform[] {
  if (s === 1) return [];
  const m = n / s;
  const lowest = -Math.floor(m / 2);
  const forward = lineTransform({
    inputs: n,
    outputs: m,
    period: n,
    sign: -1,
    before: (x) => -((lowest * x) % n) / n,
    after: (k) => ((lowest + k) * (s - 1)) / (2 * n),
    scale: 1 / n,
  });
  const back = lineTransform({ inputs: m, outputs: m, period: m, sign: 1, after: (j) => ((lowest * j) % m) / m });
  return [forward, back];
}

/** Weights of the fine voxels from `first` on, counted from the first one inside the coarse voxel; their sum is 1. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** The taps along an axis of the degradations that are weighted means. */
function tapsOf(degradation: Degradation, axis: number, s: number): Taps {
  const centre = (s - 1) / 2;
  const profile = sliceProfile(degradation);
  if (profile?.axis === axis) {
    const { thickness } = profile;
    // From the nearest voxels on at least; 1e-5 of the peak is left out.
    const reach = Math.max(2 * thickness, 0.5);
    const nearest = centre % 1;
    // Relative to the nearest voxel's weight, which for a very thin slice underflows.
    return taps(centre, reach, (d) => 2 ** (-4 * ((d * d - nearest * nearest) / (thickness * thickness))));
  }
  return degradation === "cubic" ? taps(centre, 1.5, keysKernel) : taps(centre, profile ? 0 : centre, () => 1);
}

function taps(centre: number, reach: number, weight: (distance: number) => number): Taps {
  const first = Math.ceil(centre - reach);
  const weights: number[] = [];
  for (let i = first; i <= centre + reach; i++) weights.push(weight(i - centre));
  const sum = weights.reduce((a, b) => a + b);
  return { first, weights: weights.map((w) => w / sum) };
}

/** Multiply-adds a coarse voxel takes: for pacing and progress. */
const costOf = (axes: readonly Taps[]) => 4 + axes.reduce((product, { weights }) => product * weights.length, 2);

async function weigh(
  executor: Executor,
  volume: Volume,
  dims: Vec3,
  factor: Factor,
  degradation: Degradation,
  { gpuBytes, signal, onProgress }: DegradeOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const axes = factor.map((s, axis) => tapsOf(degradation, axis, s));
  const cost = costOf(axes);
  const bricks = planBricks(dims, brickLimits(executor.limits, gpuBytes), (brick) => [
    // A brick at the low end needs less than one inside.
    4 * axes.reduce((n, { weights }, a) => n * ((brick.size[a] as number) * (factor[a] as number) + weights.length), 1),
    4 * voxelCount(brick.size),
  ]);
  const out = new Float32Array(voxelCount(dims));
  await executor.inSpace("degrade", async (space) => {
    const meter = new Meter(cost * out.length, onProgress);
    const weights = space.upload("weights", Float32Array.from(axes.flatMap(({ weights }) => weights)));
    for (const brick of bricks) {
      const { origin, size } = finePart(brick, factor, axes, volume.dims);
      const fine = space.upload("fine voxels", extract(volume, origin, size));
      const coarse = space.storage("coarse voxels", 4 * voxelCount(brick.size));
      await space.run({
        kernel: DEGRADE,
        params: {
          ...brick,
          factor,
          volume: volume.dims,
          fineOrigin: origin,
          fineSize: size,
          tap: axes.map(({ first }) => first),
          taps: axes.map(({ weights }) => weights.length),
        },
        buffers: [fine, weights, coarse],
        items: voxelCount(brick.size),
        operationsPerItem: cost,
        signal,
        onItemsDone: meter.track("Degrading", cost),
      });
      const [pitch, rows] = brick.size;
      const values = new Float32Array(await space.read(coarse, 4 * voxelCount(brick.size)));
      copyBrick(values, { pitch, rows, lead: [0, 0, 0] }, brick, out, dims);
      for (const buffer of [fine, coarse]) space.free(buffer);
    }
  });
  return out;
}

/** The fine voxels that a coarse brick is made from. */
function finePart(brick: Brick, factor: Factor, axes: readonly Taps[], dims: Vec3): { origin: Vec3; size: Vec3 } {
  const clamp = (axis: number, i: number) => Math.min(Math.max(i, 0), (dims[axis] as number) - 1);
  const low = axes.map(({ first }, a) => clamp(a, (brick.origin[a] as number) * (factor[a] as number) + first));
  const size = axes.map(({ first, weights }, a) => {
    const lastVoxel = (brick.origin[a] as number) + (brick.size[a] as number) - 1;
    return clamp(a, lastVoxel * (factor[a] as number) + first + weights.length - 1) - (low[a] as number) + 1;
  });
  return { origin: low as unknown as Vec3, size: size as unknown as Vec3 };
}

/** A box of the volume. */
function extract({ data, dims }: Volume, origin: Vec3, size: Vec3): Float32Array<ArrayBuffer> {
  const [nx, ny] = dims;
  const start = origin[0] + nx * (origin[1] + ny * origin[2]);
  // Whole slices lie together.
  if (size[0] === nx && size[1] === ny) return data.subarray(start, start + voxelCount(size));
  const out = new Float32Array(voxelCount(size));
  for (let z = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++) {
      const from = start + nx * (y + ny * z);
      out.set(data.subarray(from, from + size[0]), size[0] * (y + size[1] * z));
    }
  }
  return out;
}
