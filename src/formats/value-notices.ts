/** What must be known of a volume's values once they are read, of whatever format, and of how the file has them shown. */

import { finiteRange } from "../core/intensity";
import { missingCount } from "../core/missing";
import { type Notice, notice } from "../core/notice";
import type { Window } from "../core/view";
import type { StoredGrid } from "./stored-grid";

/**
 * No scan is told in a unit in which its values are all smaller, or reach beyond. From about 1e19 on, and below 1e-19,
 * float32 has no room for their squares.
 */
const [LEAST, MOST] = [1e-15, 1e15];
/** Digits that float32 has in binary, but for the first. */
const DIGITS = 23;
/** Values that scaling must leave apart from the least to the greatest of numbers that are not whole. */
const LEAST_STEPS = 256;

/** Of missing voxels, of one value everywhere, and of values that no scan has. NaN is what is missing. */
export function valueNotices(data: Float32Array): readonly Notice[] {
  const count = data.length;
  const missing = missingCount(data);
  if (missing === count) {
    const text = `None of the ${count} voxels is a finite number (or all are too large for float32): all are missing, and there is nothing to be seen.`;
    return [notice("W_ALL_NAN", text)];
  }
  const notices: Notice[] = [];
  if (missing > 0) {
    const text = `${missing} of ${count} voxels are not finite numbers (or too large for float32): they are taken for missing, and are missing in results.`;
    notices.push(notice("W_NOT_FINITE", text));
  }
  const [low, high] = finiteRange(data);
  if (low === high && count > 1) {
    const every = missing > 0 ? "Every voxel that is not missing" : "Every voxel";
    const text = `${every} is ${shown(low)}: there is nothing to be seen, and sharpening gives the same value.`;
    notices.push(notice("W_CONSTANT", text));
  }
  const top = Math.max(Math.abs(low), Math.abs(high));
  if (top > MOST || (top > 0 && top < LEAST)) {
    const text = `The values are ${shown(low)} to ${shown(high)}: no scan's are, so that the header's scaling, or the file, may be damaged. They are used as they are.`;
    notices.push(notice("W_RANGE", text));
  }
  return notices;
}

/** Where scaling, of a large intercept beside a small slope, makes stored values the same that are not. */
export function scalingNotices(data: Float32Array, { type, scaling }: Pick<StoredGrid, "type" | "scaling">) {
  const [slope, intercept] = scaling;
  if (intercept === 0 || type.samples > 1) return [];
  const [low, high] = finiteRange(data);
  const step = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(low), Math.abs(high)))) - DIGITS);
  const isLost = /int/.test(type.name) ? Math.abs(slope) < step : high > low && high - low < LEAST_STEPS * step;
  if (!isLost) return [];
  const text =
    `Beside an intercept of ${shown(intercept)} the slope of ${shown(slope)} is so small that stored values which differ ` +
    "become the same in float32 (about 7 significant digits).";
  return [notice("W_PRECISION", text)];
}

/**
 * The display window of a scan's file, where it tells the scan's values apart at all: one that lies below or above all of
 * them would show a black or a white picture. Else a notice.
 */
export function usableWindow(
  data: Float32Array,
  window: Window | undefined,
): { readonly calWindow?: Window; readonly notices: readonly Notice[] } {
  if (!window) return { notices: [] };
  const [black, white] = window;
  const [low, high] = finiteRange(data);
  const holdsNone = white < low || black > high || (low < high && (white === low || black === high));
  if (!holdsNone || missingCount(data) === data.length) return { calWindow: window, notices: [] };
  const text =
    `The file asks for a display window of ${shown(black)} to ${shown(white)}, but the values are ${shown(low)} to ${shown(high)}: ` +
    "it is chosen by the values instead.";
  return { notices: [notice("W_HEADER", text)] };
}

const shown = (value: number) => Number(value.toPrecision(4));
