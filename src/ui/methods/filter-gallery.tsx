/** Pictures of all filters, and one of them enlarged. */

import { type ReactNode, useCallback, useMemo, useState } from "react";
import { t } from "../../text/text";
import { signed } from "../../viewer/colour-map";
import { FactList } from "../common/fact-list";
import { formatSmall, formatValue } from "../common/format";
import { signedLimit } from "../common/scales";
import { type ClassLayout, classesOf } from "./class-layout";
import { ClassMap, ColourLegend } from "./class-map";
import { FilterSlice } from "./filter-slice";

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
    [t("Rows"), (rows[chosen] as number).toLocaleString("en")] as const,
    [t("Residual"), rows[chosen] ? `${formatSmall(residual[chosen] as number)} p²` : t("no rows")] as const,
    [t("Centre tap"), formatValue(tap(chosen, middle, (size - 1) / 2, (size - 1) / 2) ?? 0)] as const,
  ];
  return (
    <section className="stack" aria-labelledby="train-filters">
      <div className="row section-head">
        <h3 id="train-filters">{t("Filters")}</h3>
        {choices}
      </div>
      <div className="pictures">
        <ClassMap
          caption={t("Central slice of each filter")}
          layout={layout}
          size={size}
          zoom={zoom}
          colour={colour}
          value={(index) => t("{amount} rows", { amount: (rows[index] as number).toLocaleString("en") })}
          filter={thumbnailOf(slices, limit)}
          chosen={chosen}
          onChoose={setPicked}
        >
          <ColourLegend low={`≤ −${formatSmall(limit)}`} high={`≥ ${formatSmall(limit)}`} colour={signedShare} />
          <p className="muted note">{layout.note()}</p>
          <p className="muted note">
            {t("Click or press Enter to enlarge a filter.")} {axes}
          </p>
        </ClassMap>
        <figure className="picture" aria-live="polite">
          <figcaption>{t("Class {index}", { index: chosen })}</figcaption>
          <div className="slices">
            {slices.names.map((name, slice) => (
              <div key={name}>
                <FilterSlice
                  label={t("{slice} of the filter of class {index}", { slice: name, index: chosen })}
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

const signedShare = (share: number) => signed(2 * share - 1);

/** A small picture of a class's middle slice, for cards. */
export function thumbnailOf({ size, names, tap }: FilterSlices, limit: number): (index: number) => ReactNode {
  const middle = (names.length - 1) / 2;
  return (index) => (
    <FilterSlice
      label={t("Middle slice of the filter of class {index}", { index })}
      size={size}
      limit={limit}
      tap={(x, y) => tap(index, middle, x, size - 1 - y)}
    />
  );
}

/** One scale for all filters. */
export function limitOf(layout: ClassLayout, { size, names, tap }: FilterSlices): number {
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
