/** A scan brought to the grid on which it was sampled. */

import { gridOver } from "../core/affine";
import { breather } from "../core/breathe";
import type { JobOptions } from "../core/progress";
import type { Vec3, Volume } from "../core/volume";
import { certaintyOf } from "./certainty";
import { LineTransform } from "./fourier";

type Grid = Pick<Volume, "dims" | "spacing" | "affine">;

/** Voxels that a zero-filled or interpolated axis truly has. */
export interface TrueAxis {
  readonly trueVoxels: number;
}

/**
 * The volume with `trueVoxels` voxels along each axis, a whole number from 1 to what there are: of the n frequencies of
 * a line the m lowest are kept and evaluated at the centres x_j = (j + ½)n/m - ½ of the new voxels,
 *
 *     g[j] = (1/n) Σ_x f[x] Σ_{|k| < m/2} exp(2πi k (x_j - x)/n),
 *
 * where an even m halves k = ±m/2 between the two ends, so that the result is real. The mean and every world position
 * stay. Missing (non-finite) voxels are taken for the line's nearest finite value, and a new voxel whose nearest old one
 * is missing is NaN. The same volume where no axis changes. Cancel: between planes, by rejecting with the signal's
 * reason. Source: method §7, for any m.
 */
export async function toTrueGrid(
  volume: Volume,
  axes: readonly TrueAxis[],
  { signal, onProgress }: JobOptions = {},
): Promise<Volume> {
  const breathe = breather(signal);
  const changed = ([0, 1, 2] as const).filter((axis) => axes[axis]?.trueVoxels !== volume.dims[axis]);
  let result = volume;
  for (const [i, axis] of changed.entries()) {
    const { dims } = result;
    const to = axes[axis]?.trueVoxels as number;
    const outDims = dims.map((n, a) => (a === axis ? to : n)) as unknown as Vec3;
    const data = new Float32Array(outDims[0] * outDims[1] * outDims[2]);
    const crop = new LineCrop(dims[axis], to);
    const stride = [1, dims[0], dims[0] * dims[1]][axis] as number;
    const outer = result.data.length / (stride * dims[axis]);
    for (let o = 0; o < outer; o++) {
      await breathe();
      onProgress?.({ stage: "Bringing the scan to its true grid", fraction: (i + o / outer) / changed.length });
      for (let s = 0; s < stride; s++)
        crop.run(result.data, s + stride * dims[axis] * o, stride, data, s + stride * to * o, stride);
    }
    result = { data, ...gridOver(result, outDims) };
  }
  return result;
}

/** As `toTrueGrid`, along the axes of which it is sure alone. */
export function toSureGrid(
  volume: Volume,
  axes: readonly (TrueAxis & { readonly certainty: number })[],
  options?: JobOptions,
) {
  const sure = axes.map((axis, i) =>
    certaintyOf(axis.certainty) === "sure" ? axis : { trueVoxels: volume.dims[i] as number },
  );
  return toTrueGrid(volume, sure, options);
}

/** The grid that `toTrueGrid` brings a volume to. */
export const trueGridOf = (volume: Grid, axes: readonly TrueAxis[]): Grid =>
  gridOver(volume, axes.map(({ trueVoxels }) => trueVoxels) as unknown as Vec3);

/** Brings single lines of n voxels to m. */
export class LineCrop {
  private readonly from: LineTransform;
  private readonly to: LineTransform;
  private readonly long: Float64Array;
  private readonly short: Float64Array;

  constructor(n: number, m: number) {
    this.from = new LineTransform(n);
    this.to = new LineTransform(m);
    this.long = new Float64Array(2 * n);
    this.short = new Float64Array(2 * m);
  }

  run(data: Float32Array, start: number, stride: number, out: Float32Array, outStart: number, outStride: number): void {
    const { long, short } = this;
    const [n, m] = [this.from.length, this.to.length];
    let isWhole = true;
    for (let x = 0; x < n; x++) {
      const value = data[start + x * stride] as number;
      isWhole &&= value - value === 0;
      long[2 * x] = value;
      long[2 * x + 1] = 0;
    }
    if (!isWhole) fillLine(long, n);
    this.from.forward(long);
    for (let k = -Math.floor(m / 2); k < Math.ceil(m / 2); k++) {
      // To the centres of the new voxels; the lowest of an even m stands for both ends, whose sum is twice its real part.
      const angle = (Math.PI * k * (n / m - 1)) / n;
      const [cos, sin] = [Math.cos(angle) / n, Math.sin(angle) / n];
      const [a, b] = [2 * ((k + n) % n), 2 * ((k + m) % m)];
      const [re, im] = [long[a] as number, long[a + 1] as number];
      short[b] = re * cos - im * sin;
      short[b + 1] = re * sin + im * cos;
    }
    this.to.inverse(short);
    for (let j = 0; j < m; j++) {
      const nearest = Math.min(n - 1, Math.round(((j + 0.5) * n) / m - 0.5));
      const old = data[start + nearest * stride] as number;
      out[outStart + j * outStride] = old - old === 0 ? (short[2 * j] as number) : Number.NaN;
    }
  }
}

/** Non-finite values become the nearest finite ones of the line, 0 where there are none. */
function fillLine(line: Float64Array, n: number): void {
  const finite: number[] = [];
  for (let x = 0; x < n; x++) if (Number.isFinite(line[2 * x])) finite.push(x);
  let next = 0;
  for (let x = 0; x < n; x++) {
    while (
      next + 1 < finite.length &&
      Math.abs((finite[next + 1] as number) - x) < Math.abs((finite[next] as number) - x)
    )
      next++;
    if (!Number.isFinite(line[2 * x]))
      line[2 * x] = finite.length > 0 ? (line[2 * (finite[next] as number)] as number) : 0;
  }
}
