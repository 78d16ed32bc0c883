/** Pictures of all filters, and one of them enlarged. */

import { useCallback, useMemo, useState } from "react";
import { css, signed } from "../../core/colour-map";
import { CLASS_COUNT } from "../../core/method";
import type { TrainedReport } from "../../worker/training-protocol";
import { formatSmall, formatValue } from "../format";
import { ClassMap, ColourLegend, LayoutNote } from "./class-map";
import { classFacts } from "./class-names";
import { signedLimit } from "./scales";

/** Taps weaker than this share of the scale need no sign. */
const FAINT = 0.08;

export function FilterGallery({ report }: { report: TrainedReport }) {
  const { filterSlices, classRows, classResidual } = report;
  const patch = report.metadata.patch[0];
  const [isDifference, setIsDifference] = useState(false);
  const [chosen, setChosen] = useState(() => classRows.indexOf(Math.max(...classRows)));
  const slices = useMemo(
    () => (isDifference ? withoutGlobal(filterSlices, patch) : filterSlices.subarray(0, CLASS_COUNT * patch ** 2)),
    [filterSlices, patch, isDifference],
  );
  const limit = useMemo(() => signedLimit(slices, patch ** 2), [slices, patch]);
  // Rows are drawn from the top, y grows upwards.
  const tap = useCallback(
    (index: number, x: number, y: number) => slices[index * patch ** 2 + (patch - 1 - y) * patch + x] as number,
    [slices, patch],
  );
  const colour = useCallback((index: number, x: number, y: number) => signed(tap(index, x, y) / limit), [tap, limit]);
  const rows = (index: number) => `${(classRows[index] as number).toLocaleString("en")} rows`;
  return (
    <section className="filters" aria-labelledby="train-filters">
      <div className="section-head">
        <h3 id="train-filters">Filters</h3>
        <label className="check">
          <input
            type="checkbox"
            checked={isDifference}
            onChange={(event) => setIsDifference(event.currentTarget.checked)}
          />{" "}
          Minus the global filter
        </label>
      </div>
      <div className="pictures">
        <ClassMap
          caption="Central slice of each filter"
          size={patch}
          zoom={Math.round(22 / patch)}
          colour={colour}
          value={rows}
          chosen={chosen}
          onChoose={setChosen}
        >
          <ColourLegend low={`≤ −${formatSmall(limit)}`} high={`≥ ${formatSmall(limit)}`} colour={signedShare} />
          <LayoutNote />
          <p className="muted picture-note">Click or press Enter to enlarge a filter. x to the right, y up.</p>
        </ClassMap>
        <figure className="picture enlarged" aria-live="polite">
          <figcaption>Class {chosen}</figcaption>
          <svg
            viewBox={`0 0 ${patch} ${patch}`}
            role="img"
            aria-label={`Central slice of the filter of class ${chosen}`}
            className="enlarged-filter"
          >
            {Array.from({ length: patch ** 2 }, (_, i) => {
              const [x, y] = [i % patch, Math.floor(i / patch)];
              const value = tap(chosen, x, y);
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
          <dl className="fact-list">
            {[
              ...classFacts(chosen),
              ["Rows", (classRows[chosen] as number).toLocaleString("en")] as const,
              [
                "Residual",
                classRows[chosen] ? `${formatSmall(classResidual[chosen] as number)} p²` : "no rows",
              ] as const,
              ["Centre tap", formatValue(tap(chosen, (patch - 1) / 2, (patch - 1) / 2))] as const,
            ].map(([name, text]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </figure>
      </div>
    </section>
  );
}

const signedShare = (share: number) => signed(2 * share - 1);

function withoutGlobal(filterSlices: Float32Array, patch: number): Float32Array {
  const taps = patch ** 2;
  const own = filterSlices.subarray(0, CLASS_COUNT * taps);
  return own.map((value, i) => value - (filterSlices[CLASS_COUNT * taps + (i % taps)] as number));
}
