/** Windows as they are typed: ends, or width and level. */

import { type Reach, type Window, windowLimits, withinReach } from "../../core/view";
import { t } from "../../text/text";
import { formatValue } from "../common/format";
import { readNumber } from "../common/read-number";

export const WINDOW_FIELDS = ["black", "white", "width", "level"] as const;
export type WindowField = (typeof WINDOW_FIELDS)[number];

/** Of a window's width: less cannot be seen. */
const NEAR = 1e-3;

export function fieldValue([low, high]: Window, field: WindowField): number {
  return { black: low, white: high, width: high - low, level: (low + high) / 2 }[field];
}

/** The window with one of its fields typed anew, or why that is none, in words. */
export function typedWindow(window: Window, field: WindowField, text: string, reach: Reach): Window | string {
  const typed = readNumber(text);
  if (typed === undefined) return t("Not a number: nothing was changed.");
  const [low, high] = window;
  const changed: Readonly<Record<WindowField, () => Window>> = {
    black: () => [typed, high],
    white: () => [low, typed],
    width: () => [(low + high - typed) / 2, (low + high + typed) / 2],
    level: () => [typed - (high - low) / 2, typed + (high - low) / 2],
  };
  const [black, white] = changed[field]();
  if (!(black < white)) {
    return field === "width"
      ? t("The width must be above 0: nothing was changed.")
      : t("Black must be below white: nothing was changed.");
  }
  const bounded = withinReach([black, white], reach);
  // A limit that is typed as it is told, in few digits, is that limit.
  const isNear = [0, 1].every((end) => {
    const off = Math.abs((bounded[end] as number) - ([black, white][end] as number));
    return off <= NEAR * (bounded[1] - bounded[0]);
  });
  return isNear ? bounded : outOfReach(reach, (black + white) / 2);
}

function outOfReach(reach: Reach, asked: number): string {
  const { width, level } = windowLimits(reach, asked);
  const [least, most, low, high] = [...width, ...level].map(formatValue) as [string, string, string, string];
  return t(
    "Out of reach of the image's values, whose windows are {least} to {most} wide at levels from {low} to {high}: nothing was changed.",
    { least, most, low, high },
  );
}
