/** What a person chose once and finds again: kept in this browser. */

import { create } from "zustand";
import { persist } from "zustand/middleware";
import type { Link, Plane } from "../core/view";
import type { Quality } from "../session/wire";

/** How tiles are arranged. Series beside each other, or two of them, A and B, in one place. */
export const LAYOUTS = ["grid", "plane", "two-up", "curtain", "flicker", "difference", "render"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** What the mouse does: the habits of neuroimaging tools, or those of radiology workstations. */
export type MousePreset = "neuro" | "radiology";

/** What is written over the images; the mark of a computed image always is. */
export const OVERLAYS = ["all", "essential", "none"] as const;

export interface Prefs {
  readonly layout: Layout;
  /** The plane that layouts of one plane show. */
  readonly plane: Plane;
  readonly mouse: MousePreset;
  /** True draws the patient's right on the left of the screen; undefined until the person was asked. */
  readonly radiological: boolean | undefined;
  /** True draws sagittal planes with the nose to the left. */
  readonly noseLeft: boolean;
  /** Planes along the scan's own axes, or along the scanner's. */
  readonly axes: "scan" | "scanner";
  /** True interpolates between voxels on the screen where they are magnified. Only display, never data. */
  readonly smooth: boolean;
  readonly overlays: (typeof OVERLAYS)[number];
  readonly showCrosshair: boolean;
  readonly links: Readonly<Record<Link, boolean>>;
  readonly inspector: boolean;
  /** Of results, where the person chose it; undefined takes the best that is quick on this machine. */
  readonly quality: Quality | undefined;
  /** What file names of things saved may say: the scan's own name, which can be a patient's, or not. */
  readonly keepNames: boolean;
  readonly theme: "dark" | "light" | "system";
  /** Undefined takes the browser's. */
  readonly language: "en" | "ko" | undefined;
  /** True once the person has read that this is no medical device. */
  readonly noticeRead: boolean;
}

export const DEFAULT_PREFS: Prefs = {
  layout: "grid",
  plane: "axial",
  mouse: "neuro",
  radiological: undefined,
  noseLeft: false,
  axes: "scan",
  smooth: false,
  overlays: "all",
  showCrosshair: true,
  links: { window: true, zoom: true, pan: true, crosshair: true },
  inspector: true,
  quality: undefined,
  keepNames: false,
  theme: "dark",
  language: undefined,
  noticeRead: false,
};

export const usePrefs = create<Prefs>()(persist(() => DEFAULT_PREFS, { name: "eigenvox-prefs", version: 1 }));

/** Whether the patient's right is drawn on the left of the screen: as radiologists have it, unless told. */
export const isRadiological = ({ radiological }: Pick<Prefs, "radiological">): boolean => radiological ?? true;

export function changePrefs(change: Partial<Prefs>): void {
  usePrefs.setState(change);
}
