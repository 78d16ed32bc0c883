/** Scans at fewer, larger voxels than they have, as further scans to learn from: other sizes of anatomy, as fine as can be. */

import { gridOver } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { foregroundOf } from "../core/histogram";
import type { Vec3, Volume } from "../core/volume";
import type { Arguments } from "./arguments";
import { sharesOf } from "./command";

/** The option `--zooms`. Throws `E_ARGUMENT`. */
export function zoomsOf(args: Arguments): readonly number[] {
  const zooms = sharesOf(args, "zooms", "");
  if (zooms.includes(0)) throw new EigenvoxError("E_ARGUMENT", "--zooms 0: nothing would be left of a scan.");
  return zooms;
}

/**
 * The volume at `share` of its voxels along each axis (an even number of them), 0 < share < 1, over the same field of view:
 * frequencies beyond the lower Nyquist frequency are cut off, so that its detail is as fine as its voxels allow. What the scan
 * was filled with outside the head stays that, and nothing falls below the scan's least value. All must be finite.
 */
export function atFewerVoxels(volume: Volume, share: number): Volume {
  const { data: source, dims: from } = volume;
  const dims = from.map((n) => 2 * Math.max(1, Math.round((n * share) / 2))) as unknown as Vec3;
  const data = dims.reduce<Float32Array<ArrayBuffer>>(
    // The axes before this one are coarser already.
    (values, m, axis) => cutAxis(values, [...dims.slice(0, axis), ...from.slice(axis)] as unknown as Vec3, axis, m),
    source,
  );
  const { fill } = foregroundOf(source);
  const least = source.reduce((a, b) => Math.min(a, b));
  const nearest = (j: number, axis: 0 | 1 | 2) => Math.floor(((j + 0.5) * from[axis]) / dims[axis]);
  for (let z = 0, at = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      const row = from[0] * (nearest(y, 1) + from[1] * nearest(z, 2));
      for (let x = 0; x < dims[0]; x++, at++) {
        const value = source[row + nearest(x, 0)] as number;
        data[at] = value === fill ? value : Math.max(data[at] as number, least);
      }
    }
  }
  return { ...gridOver(volume, dims), data };
}

/** An axis cut to m < n voxels, m even. */
function cutAxis(data: Float32Array, dims: Vec3, axis: number, m: number): Float32Array<ArrayBuffer> {
  const n = dims[axis] as number;
  const inner = dims.slice(0, axis).reduce((a, b) => a * b, 1);
  const outer = data.length / (inner * n);
  const out = new Float32Array(outer * m * inner);
  const sums = new Float64Array(inner);
  const weights = Float64Array.from({ length: m * n }, (_, at) =>
    dirichlet(((Math.floor(at / n) + 0.5) * n) / m - 0.5 - (at % n), n, m - 1),
  );
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < m; j++) {
      sums.fill(0);
      for (let i = 0; i < n; i++) {
        const weight = weights[j * n + i] as number;
        const row = (o * n + i) * inner;
        for (let x = 0; x < inner; x++) (sums[x] as number) += weight * (data[row + x] as number);
      }
      out.set(sums, (o * m + j) * inner);
    }
  }
  return out;
}

/** `Σ cos(2πkx/n)/n` over the `count` lowest frequencies k, an odd number of them: 0, ±1, ±2, … */
function dirichlet(x: number, n: number, count: number): number {
  const sine = Math.sin((Math.PI * x) / n);
  return Math.abs(sine) < 1e-9 ? count / n : Math.sin((Math.PI * count * x) / n) / (n * sine);
}
