/** Windows as they are typed: ends, or width and level. */

import type { Window } from "../../core/view";
import { t } from "../../text/text";

export const WINDOW_FIELDS = ["black", "white", "width", "level"] as const;
export type WindowField = (typeof WINDOW_FIELDS)[number];

export function fieldValue([low, high]: Window, field: WindowField): number {
  return { black: low, white: high, width: high - low, level: (low + high) / 2 }[field];
}

/** The window with one of its fields typed anew, or why that is none, in words. */
export function typedWindow(window: Window, field: WindowField, text: string): Window | string {
  const typed = Number(text.trim().replace(/^−/, "-"));
  if (text.trim() === "" || !Number.isFinite(typed)) return t("Not a number: nothing was changed.");
  const [low, high] = window;
  const changed: Readonly<Record<WindowField, () => Window>> = {
    black: () => [typed, high],
    white: () => [low, typed],
    width: () => [(low + high - typed) / 2, (low + high + typed) / 2],
    level: () => [typed - (high - low) / 2, typed + (high - low) / 2],
  };
  const [black, white] = changed[field]();
  if (black < white) return [black, white];
  return field === "width"
    ? t("The width must be above 0: nothing was changed.")
    : t("Black must be below white: nothing was changed.");
}
