/**
 * A plane of a volume as a tile shows it: one intensity per device pixel, sampled in world millimetres from the voxels
 * themselves, whatever their grid. Where voxels are larger than pixels they are drawn as boxes or interpolated linearly;
 * where they are smaller, all that lie under a pixel are averaged, so that nothing aliases.
 */

import { inverseAffine, voxelToWorld } from "../core/affine";
import type { Vec3, Volume } from "../core/volume";
import type { TileCamera } from "./camera";
import { MIN_SHARE, sampleOblique } from "./sample-oblique";
import { type AxisTaps, areaTaps, linearTaps, nearestTaps } from "./taps";
import { dot, lengthOf, plus } from "./vectors";

/** Voxels by which a screen axis may stray from a grid axis over the whole tile and still count as along it. */
const MAX_STRAY = 0.01;

/** How a camera steps over a grid, in voxels. */
export interface Steps {
  /** At the centre of the first pixel. */
  readonly origin: Vec3;
  readonly right: Vec3;
  readonly down: Vec3;
}

/** Intensities row by row, NaN outside the volume. */
export function sampleSlice(volume: Volume, camera: TileCamera, smooth: boolean): Float32Array<ArrayBuffer> {
  const steps = stepsOf(volume, camera);
  const across = axisAlong(steps.right, camera.width);
  const down = axisAlong(steps.down, camera.height);
  if (across === undefined || down === undefined || across === down) {
    return sampleOblique(volume, camera, steps, smooth);
  }
  return sampleAligned(volume, camera, steps, across, down, smooth);
}

/** Voxels under one device pixel, across and down. */
export function voxelsPerPixel(volume: Pick<Volume, "affine">, camera: TileCamera): [across: number, down: number] {
  const { right, down } = stepsOf(volume, camera);
  return [lengthOf(right), lengthOf(down)];
}

function stepsOf({ affine }: Pick<Volume, "affine">, { originMm, rightMm, downMm }: TileCamera): Steps {
  const inverse = inverseAffine(affine);
  const turned = (mm: Vec3): Vec3 => {
    const row = (r: number) => dot(inverse.slice(4 * r, 4 * r + 3) as unknown as Vec3, mm);
    return [row(0), row(1), row(2)];
  };
  return { origin: voxelToWorld(inverse, originMm), right: turned(rightMm), down: turned(downMm) };
}

/** The only grid axis that a screen axis of so many pixels moves along. */
function axisAlong(step: Vec3, pixels: number): 0 | 1 | 2 | undefined {
  const along = ([0, 1, 2] as const).filter((axis) => Math.abs(step[axis]) * pixels > MAX_STRAY);
  return along.length === 1 ? along[0] : undefined;
}

/** Columns and rows of the screen run along grid axes: rows of voxels become rows of the tile, and are then mixed. */
function sampleAligned(
  { data, dims }: Volume,
  { width, height }: TileCamera,
  { origin, right, down }: Steps,
  acrossAxis: 0 | 1 | 2,
  downAxis: 0 | 1 | 2,
  smooth: boolean,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(width * height).fill(Number.NaN);
  // What little an axis strays is halved by counting from the middle of the tile.
  const middle = plus(plus(origin, right, (width - 1) / 2), down, (height - 1) / 2);
  const taps = (axis: 0 | 1 | 2, step: number, pixels: number): AxisTaps => {
    const first = middle[axis] - (step * (pixels - 1)) / 2;
    if (Math.abs(step) > 1) return areaTaps(first, step, pixels, dims[axis]);
    return (smooth ? linearTaps : nearestTaps)(first, step, pixels, dims[axis]);
  };
  const columns = taps(acrossAxis, right[acrossAxis], width);
  const rows = taps(downAxis, down[downAxis], height);
  const throughAxis = (3 - acrossAxis - downAxis) as 0 | 1 | 2;
  const through = taps(throughAxis, 0, 1);
  if (columns.first === columns.end || through.first === through.end) return out;

  const strides: Vec3 = [1, dims[0], dims[0] * dims[1]];
  const source: Source = {
    data,
    columns,
    rows,
    slices: through,
    stride: { column: strides[acrossAxis], row: strides[downAxis], slice: strides[throughAxis] },
  };
  const resampled = rowKeeper(source);
  for (let y = rows.first; y < rows.end; y++) {
    const to = y * width;
    const start = rows.start[y] as number;
    const count = rows.count[y] as number;
    if (count === 1) {
      if (y > rows.first && rows.count[y - 1] === 1 && rows.start[y - 1] === start) {
        out.copyWithin(to, to - width, to);
        continue;
      }
      out.set(resampled(start), to + columns.first);
    } else
      mixRows(out, to + columns.first, resampled, start, rows.weights.subarray(y * rows.taps, y * rows.taps + count));
    mendRow(out, to, source, y);
  }
  return out;
}

