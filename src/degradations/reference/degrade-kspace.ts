/**
 * Degradation `kspace`: what a scanner that samples less of k-space gives.
 *
 * Of the n frequencies of an axis the m = n/s lowest are kept, k = -⌊m/2⌋ … ⌈m/2⌉-1, and evaluated at the coarse
 * voxel centres x_j = (j + ½)s - ½: the phase ramp that keeps the grid half-voxel centred. Transform, crop and inverse
 * are one complex matrix an axis,
 *
 *     M[j, x] = (1/n) Σ_k exp(2πi k (x_j - x)/n),
 *
 * whose 1/n (not 1/m) keeps the mean. An even m leaves k = -m/2 without its conjugate, so the matrices are complex and
 * the real part may be taken of the 3-D result only. Source: method §7.
 */

import type { Factor, Vec3 } from "../../core/volume";

interface ComplexMatrix {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly re: Float64Array;
  readonly im: Float64Array;
}

interface ComplexArray {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The k-space-cropped volume; `dims` must be multiples of `factor`.
 *
 * Each z slice is cropped along x and y before the next is read, so the memory beside input and output is one complex
 * float64 array of nx·ny·nz/(sx·sy) elements. Time grows as voxels times side length.
 */
export function cropKspace(data: Float32Array, dims: Vec3, factor: Factor): Float32Array<ArrayBuffer> {
  const [nx, ny, nz] = dims;
  const alongX = cropMatrix(nx, factor[0]);
  const alongY = cropMatrix(ny, factor[1]);
  const alongZ = cropMatrix(nz, factor[2]);
  const plane = alongX.rows * alongY.rows;
  const rows = complexArray(alongX.rows * ny);
  const planes = complexArray(plane * nz);
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) cropRow(alongX, data, nx * (y + ny * z), rows, alongX.rows * y);
    const slice = {
      re: planes.re.subarray(plane * z, plane * (z + 1)),
      im: planes.im.subarray(plane * z, plane * (z + 1)),
    };
    cropColumns(alongY, rows, slice);
  }
  return cropPlanes(alongZ, planes, plane);
}

const complexArray = (length: number): ComplexArray => ({ re: new Float64Array(length), im: new Float64Array(length) });

function cropMatrix(n: number, s: number): ComplexMatrix {
  const m = n / s;
  const re = new Float64Array(m * n);
  const im = new Float64Array(m * n);
  // x_j - x is a whole number of half voxels, so M takes at most 2n values and its angles are exact multiples of π/n.
  const kernel = complexArray(2 * n);
  // All frequencies together are the unit impulse: exact, so that an axis left alone costs and changes nothing.
  if (s === 1) kernel.re[0] = 1;
  for (let half = 0; s > 1 && half < 2 * n; half++) {
    for (let k = -Math.floor(m / 2); k < Math.ceil(m / 2); k++) {
      const angle = (Math.PI * ((k * half) % (2 * n))) / n;
      (kernel.re[half] as number) += Math.cos(angle) / n;
      (kernel.im[half] as number) += Math.sin(angle) / n;
    }
  }
  for (let j = 0; j < m; j++) {
    for (let x = 0; x < n; x++) {
      const half = ((2 * j + 1) * s - 1 - 2 * x + 2 * n) % (2 * n);
      re[j * n + x] = kernel.re[half] as number;
      im[j * n + x] = kernel.im[half] as number;
    }
  }
  return { rows: m, columns: n, re, im };
}

/** `to[j] = Σ_x M[j, x] from[x]` for one row of real voxels. */
function cropRow(matrix: ComplexMatrix, from: Float32Array, at: number, to: ComplexArray, toAt: number): void {
  const { rows, columns, re, im } = matrix;
  for (let j = 0; j < rows; j++) {
    let sumRe = 0;
    let sumIm = 0;
    for (let x = 0; x < columns; x++) {
      const value = from[at + x] as number;
      sumRe += (re[j * columns + x] as number) * value;
      sumIm += (im[j * columns + x] as number) * value;
    }
    to.re[toAt + j] = sumRe;
    to.im[toAt + j] = sumIm;
  }
}

/** `to[i, j] = Σ_y M[j, y] from[i, y]` for every i of one slice. */
function cropColumns(matrix: ComplexMatrix, from: ComplexArray, to: ComplexArray): void {
  const { rows, columns } = matrix;
  const width = to.re.length / rows;
  to.re.fill(0);
  to.im.fill(0);
  for (let j = 0; j < rows; j++) {
    for (let y = 0; y < columns; y++) {
      const re = matrix.re[j * columns + y] as number;
      const im = matrix.im[j * columns + y] as number;
      if (re === 0 && im === 0) continue;
      for (let i = 0; i < width; i++) {
        const fromRe = from.re[y * width + i] as number;
        const fromIm = from.im[y * width + i] as number;
        (to.re[j * width + i] as number) += re * fromRe - im * fromIm;
        (to.im[j * width + i] as number) += re * fromIm + im * fromRe;
      }
    }
  }
}

/** `Re Σ_z M[j, z] from[i, z]` for every i of a plane of `width` voxels. */
function cropPlanes(matrix: ComplexMatrix, from: ComplexArray, width: number): Float32Array<ArrayBuffer> {
  const { rows, columns } = matrix;
  const out = new Float32Array(width * rows);
  const sum = new Float64Array(width);
  for (let j = 0; j < rows; j++) {
    sum.fill(0);
    for (let z = 0; z < columns; z++) {
      const re = matrix.re[j * columns + z] as number;
      const im = matrix.im[j * columns + z] as number;
      if (re === 0 && im === 0) continue;
      for (let i = 0; i < width; i++) {
        (sum[i] as number) += re * (from.re[z * width + i] as number) - im * (from.im[z * width + i] as number);
      }
    }
    out.set(sum, j * width);
  }
  return out;
}
