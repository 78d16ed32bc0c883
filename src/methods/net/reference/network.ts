/** The network and what is made of it, scalar float64, one voxel at a time. Source: net. */

import type { Factor, Vec3 } from "../../../core/volume";

/** Values on a grid, x fastest. */
export type Field = (x: number, y: number, z: number) => number;

/**
 * Σ over the channels c and the 3³ offsets of w[o, c, z, y, x]·f_c, at (x, y, z); with `relu` negative sums are 0.
 * `weights` are [out, in, z, y, x].
 */
export function convolve(inputs: readonly Field[], weights: ArrayLike<number>, relu: boolean): Field[] {
  const taps = 27 * inputs.length;
  return Array.from({ length: weights.length / taps }, (_, o) => (x, y, z) => {
    let sum = 0;
    for (const [c, field] of inputs.entries()) {
      for (let k = 0; k < 27; k++) {
        const [dx, dy, dz] = [(k % 3) - 1, (Math.floor(k / 3) % 3) - 1, Math.floor(k / 9) - 1];
        sum += (weights[taps * o + 27 * c + k] as number) * field(x + dx, y + dy, z + dz);
      }
    }
    return relu ? Math.max(sum, 0) : sum;
  });
}

export interface NetworkVolume {
  /** The scan and its folded result in working units. */
  readonly low: ArrayLike<number>;
  readonly dims: Vec3;
  readonly folded: ArrayLike<number>;
  /** Predicted by the folded bank, on the finer grid. */
  readonly errors: ArrayLike<number>;
}

export interface NetworkSettings {
  readonly factor: Factor;
  readonly layers: readonly ArrayLike<number>[];
  /** undefined for a network that is not told it. */
  readonly noise: number | undefined;
  readonly airBelow: number;
  readonly errorScale: number;
}

/** The finer volume in working units, and how many of its voxels were drawn back to a bound. */
export function networkVolume({ low, dims, folded, errors }: NetworkVolume, settings: NetworkSettings) {
  const { factor, layers, noise, airBelow, errorScale } = settings;
  const [nx, ny, nz] = dims;
  const [sx, sy, sz] = factor;
  const [mx, my, mz] = [nx * sx, ny * sy, nz * sz];
  const clamped = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);
  const lowAt: Field = (x, y, z) => low[clamped(x, nx) + nx * (clamped(y, ny) + ny * clamped(z, nz))] as number;
  const fine = (x: number, y: number, z: number) => x + mx * (y + my * z);
  const subVoxels: Vec3[] = [];
  for (let z = 0; z < sz; z++) for (let y = 0; y < sy; y++) for (let x = 0; x < sx; x++) subVoxels.push([x, y, z]);
  const inputs: Field[] = subVoxels.map(([kx, ky, kz]) => (x, y, z) => {
    const at = fine(sx * clamped(x, nx) + kx, sy * clamped(y, ny) + ky, sz * clamped(z, nz) + kz);
    return (folded[at] as number) - lowAt(x, y, z);
  });
  inputs.push(lowAt);
  if (noise !== undefined) inputs.push(() => noise);
  // Of hidden layers too there are values beyond the faces: those that the repeated input gives.
  const made = layers.reduce<Field[]>(
    (fields, weights, i) => convolve(fields, weights, i < layers.length - 1).map((field) => remembered(field, dims)),
    inputs,
  );

  const output = new Float64Array(mx * my * mz);
  let bounded = 0;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++) {
        const around = Array.from({ length: 27 }, (_, k) =>
          lowAt(x + (k % 3) - 1, y + (Math.floor(k / 3) % 3) - 1, z + Math.floor(k / 9) - 1),
        );
        const [least, most] = [Math.min(...around), Math.max(...around)];
        for (const [c, [kx, ky, kz]] of subVoxels.entries()) {
          const at = fine(sx * x + kx, sy * y + ky, sz * z + kz);
          const before = folded[at] as number;
          const error = errorScale * (errors[at] as number);
          const sum = before + (made[c] as Field)(x, y, z);
          const low = Math.min(least - error, before);
          const high = Math.max(most + error, before);
          const isKept = most < airBelow || least === most;
          output[at] = isKept ? before : Math.min(Math.max(sum, low), high);
          if (!isKept && (sum < low || sum > high)) bounded++;
        }
      }
    }
  }
  return { output, bounded };
}

/** The field, each of whose values is computed once; up to 16 voxels beyond the grid. */
function remembered(field: Field, [nx, ny]: Vec3): Field {
  const known = new Map<number, number>();
  return (x, y, z) => {
    const key = x + 16 + (nx + 32) * (y + 16 + (ny + 32) * (z + 16));
    const value = known.get(key) ?? field(x, y, z);
    known.set(key, value);
    return value;
  };
}
