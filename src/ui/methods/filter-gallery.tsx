/** Pictures of all filters, and one of them enlarged. */

import { type ReactNode, useCallback, useMemo, useState } from "react";
import { css, signed } from "../../viewer/colour-map";
import { FactList } from "../common/fact-list";
import { formatSmall, formatValue } from "../common/format";
import { signedLimit } from "../common/scales";
import { type ClassLayout, classesOf } from "./class-layout";
import { ClassMap, ColourLegend } from "./class-map";

/** Taps weaker than this share of the scale need no sign. */
const FAINT = 0.08;
/** Cells of slices where a filter has no tap. */
const NO_TAP = [13, 13, 13] as const;

/** Filters as square slices of taps. */
export interface FilterSlices {
  /** Taps along each side of a slice. */
  readonly size: number;
  /** What each slice is called; the middle one is shown of every filter. */
  readonly names: readonly string[];
  /** Tap of a class at slice, x and y; undefined where there is none. */
  readonly tap: (index: number, slice: number, x: number, y: number) => number | undefined;
}

interface FilterGalleryProps {
  readonly layout: ClassLayout;
  readonly slices: FilterSlices;
  readonly rows: Uint32Array;
  readonly residual: Float32Array;
  /** What choices there are beside the heading. */
  readonly choices: ReactNode;
  /** The axes, in words. */
  readonly axes: string;
  /** Side of a tap in the picture of all filters, pixels. */
  readonly zoom: number;
}

export function FilterGallery({ layout, slices, rows, residual, choices, axes, zoom }: FilterGalleryProps) {
  const [picked, setPicked] = useState<number>();
  const fullest = useMemo(
    () => classesOf(layout).reduce((a, b) => ((rows[b] as number) > (rows[a] as number) ? b : a)),
    [layout, rows],
  );
  const chosen = picked ?? fullest;
  const middle = (slices.names.length - 1) / 2;
  const { size } = slices;
  const limit = useMemo(() => limitOf(layout, slices), [layout, slices]);
  // Rows are drawn from the top, y grows upwards.
  const tap = useCallback(
    (index: number, slice: number, x: number, y: number) => slices.tap(index, slice, x, size - 1 - y),
    [slices, size],
  );
  const colour = useCallback(
    (index: number, x: number, y: number) => {
      const value = tap(index, middle, x, y);
      return value === undefined ? NO_TAP : signed(value / limit);
    },
    [tap, middle, limit],
  );
  const facts = [
    ...layout.facts(chosen),
    ["Rows", (rows[chosen] as number).toLocaleString("en")] as const,
    ["Residual", rows[chosen] ? `${formatSmall(residual[chosen] as number)} p²` : "no rows"] as const,
    ["Centre tap", formatValue(tap(chosen, middle, (size - 1) / 2, (size - 1) / 2) ?? 0)] as const,
  ];
  return (
    <section className="stack" aria-labelledby="train-filters">
      <div className="row section-head">
        <h3 id="train-filters">Filters</h3>
        {choices}
      </div>
      <div className="pictures">
        <ClassMap
          caption="Central slice of each filter"
          layout={layout}
          size={size}
          zoom={zoom}
          colour={colour}
          value={(index) => `${(rows[index] as number).toLocaleString("en")} rows`}
          chosen={chosen}
          onChoose={setPicked}
        >
          <ColourLegend low={`≤ −${formatSmall(limit)}`} high={`≥ ${formatSmall(limit)}`} colour={signedShare} />
          <p className="muted note picture-note">{layout.note}</p>
          <p className="muted note picture-note">Click or press Enter to enlarge a filter. {axes}</p>
        </ClassMap>
        <figure className="picture" aria-live="polite">
          <figcaption>Class {chosen}</figcaption>
          <div className="slices">
            {slices.names.map((name, slice) => (
              <div key={name}>
                <EnlargedSlice
                  label={`${name} of the filter of class ${chosen}`}
                  size={size}
                  limit={limit}
                  tap={(x, y) => tap(chosen, slice, x, y)}
                />
                {slices.names.length > 1 && <span className="muted">{name}</span>}
              </div>
            ))}
          </div>
          <FactList className="fact-list" facts={facts} />
        </figure>
      </div>
    </section>
  );
}

interface EnlargedSliceProps {
  readonly label: string;
  readonly size: number;
  readonly limit: number;
  readonly tap: (x: number, y: number) => number | undefined;
}

function EnlargedSlice({ label, size, limit, tap }: EnlargedSliceProps) {
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} className="enlarged-filter">
      {Array.from({ length: size ** 2 }, (_, i) => {
        const [x, y] = [i % size, Math.floor(i / size)];
        const value = tap(x, y);
        if (value === undefined) return null;
        return (
          <g key={`${x},${y}`}>
            <title>{formatValue(value)}</title>
            <rect x={x} y={y} width={1} height={1} fill={css(signed(value / limit))} />
            {Math.abs(value) > FAINT * limit && (
              <text x={x + 0.5} y={y + 0.5} className={Math.abs(value) > 0.6 * limit ? "on-light" : ""}>
                {value > 0 ? "+" : "−"}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

const signedShare = (share: number) => signed(2 * share - 1);

/** One scale for all filters. */
function limitOf(layout: ClassLayout, { size, names, tap }: FilterSlices): number {
  const middle = (size - 1) / 2;
  const around: number[] = [];
  for (const index of classesOf(layout)) {
    for (let i = 0; i < names.length * size ** 2; i++) {
      const [slice, x, y] = [Math.floor(i / size ** 2), i % size, Math.floor(i / size) % size];
      const isCentre = x === middle && y === middle && slice === (names.length - 1) / 2;
      const value = isCentre ? undefined : tap(index, slice, x, y);
      if (value !== undefined) around.push(value);
    }
  }
  return signedLimit(around);
}