/** A plane of voxels and the shares of its columns, rows and slices in the pixels. */
interface Source {
  readonly data: Float32Array;
  readonly columns: AxisTaps;
  readonly rows: AxisTaps;
  readonly slices: AxisTaps;
  readonly stride: { readonly column: number; readonly row: number; readonly slice: number };
}

/** Gives rows of voxels as pixels, from the first to the last that lie in the volume; the latest are kept. */
function rowKeeper({ data, columns, rows, slices, stride }: Source): (row: number) => Float64Array {
  const { first, end, start, count, weights, taps } = columns;
  const last = end - 1;
  const from = Math.min(start[first] as number, start[last] as number);
  const to = Math.max(start[first] as number, start[last] as number) + taps;
  const line = new Float64Array(to - from);
  const kept = Array.from({ length: rows.taps + 1 }, () => ({ row: -1, values: new Float64Array(end - first) }));
  let oldest = 0;
  return (row) => {
    const known = kept.find((one) => one.row === row);
    if (known) return known.values;
    line.fill(0);
    for (let t = 0; t < (slices.count[0] as number); t++) {
      const weight = slices.weights[t] as number;
      const slice = (slices.start[0] as number) + t;
      let at = from * stride.column + row * stride.row + slice * stride.slice;
      for (let i = 0; i < line.length; i++, at += stride.column) {
        line[i] = (line[i] as number) + weight * (data[at] as number);
      }
    }
    const next = kept[oldest] as (typeof kept)[number];
    oldest = (oldest + 1) % kept.length;
    next.row = row;
    for (let x = first; x < end; x++) {
      const at = (start[x] as number) - from;
      let sum = (weights[x * taps] as number) * (line[at] as number);
      for (let t = 1, n = count[x] as number; t < n; t++) {
        sum += (weights[x * taps + t] as number) * (line[at + t] as number);
      }
      next.values[x - first] = sum;
    }
    return next.values;
  };
}

function mixRows(
  out: Float32Array,
  to: number,
  resampled: (row: number) => Float64Array,
  start: number,
  weights: Float64Array,
): void {
  const first = resampled(start);
  if (weights.length === 2) {
    const second = resampled(start + 1);
    const [ofFirst, ofSecond] = weights as unknown as [number, number];
    for (let i = 0; i < first.length; i++)
      out[to + i] = ofFirst * (first[i] as number) + ofSecond * (second[i] as number);
    return;
  }
  const sums = new Float64Array(first.length);
  weights.forEach((weight, t) => {
    const values = resampled(start + t);
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + weight * (values[i] as number);
  });
  out.set(sums, to);
}

/** Pixels that some voxels without a value lie under show the others, if those make up half of it. */
function mendRow(out: Float32Array, to: number, { data, columns, rows, slices, stride }: Source, y: number): void {
  if (columns.taps * rows.taps * slices.taps === 1) return;
  for (let x = columns.first; x < columns.end; x++) {
    if (!Number.isNaN(out[to + x])) continue;
    let sum = 0;
    let share = 0;
    eachTap(slices, 0, (slice, ofSlice) => {
      eachTap(rows, y, (row, ofRow) => {
        eachTap(columns, x, (column, ofColumn) => {
          const value = data[column * stride.column + row * stride.row + slice * stride.slice] as number;
          if (Number.isNaN(value)) return;
          sum += ofSlice * ofRow * ofColumn * value;
          share += ofSlice * ofRow * ofColumn;
        });
      });
    });
    if (share >= MIN_SHARE) out[to + x] = sum / share;
  }
}

function eachTap(
  { start, count, weights, taps }: AxisTaps,
  pixel: number,
  use: (index: number, weight: number) => void,
) {
  for (let t = 0; t < (count[pixel] as number); t++) {
    use((start[pixel] as number) + t, weights[pixel * taps + t] as number);
  }
}
