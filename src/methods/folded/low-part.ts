/** The low-resolution voxels that folded filters look at, with a margin that repeats the volume's faces. */

import { AXIS_ORDERS, type Factor, type Vec3, type Volume } from "../../core/volume";
import type { Brick } from "../../parts/brick";
import { TAP_OFFSETS, TAP_RADIUS } from "./folding";

/** Floats of a filter's row and of the offsets of one symmetry: 57 taps in whole vec4. */
export const TAPS_PADDED = 60;

export interface LowPart {
  readonly size: Vec3;
  /** x fastest. */
  readonly data: Float32Array<ArrayBuffer>;
}

/** The part of a volume from voxel `first` to `last`, with `TAP_RADIUS` more on each side, indices clamped. */
export function lowPart({ data, dims }: Volume, first: Vec3, last: Vec3): LowPart {
  const size = first.map((from, axis) => (last[axis] as number) - from + 1 + 2 * TAP_RADIUS) as unknown as Vec3;
  const [nx, ny] = dims;
  const index = (axis: number) =>
    Int32Array.from({ length: size[axis] as number }, (_, i) =>
      Math.min(Math.max((first[axis] as number) + i - TAP_RADIUS, 0), (dims[axis] as number) - 1),
    );
  const [xs, ys, zs] = [index(0), index(1), index(2)];
  const out = new Float32Array(xs.length * ys.length * zs.length);
  let at = 0;
  for (const z of zs) {
    for (const y of ys) {
      const row = nx * (y + ny * z);
      for (let x = 0; x < xs.length; x++) out[at++] = data[row + (xs[x] as number)] as number;
    }
  }
  return { size, data: out };
}

/** The part that a brick of the finer grid needs. */
export function lowPartOf(volume: Volume, factor: Factor, { origin, size }: Brick): LowPart {
  const voxel = (i: number, axis: number) => Math.floor(i / (factor[axis] as number));
  return lowPart(
    volume,
    origin.map((i, axis) => voxel(i, axis)) as unknown as Vec3,
    origin.map((i, axis) => voxel(i + (size[axis] as number) - 1, axis)) as unknown as Vec3,
  );
}

/** The offsets in the axes of a volume, for each of 48 symmetries: order · 8 + flipped axes. */
export function turnedOffsets(offsets: readonly Vec3[]): readonly (readonly Vec3[])[] {
  return AXIS_ORDERS.flatMap((order) =>
    Array.from({ length: 8 }, (_, flips) =>
      offsets.map((offset) => {
        const turned: [number, number, number] = [0, 0, 0];
        for (const [canonical, axis] of order.entries()) {
          turned[axis as 0] = ((flips >> axis) & 1 ? -1 : 1) * (offset[canonical] as number);
        }
        return turned;
      }),
    ),
  );
}

export const TURNED_TAPS = turnedOffsets(TAP_OFFSETS);

/** Where each tap lies from the centre in a part of this size: `TAPS_PADDED` elements for each symmetry. */
export function symmetryOffsets([nx, ny]: Vec3): Int32Array<ArrayBuffer> {
  const out = new Int32Array(TURNED_TAPS.length * TAPS_PADDED);
  for (const [symmetry, taps] of TURNED_TAPS.entries()) {
    for (const [k, [x, y, z]] of taps.entries()) out[symmetry * TAPS_PADDED + k] = x + nx * (y + ny * z);
  }
  return out;
}
