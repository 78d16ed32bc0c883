/** See shaders/ssim-rows.wgsl: four voxels of a row at a time. */

import { c1Of, c2Of, HALO, insideFour, sumOf } from "./block";
import { endOf, firstOf, originOf, sizeOf, volumeOf } from "./brick";
import { firstLanes } from "./vectors";

const CENTRE: f32 = 0.5;
const REACH: i32 = 3;
const WINDOW: f32 = 343;

export function ssimRows(p: usize, alongY: usize, mask: usize, sums: usize): void {
  const width = sizeOf(p, 0);
  const height = sizeOf(p, 1);
  const plane = (<usize>(width * height)) << 4;
  const low = max<i32>(0, REACH - originOf(p, 0));
  const high = min<i32>(width, volumeOf(p, 0) - REACH - originOf(p, 0));
  const c1 = f32x4.splat(c1Of(p));
  const c2 = f32x4.splat(c2Of(p));
  const end = endOf(p);
  for (let row = firstOf(p); row < end; row++) {
    const y = row % height;
    const z = row / height;
    let all = f32x4.splat(0);
    let masked = all;
    if (isInner(p, 1, y) && isInner(p, 2, z)) {
      let at = alongY + ((<usize>(low + width * (y + height * (z + HALO - REACH)))) << 4);
      let inside = mask + <usize>(low + width * row);
      for (let x = low; x < high; x += 4) {
        const unlike = v128.and(unlikeness(at, plane, c1, c2), firstLanes(high - x));
        all = f32x4.add(all, unlike);
        masked = f32x4.add(masked, v128.and(unlike, insideFour(inside)));
        at += 64;
        inside += 4;
      }
    }
    const to = sums + ((<usize>row) << 3);
    store<f32>(to, sumOf(all));
    store<f32>(to, sumOf(masked), 4);
  }
}

/** Whether a window around `local` lies in the volume along an axis. */
function isInner(p: usize, axis: i32, local: i32): bool {
  const place = originOf(p, axis) + local;
  return place >= REACH && place < volumeOf(p, axis) - REACH;
}

/** 1 - SSIM of four voxels whose windows begin at `at`. */
function unlikeness(at: usize, plane: usize, c1: v128, c2: v128): v128 {
  let a = v128.load(at);
  let b = v128.load(at, 16);
  let c = v128.load(at, 32);
  let d = v128.load(at, 48);
  for (let slice = 1; slice < 7; slice++) {
    at += plane;
    a = f32x4.add(a, v128.load(at));
    b = f32x4.add(b, v128.load(at, 16));
    c = f32x4.add(c, v128.load(at, 32));
    d = f32x4.add(d, v128.load(at, 48));
  }
  // From four voxels' vectors to four values of all.
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  const window = f32x4.splat(WINDOW);
  const mean = f32x4.div(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), window);
  const difference = f32x4.div(v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), window);
  const squares = v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5);
  const squaredDifferences = v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7);

  const squaredMean = f32x4.mul(difference, difference);
  const ofDifference = variance(squaredDifferences, squaredMean);
  const other = f32x4.add(mean, difference);
  const ofBoth = variance(squares, f32x4.add(f32x4.mul(mean, mean), f32x4.mul(other, other)));
  const centre = f32x4.splat(CENTRE);
  const level = f32x4.add(mean, centre);
  const otherLevel = f32x4.add(other, centre);
  const levels = f32x4.add(f32x4.add(f32x4.mul(level, level), f32x4.mul(otherLevel, otherLevel)), c1);
  const luminance = f32x4.div(squaredMean, levels);
  const structure = f32x4.div(ofDifference, f32x4.add(ofBoth, c2));
  return f32x4.sub(f32x4.add(luminance, structure), f32x4.mul(luminance, structure));
}

/** From the sum of squares over the window and the mean's square. */
function variance(squares: v128, squaredMean: v128): v128 {
  const rest = f32x4.sub(squares, f32x4.mul(f32x4.splat(WINDOW), squaredMean));
  return f32x4.div(f32x4.pmax(f32x4.splat(0), rest), f32x4.splat(WINDOW - 1));
}
