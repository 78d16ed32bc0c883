/** How a stack of slices sees a finer volume: the mean over each of its voxels, where the body lay then. */

import { inverseAffine } from "../core/affine";
import { type Affine, type Vec3, type Volume, voxelCount } from "../core/volume";
import { multiplied } from "./matrices";
import type { Grid } from "./resample";

export interface Stack {
  readonly volume: Volume;
  /** From the finer volume's world to the stack's. */
  readonly motion: Affine;
  /** What a voxel shows along each of its axes, mm. */
  readonly extentMm: Vec3;
}

type Breathe = () => Promise<void>;

/**
 * A stack's voxels as linear functions of the voxels of a grid: the mean of points a voxel of the grid apart, each
 * interpolated linearly, which makes a profile as wide at half its height as what the voxel shows.
 */
export class StackView {
  readonly stack: Stack;
  private readonly grid: Grid;
  private readonly map: Float64Array;
  /** Offsets of the points, in voxels of the grid. */
  private readonly points: Float64Array;

  constructor(stack: Stack, grid: Grid) {
    this.stack = stack;
    this.grid = grid;
    const { volume, motion, extentMm } = stack;
    this.map = Float64Array.from(multiplied(inverseAffine(multiplied(motion, grid.affine)), volume.affine));
    const finest = Math.min(...grid.spacing);
    const along = extentMm.map((mm, axis) => {
      const count = Math.max(1, Math.round(mm / finest));
      return Array.from({ length: count }, (_, i) => (((i + 0.5) / count - 0.5) * mm) / volume.spacing[axis as 0]);
    }) as [number[], number[], number[]];
    const at = (row: number, [x, y, z]: Vec3) =>
      (this.map[row] as number) * x + (this.map[row + 1] as number) * y + (this.map[row + 2] as number) * z;
    this.points = Float64Array.from(
      along[2].flatMap((z) =>
        along[1].flatMap((y) => along[0].flatMap((x) => [0, 4, 8].map((row) => at(row, [x, y, z])))),
      ),
    );
  }

  /** What the stack would be of this volume on the grid; NaN where it is missing or reaches out of the grid. */
  async seen(fine: Float32Array, breathe: Breathe): Promise<Float32Array<ArrayBuffer>> {
    const out = new Float32Array(voxelCount(this.stack.volume.dims)).fill(Number.NaN);
    const { points } = this;
    const share = 3 / points.length;
    await this.everyVoxel(breathe, (voxel, x, y, z) => {
      let sum = 0;
      for (let p = 0; p < points.length; p += 3) {
        sum += this.look(fine, x + (points[p] as number), y + (points[p + 1] as number), z + (points[p + 2] as number));
      }
      out[voxel] = sum * share;
    });
    return out;
  }

  /** Adds to a volume on the grid what each voxel's value gives back to those that it is the mean of: the transpose. */
  async giveBack(values: Float32Array, to: Float32Array, breathe: Breathe): Promise<void> {
    const { points } = this;
    const share = 3 / points.length;
    await this.everyVoxel(breathe, (voxel, x, y, z) => {
      const value = (values[voxel] as number) * share;
      if (value - value !== 0) return;
      for (let p = 0; p < points.length; p += 3) {
        this.spread(value, to, x + (points[p] as number), y + (points[p + 1] as number), z + (points[p + 2] as number));
      }
    });
  }

  /** Voxels of the stack that are there and lie within the grid with all their points, and where. */
  private async everyVoxel(
    breathe: Breathe,
    visit: (voxel: number, x: number, y: number, z: number) => void,
  ): Promise<void> {
    const { data, dims } = this.stack.volume;
    const [nx, ny, nz] = dims;
    const m = this.map;
    const limits = this.grid.dims.map((n) => n - 1) as unknown as Vec3;
    const reach = [0, 1, 2].map((axis) => {
      let most = 0;
      for (let p = axis; p < this.points.length; p += 3) most = Math.max(most, Math.abs(this.points[p] as number));
      return most;
    }) as unknown as Vec3;
    for (let k = 0, voxel = 0; k < nz; k++) {
      await breathe();
      for (let j = 0; j < ny; j++) {
        for (let i = 0; i < nx; i++, voxel++) {
          const x = (m[0] as number) * i + (m[1] as number) * j + (m[2] as number) * k + (m[3] as number);
          if (!(x >= reach[0] && x < limits[0] - reach[0])) continue;
          const y = (m[4] as number) * i + (m[5] as number) * j + (m[6] as number) * k + (m[7] as number);
          if (!(y >= reach[1] && y < limits[1] - reach[1])) continue;
          const z = (m[8] as number) * i + (m[9] as number) * j + (m[10] as number) * k + (m[11] as number);
          if (!(z >= reach[2] && z < limits[2] - reach[2])) continue;
          const value = data[voxel] as number;
          if (value - value === 0) visit(voxel, x, y, z);
        }
      }
    }
  }

  private look(fine: Float32Array, x: number, y: number, z: number): number {
    const [nx, ny] = this.grid.dims;
    const [ix, iy, iz] = [x | 0, y | 0, z | 0];
    const [fx, fy, fz] = [x - ix, y - iy, z - iz];
    const o = ix + nx * (iy + ny * iz);
    const p = o + nx * ny;
    const a = (fine[o] as number) + fx * ((fine[o + 1] as number) - (fine[o] as number));
    const b = (fine[o + nx] as number) + fx * ((fine[o + nx + 1] as number) - (fine[o + nx] as number));
    const c = (fine[p] as number) + fx * ((fine[p + 1] as number) - (fine[p] as number));
    const d = (fine[p + nx] as number) + fx * ((fine[p + nx + 1] as number) - (fine[p + nx] as number));
    const near = a + fy * (b - a);
    return near + fz * (c + fy * (d - c) - near);
  }

  private spread(value: number, to: Float32Array, x: number, y: number, z: number): void {
    const [nx, ny] = this.grid.dims;
    const [ix, iy, iz] = [x | 0, y | 0, z | 0];
    const [fx, fy, fz] = [x - ix, y - iy, z - iz];
    const o = ix + nx * (iy + ny * iz);
    const p = o + nx * ny;
    const near = value * (1 - fz);
    const far = value * fz;
    (to[o] as number) += near * (1 - fy) * (1 - fx);
    (to[o + 1] as number) += near * (1 - fy) * fx;
    (to[o + nx] as number) += near * fy * (1 - fx);
    (to[o + nx + 1] as number) += near * fy * fx;
    (to[p] as number) += far * (1 - fy) * (1 - fx);
    (to[p + 1] as number) += far * (1 - fy) * fx;
    (to[p + nx] as number) += far * fy * (1 - fx);
    (to[p + nx + 1] as number) += far * fy * fx;
  }
}
