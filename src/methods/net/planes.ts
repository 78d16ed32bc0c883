/** What goes into a network and what is made of what comes out, on a box of low-resolution voxels. Source: net. */

import { type Factor, type Vec3, type Volume, voxelCount } from "../../core/volume";
import type { Brick } from "../../parts/brick";

/** A scan and its folded result, all in working units. */
export interface FoldedScan {
  readonly low: Volume;
  readonly factor: Factor;
  /** On the finer grid, as are the errors to be expected. */
  readonly folded: Float32Array;
  readonly errors: Float32Array<ArrayBuffer>;
  /** Of the 3³ low-resolution voxels around each, indices clamped. */
  readonly least: Float32Array;
  readonly most: Float32Array;
}

/** Quads that hold so many channels. */
export const quadsOf = (channels: number): number => Math.ceil(channels / 4);

/**
 * The input of the first layer over a box with `margin` voxels more on every side, indices clamped to the scan:
 * [z][y][quad][x][channel of the quad]. The channels are the sub-voxels of the folded result, (z·sy + y)·sx + x, less the
 * voxel; the voxel; and the noise where there are more channels.
 */
export function inputPlanes(
  { low, factor, folded }: FoldedScan,
  { origin, size }: Brick,
  margin: number,
  channels: number,
  noise: number,
): Float32Array<ArrayBuffer> {
  const [nx, ny] = low.dims;
  const indices = ([0, 1, 2] as const).map((axis) =>
    Int32Array.from({ length: size[axis] + 2 * margin }, (_, i) =>
      Math.min(Math.max(origin[axis] + i - margin, 0), low.dims[axis] - 1),
    ),
  ) as [Int32Array, Int32Array, Int32Array];
  const [xs, ys, zs] = indices;
  const [width, subVoxels, quads] = [xs.length, voxelCount(factor), quadsOf(channels)];
  const scan = low.data;
  const out = new Float32Array(zs.length * ys.length * width * 4 * quads);
  let row = 0;
  for (const z of zs) {
    for (const y of ys) {
      const from = nx * (y + ny * z);
      for (let c = 0; c < channels; c++) {
        const first = row + 4 * width * (c >> 2) + (c & 3);
        const end = first + 4 * width;
        const line = subVoxelLine(c, factor, [nx, ny], y, z);
        if (c < subVoxels) {
          for (let to = first, i = 0; to < end; to += 4, i++) {
            const x = xs[i] as number;
            out[to] = (folded[line + factor[0] * x] as number) - (scan[from + x] as number);
          }
        } else if (c === subVoxels) {
          for (let to = first, i = 0; to < end; to += 4, i++) out[to] = scan[from + (xs[i] as number)] as number;
        } else for (let to = first; to < end; to += 4) out[to] = noise;
      }
      row += 4 * width * quads;
    }
  }
  return out;
}

/** Where sub-voxel c of the first voxel of a low-resolution row lies on the finer grid. */
function subVoxelLine(
  c: number,
  [sx, sy, sz]: Factor,
  [nx, ny]: readonly [number, number],
  y: number,
  z: number,
): number {
  const fineY = sy * y + (Math.floor(c / sx) % sy);
  const fineZ = sz * z + Math.floor(c / (sx * sy));
  return (c % sx) + sx * nx * (fineY + sy * ny * fineZ);
}

/** What `finishBox` is to do. */
export interface Finish {
  readonly airBelow: number;
  readonly errorScale: number;
}

/**
 * Adds a network's output over a box, laid out as its input, to the folded result, and puts that into `output`. Where all of
 * the 3³ low-resolution voxels are below `airBelow`, or all are equal, the folded result stays. Others are kept within the
 * range of these voxels widened by the error to be expected, and by the folded result where that lies beyond. The errors
 * become those to be expected of the result. Returns how many voxels were drawn back.
 */
export function finishBox(
  { low, factor, folded, errors, least, most }: FoldedScan,
  { origin, size }: Brick,
  made: Float32Array,
  quads: number,
  { airBelow, errorScale }: Finish,
  output: Float32Array<ArrayBuffer>,
): number {
  const [nx, ny] = low.dims;
  const [width, height, depth] = size;
  let guarded = 0;
  for (let z = 0; z < depth; z++) {
    for (let y = 0; y < height; y++) {
      const lowRow = origin[0] + nx * (origin[1] + y + ny * (origin[2] + z));
      for (let c = 0; c < voxelCount(factor); c++) {
        const line = subVoxelLine(c, factor, [nx, ny], origin[1] + y, origin[2] + z);
        let from = 4 * width * ((c >> 2) + quads * (y + height * z)) + (c & 3);
        for (let x = 0; x < width; x++, from += 4) {
          const at = line + factor[0] * (origin[0] + x);
          const value = folded[at] as number;
          const error = Math.fround((errors[at] as number) * errorScale);
          const [lowest, highest] = [least[lowRow + x] as number, most[lowRow + x] as number];
          errors[at] = error;
          if (highest < airBelow || lowest === highest) {
            output[at] = value;
            continue;
          }
          const result = Math.fround(value + (made[from] as number));
          const bottom = Math.min(Math.fround(lowest - error), value);
          const top = Math.max(Math.fround(highest + error), value);
          if (result < bottom || result > top) guarded++;
          output[at] = Math.min(Math.max(result, bottom), top);
        }
      }
    }
  }
  return guarded;
}

/** Of every voxel the least and the greatest of the 3³ around it, indices clamped. */
export function neighbourRange({ data, dims }: Volume): Pick<FoldedScan, "least" | "most"> {
  const range = (pick: (a: number, b: number) => number) => {
    let out: Float32Array = data;
    let stride = 1;
    for (const n of dims) {
      out = alongAxis(out, n, stride, pick);
      stride *= n;
    }
    return out;
  };
  return { least: range(Math.min), most: range(Math.max) };
}

/** Of every voxel what `pick` makes of it and its two neighbours along an axis of n voxels, `stride` apart. */
function alongAxis(data: Float32Array, n: number, stride: number, pick: (a: number, b: number) => number) {
  const out = new Float32Array(data.length);
  for (let block = 0; block < data.length; block += n * stride) {
    for (let i = 0; i < n; i++) {
      const before = i > 0 ? -stride : 0;
      const after = i < n - 1 ? stride : 0;
      for (let k = 0, at = block + i * stride; k < stride; k++, at++) {
        out[at] = pick(pick(data[at + before] as number, data[at] as number), data[at + after] as number);
      }
    }
  }
  return out;
}

/** A box grown by `margin` voxels on every side. */
export const grownSize = ([x, y, z]: Vec3, margin: number): Vec3 => [x + 2 * margin, y + 2 * margin, z + 2 * margin];
