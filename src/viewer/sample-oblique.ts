/** Planes that cut a grid at an angle, and single points of it: nearest or trilinear. */

import { worldToVoxel } from "../core/probe";
import type { Vec3, Volume } from "../core/volume";
import type { TileCamera } from "./camera";
import type { Steps } from "./sample";
import { clampedIndex, isInside, lengthOf, nearestIndex } from "./vectors";

/** Samples per pixel along a screen axis where voxels are smaller than pixels, at most. */
const MAX_SAMPLES = 4;

/** Share of voxels with a value that a pixel needs to have one: half, less what arithmetic loses. */
export const MIN_SHARE = 0.5 - 1e-9;

/** Columns drawn together, so that voxels are still in the processor's cache when the next row needs them. */
const BLOCK = 64;

/** The volume's value at a world position: the voxel there, or interpolated between voxels; NaN outside. */
export function valueAt(volume: Volume, mm: Vec3, smooth = false): number {
  const [i, j, k] = worldToVoxel(volume.affine, mm);
  return samplerOf(volume, smooth)(i, j, k);
}

export function sampleOblique(
  volume: Volume,
  { width, height }: TileCamera,
  { origin, right, down }: Steps,
  smooth: boolean,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(width * height);
  const [nx, ny, nz] = volume.dims;
  const sample = samplerOf(volume, smooth);
  const across = Math.min(MAX_SAMPLES, Math.ceil(lengthOf(right) - 1e-6));
  const along = Math.min(MAX_SAMPLES, Math.ceil(lengthOf(down) - 1e-6));
  const pixel = (x: number, y: number): number => {
    const i = origin[0] + right[0] * x + down[0] * y;
    const j = origin[1] + right[1] * x + down[1] * y;
    const k = origin[2] + right[2] * x + down[2] * y;
    if (!isInside(i, nx) || !isInside(j, ny) || !isInside(k, nz)) return Number.NaN;
    if (across === 1 && along === 1) return sample(i, j, k);
    let sum = 0;
    let count = 0;
    for (let v = 0; v < along; v++) {
      const b = (v + 0.5) / along - 0.5;
      for (let u = 0; u < across; u++) {
        const a = (u + 0.5) / across - 0.5;
        const value = sample(
          i + a * right[0] + b * down[0],
          j + a * right[1] + b * down[1],
          k + a * right[2] + b * down[2],
        );
        if (Number.isNaN(value)) continue;
        sum += value;
        count++;
      }
    }
    return count > 0 ? sum / count : Number.NaN;
  };
  for (let from = 0; from < width; from += BLOCK) {
    const to = Math.min(width, from + BLOCK);
    for (let y = 0; y < height; y++) for (let x = from; x < to; x++) out[y * width + x] = pixel(x, y);
  }
  return out;
}

/** Value at voxel coordinates; NaN outside, and where voxels without a value have more than half of the share. */
function samplerOf({ data, dims }: Volume, smooth: boolean): (i: number, j: number, k: number) => number {
  const [nx, ny, nz] = dims;
  const area = nx * ny;
  const nearest = (i: number, j: number, k: number): number => {
    if (!isInside(i, nx) || !isInside(j, ny) || !isInside(k, nz)) return Number.NaN;
    const x = clampedIndex(nearestIndex(i), nx);
    const y = clampedIndex(nearestIndex(j), ny);
    const z = clampedIndex(nearestIndex(k), nz);
    return data[x + nx * y + area * z] as number;
  };
  if (!smooth) return nearest;
  return (i, j, k) => {
    if (!isInside(i, nx) || !isInside(j, ny) || !isInside(k, nz)) return Number.NaN;
    const x = clampedIndex(Math.floor(i), nx);
    const y = clampedIndex(Math.floor(j), ny);
    const z = clampedIndex(Math.floor(k), nz);
    const fx = Math.min(1, Math.max(0, i - x));
    const fy = Math.min(1, Math.max(0, j - y));
    const fz = Math.min(1, Math.max(0, k - z));
    const first = x + nx * y + area * z;
    if (x < nx - 1 && y < ny - 1 && z < nz - 1) {
      const at = (from: number) => (data[from] as number) + fx * ((data[from + 1] as number) - (data[from] as number));
      const near = at(first) + fy * (at(first + nx) - at(first));
      const far = at(first + area) + fy * (at(first + area + nx) - at(first + area));
      const value = near + fz * (far - near);
      if (!Number.isNaN(value)) return value;
    }
    const dx = x < nx - 1 ? 1 : 0;
    const dy = y < ny - 1 ? nx : 0;
    const dz = z < nz - 1 ? area : 0;
    let sum = 0;
    let share = 0;
    for (let corner = 0; corner < 8; corner++) {
      const weight = (corner & 1 ? fx : 1 - fx) * (corner & 2 ? fy : 1 - fy) * (corner & 4 ? fz : 1 - fz);
      if (weight === 0) continue;
      const at = first + (corner & 1 ? dx : 0) + (corner & 2 ? dy : 0) + (corner & 4 ? dz : 0);
      const value = data[at] as number;
      if (Number.isNaN(value)) continue;
      sum += weight * value;
      share += weight;
    }
    return share < MIN_SHARE ? Number.NaN : sum / share;
  };
}
