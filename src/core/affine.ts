/** Arithmetic of voxel-to-world matrices. */

import { type Affine, type Factor, upsampledDims, type Vec3, type Volume } from "./volume";

/** World position of a (possibly fractional) voxel index. */
export function voxelToWorld(affine: Affine, voxel: Vec3): Vec3 {
  const [i, j, k] = voxel;
  const at = (index: number) => affine[index] as number;
  const row = (r: number) => at(r) * i + at(r + 1) * j + at(r + 2) * k + at(r + 3);
  return [row(0), row(4), row(8)];
}

/**
 * Affine of the grid that is `factor` times finer over the same field of view.
 *
 * `A_out = A_in · T`, T scaling by 1/s and translating by (1/s - 1)/2 voxels per axis: grids are half-voxel centred,
 * so every anatomical position stays where it was. Source: method §1.
 */
export function upsampledAffine(affine: Affine, factor: Factor): Affine {
  return composeGrid(affine, factor.map((s) => 1 / s) as unknown as Vec3);
}

/** Dimensions, voxel sizes and affine of the grid that is `factor` times finer than a volume's. */
export function upsampledGrid(
  volume: Pick<Volume, "dims" | "spacing" | "affine">,
  factor: Factor,
): Pick<Volume, "dims" | "spacing" | "affine"> {
  return {
    dims: upsampledDims(volume.dims, factor),
    spacing: volume.spacing.map((mm, axis) => mm / (factor[axis] as number)) as unknown as Vec3,
    affine: upsampledAffine(volume.affine, factor),
  };
}

/** The same of the grid that is `factor` times coarser; the dimensions must be multiples of the factor. */
export function downsampledGrid(volume: Volume, factor: Factor): Pick<Volume, "dims" | "spacing" | "affine"> {
  return gridOver(volume, volume.dims.map((n, axis) => n / (factor[axis] as number)) as unknown as Vec3);
}

/** The same of the grid of other dimensions over a volume's field of view. */
export function gridOver(
  { dims: from, spacing, affine }: Pick<Volume, "dims" | "spacing" | "affine">,
  dims: Vec3,
): Pick<Volume, "dims" | "spacing" | "affine"> {
  const step = dims.map((n, axis) => (from[axis] as number) / n) as unknown as Vec3;
  const coarser = spacing.map((mm, axis) => mm * (step[axis] as number)) as unknown as Vec3;
  return { dims, spacing: coarser, affine: composeGrid(affine, step) };
}

/** One step along a voxel axis in mm, or with `c` = 3 the position of the first voxel. */
export function columnOf(affine: Affine, c: number): Vec3 {
  return [affine[c] as number, affine[4 + c] as number, affine[8 + c] as number];
}

/** Unit vector in the world of a gradient per voxel: the direction across which intensity changes in the body. */
export function gradientToWorld(affine: Affine, gradient: Vec3): Vec3 {
  const [u, v, w] = [columnOf(affine, 0), columnOf(affine, 1), columnOf(affine, 2)];
  const cross = (a: Vec3, b: Vec3) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  // The inverse transpose of the matrix, but for a factor whose sign alone counts.
  const [x, y, z] = [cross(v, w), cross(w, u), cross(u, v)] as unknown as [Vec3, Vec3, Vec3];
  const sign = Math.sign(determinant(u, v, w));
  const along = [0, 1, 2].map(
    (i) => sign * (gradient[0] * (x[i] as number) + gradient[1] * (y[i] as number) + gradient[2] * (z[i] as number)),
  );
  const length = Math.hypot(...along);
  return along.map((value) => value / length) as unknown as Vec3;
}

/** Length in mm of one step along each voxel axis. */
export function spacingOf(affine: Affine): Vec3 {
  return [Math.hypot(...columnOf(affine, 0)), Math.hypot(...columnOf(affine, 1)), Math.hypot(...columnOf(affine, 2))];
}

/** Determinant of the matrix with these rows, or columns. */
export function determinant(a: Vec3, b: Vec3, c: Vec3): number {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/** `affine · T`, T scaling axis a by step[a] and shifting it by (step[a] - 1)/2. */
function composeGrid(affine: Affine, step: Vec3): Affine {
  const out = [...affine];
  for (let r = 0; r < 12; r += 4) {
    let shift = affine[r + 3] as number;
    for (let c = 0; c < 3; c++) {
      const value = affine[r + c] as number;
      out[r + c] = value * (step[c] as number);
      shift += (value * ((step[c] as number) - 1)) / 2;
    }
    out[r + 3] = shift;
  }
  return out;
}

/** World mm to (fractional) voxel index: the inverse of an affine, whose last row is taken to be 0, 0, 0, 1. */
export function inverseAffine(affine: Affine): Affine {
  const [a, b, c, shift] = [0, 1, 2, 3].map((column) => columnOf(affine, column)) as [Vec3, Vec3, Vec3, Vec3];
  const size = determinant(a, b, c);
  const row = (u: Vec3, v: Vec3): number[] => {
    const across: Vec3 = [
      (u[1] * v[2] - u[2] * v[1]) / size,
      (u[2] * v[0] - u[0] * v[2]) / size,
      (u[0] * v[1] - u[1] * v[0]) / size,
    ];
    return [...across, -(across[0] * shift[0] + across[1] * shift[1] + across[2] * shift[2])];
  };
  return [...row(b, c), ...row(c, a), ...row(a, b), 0, 0, 0, 1];
}
