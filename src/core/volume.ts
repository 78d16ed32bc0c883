/** A scalar 3-D image on a regular grid: the one form in which scans travel through the program. */

import { EigenvoxError } from "./errors";

export type Vec3 = readonly [number, number, number];

/** Voxel index (0 is the centre of the first voxel) to RAS+ millimetres: 4×4, row-major. */
export type Affine = readonly number[];

export interface Volume {
  /** Intensities in the scan's own (scaled) units; index `x + nx·(y + ny·z)`, x fastest; length nx·ny·nz. */
  readonly data: Float32Array<ArrayBuffer>;
  /** Voxel counts `[nx, ny, nz]`, each at least 1. */
  readonly dims: Vec3;
  /** Voxel sizes in mm along the three grid axes. */
  readonly spacing: Vec3;
  readonly affine: Affine;
}

/** Upsampling factor of each axis, x, y, z: whole numbers from 1 to 4. */
export type Factor = Vec3;

/** The grid axes by name. */
export const AXIS_NAMES = ["x", "y", "z"] as const;

/** The six orders of three axes. */
export const AXIS_ORDERS: readonly Vec3[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

export function voxelCount(dims: Vec3): number {
  return dims[0] * dims[1] * dims[2];
}

/** Where voxel i lies, x fastest. */
export function placeOf(i: number, [nx, ny]: Vec3): Vec3 {
  return [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
}

/** Dimensions of the grid that is `factor` times finer. */
export function upsampledDims(dims: Vec3, factor: Factor): Vec3 {
  return [dims[0] * factor[0], dims[1] * factor[1], dims[2] * factor[2]];
}

/** Voxels set in each block of a mask: of each voxel of the grid `factor` times coarser, which is cut at its high end. */
export function blockCounts(mask: Uint8Array, dims: Vec3, factor: Factor): Uint8Array<ArrayBuffer> {
  const [mx, my, mz] = dims.map((n, axis) => Math.floor(n / (factor[axis] as number))) as [number, number, number];
  const counts = new Uint8Array(mx * my * mz);
  for (let z = 0; z < mz * factor[2]; z++) {
    for (let y = 0; y < my * factor[1]; y++) {
      const from = dims[0] * (y + dims[1] * z);
      const to = mx * (Math.floor(y / factor[1]) + my * Math.floor(z / factor[2]));
      for (let x = 0; x < mx * factor[0]; x++) {
        (counts[to + Math.floor(x / factor[0])] as number) += mask[from + x] as number;
      }
    }
  }
  return counts;
}

/** `2` for `[2,2,2]`, `1×1×3` for unequal factors: how a factor is written for people. */
export function formatFactor(factor: Factor): string {
  const [x, y, z] = factor;
  return x === y && y === z ? `${x}×` : `${x}×${y}×${z}`;
}

export const isSameFactor = (a: Factor, b: Factor): boolean => a.every((s, axis) => s === b[axis]);

/** The axis a factor refines alone. */
export function loneAxis(factor: Factor): 0 | 1 | 2 | undefined {
  const above = ([0, 1, 2] as const).filter((axis) => factor[axis] > 1);
  return above.length === 1 ? above[0] : undefined;
}

/**
 * A factor from one number or three separated by commas ("2", "1,1,3").
 *
 * Throws `E_ARGUMENT` unless every part is a whole number from 1 to 4 and one of them is above 1.
 */
export function parseFactor(text: string): Factor {
  const parts = text.split(",").map((part) => Number(part.trim()));
  const factor = (parts.length === 1 ? [parts[0], parts[0], parts[0]] : parts) as number[];
  const ok = factor.length === 3 && factor.every((s) => Number.isInteger(s) && s >= 1 && s <= 4);
  if (!ok || factor.every((s) => s === 1)) {
    throw new EigenvoxError(
      "E_ARGUMENT",
      `Factor "${text}": expected 2, 3, 4 or three such numbers (1 allowed), as in 1,1,3.`,
    );
  }
  return factor as unknown as Factor;
}

/**
 * The volume cut at its high end so that each side is divisible by the factor; the same object when it already is.
 *
 * Throws `E_BAD_DIMS` when an axis is shorter than its factor. Source: method §3.
 */
export function cropToMultiple(volume: Volume, factor: Factor): Volume {
  const [nx, ny, nz] = volume.dims;
  const dims = volume.dims.map((n, axis) => n - (n % (factor[axis] as number))) as unknown as Vec3;
  const [mx, my, mz] = dims;
  if (mx === nx && my === ny && mz === nz) return volume;
  if (mx < 1 || my < 1 || mz < 1) throw smallerThanFactor(volume.dims, factor);
  const data = new Float32Array(mx * my * mz);
  for (let z = 0; z < mz; z++) {
    for (let y = 0; y < my; y++) {
      const from = nx * (y + ny * z);
      data.set(volume.data.subarray(from, from + mx), mx * (y + my * z));
    }
  }
  return { ...volume, data, dims };
}

/** The volume with two of its grid axes exchanged: the same voxels at the same world positions. */
export function swapAxes(volume: Volume, a: 0 | 1 | 2, b: 0 | 1 | 2): Volume {
  const swapped = <T>(values: readonly [T, T, T]): [T, T, T] => {
    const out: [T, T, T] = [...values];
    [out[a], out[b]] = [values[b], values[a]];
    return out;
  };
  const [nx, ny] = volume.dims;
  const dims = swapped(volume.dims);
  const [sx, sy, sz] = swapped([1, nx, nx * ny]);
  const data = new Float32Array(volume.data.length);
  let to = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++) data[to++] = volume.data[x * sx + y * sy + z * sz] as number;
    }
  }
  const affine = [...volume.affine];
  for (let row = 0; row < 12; row += 4) {
    [affine[row + a], affine[row + b]] = [affine[row + b] as number, affine[row + a] as number];
  }
  return { data, dims, spacing: swapped(volume.spacing), affine };
}

export function smallerThanFactor(dims: Vec3, factor: Factor): EigenvoxError {
  return new EigenvoxError(
    "E_BAD_DIMS",
    `A ${dims.join("×")} volume is smaller than the factor ${formatFactor(factor)}.`,
  );
}
