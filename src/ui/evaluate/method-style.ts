/** How methods are drawn in charts: colours that every kind of colour vision tells apart, and shapes and dashes besides. */

export interface MethodStyle {
  readonly colour: string;
  /** SVG path about the origin, six pixels wide. */
  readonly marker: string;
  /** SVG dashes of the line; empty for a whole one. */
  readonly dash: string;
}

/** Custom properties of panels.css, which change with the theme. */
const COLOURS = 8;
const MARKERS = [
  "M-3-3h6v6h-6z",
  "M0-4L4 3H-4z",
  "M0-4L4 0 0 4-4 0z",
  "M0 4L4-3H-4z",
  "M-4-1h3v-3h2v3h3v2h-3v3h-2v-3h-3z",
  "M3.5 0a3.5 3.5 0 1 1-7 0a3.5 3.5 0 1 1 7 0z",
  "M-4-3L-3-4 0-1 3-4 4-3 1 0 4 3 3 4 0 1-3 4-4 3-1 0z",
];
const DASHES = ["", "7 3", "2 3", "9 3 2 3", "4 4"];

/** A style for each method, in the order of the table: any two differ until there are hundreds. */
export function methodStyles(names: readonly string[]): ReadonlyMap<string, MethodStyle> {
  return new Map(
    names.map((name, i) => [
      name,
      {
        colour: `var(--plot-${(i % COLOURS) + 1})`,
        marker: MARKERS[i % MARKERS.length] as string,
        dash: DASHES[i % DASHES.length] as string,
      },
    ]),
  );
}
