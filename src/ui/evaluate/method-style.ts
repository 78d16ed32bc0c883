/** How methods are called and drawn in tables and charts. */

import { SCAN_ITSELF } from "../../jobs/evaluate/rows";
import { INTERPOLATION_TITLES, INTERPOLATIONS, type Interpolation } from "../../methods/interpolation/names";

export function methodLabel(name: string): string {
  if (name === SCAN_ITSELF) return "From the scan itself";
  return INTERPOLATIONS.some((method) => method === name) ? INTERPOLATION_TITLES[name as Interpolation] : name;
}

export interface MethodStyle {
  readonly colour: string;
  /** SVG path about the origin, six pixels wide: shapes tell methods apart without colours. */
  readonly marker: string;
}

const COLOURS = ["#8d8d8d", "#c9a45c", "#7fa6ff", "#b98fd0", "#79b07a", "#59c7db", "#f08a6b", "#e3d34f", "#ff9ecf"];
const MARKERS = [
  "M-3-3h6v6h-6z",
  "M0-4L4 3H-4z",
  "M0-4L4 0 0 4-4 0z",
  "M0 4L4-3H-4z",
  "M-4-1h3v-3h2v3h3v2h-3v3h-2v-3h-3z",
  "M3.5 0a3.5 3.5 0 1 1-7 0a3.5 3.5 0 1 1 7 0z",
];

/** A style for each method, in the order of the table. */
export function methodStyles(names: readonly string[]): ReadonlyMap<string, MethodStyle> {
  return new Map(
    names.map((name, i) => [
      name,
      { colour: COLOURS[i % COLOURS.length] as string, marker: MARKERS[i % MARKERS.length] as string },
    ]),
  );
}
