/** A slice of a filter, tap by tap, with signs on the stronger ones. */

import { css, signed } from "../../viewer/colour-map";
import { formatValue } from "../common/format";

/** Taps weaker than this share of the scale need no sign. */
const FAINT = 0.08;

interface FilterSliceProps {
  readonly label: string;
  readonly size: number;
  readonly limit: number;
  readonly tap: (x: number, y: number) => number | undefined;
}

export function FilterSlice({ label, size, limit, tap }: FilterSliceProps) {
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
