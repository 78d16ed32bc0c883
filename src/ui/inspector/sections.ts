/** The sections of the inspector, and which of them are open. */

import { create } from "zustand";

export const SECTIONS = ["super-resolve", "window", "trust", "scan", "display", "measure"] as const;
export type Section = (typeof SECTIONS)[number];

export const useSections = create<{ readonly open: readonly Section[] }>(() => ({
  open: ["super-resolve", "window"],
}));
