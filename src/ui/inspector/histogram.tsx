/** How often intensities occur, with two handles for what is drawn black and white. */

import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import type { Histogram as Counts } from "../../core/histogram";
import type { Window } from "../../core/view";
import { t } from "../../text/text";
import { formatValue } from "../common/format";

const WIDTH = 256;
const HEIGHT = 64;
/** The two ends stay at least this fraction of the range apart under the hand. */
const LEAST = 1e-3;
const STEP = 0.01;
const PAGE = 0.1;
/** Share of the range beside the most of the counts, which is left out of the axis as far as the window allows. */
const TAIL = 0.001;

interface HistogramProps {
  readonly window: Window;
  readonly histogram: Counts | undefined;
  readonly range: Window;
  readonly onChange: (window: Window) => void;
}

export function Histogram({ window, histogram, range, onChange }: HistogramProps) {
  const plot = useRef<HTMLDivElement>(null);
  const axis = useMemo(() => axisOf(histogram, range, window), [histogram, range, window]);
  const path = useMemo(() => histogram && pathOf(histogram, axis), [histogram, axis]);
  const span = axis[1] - axis[0] || 1;
  const share = (value: number) => Math.min(1, Math.max(0, (value - axis[0]) / span));
  const [black, white] = [share(window[0]), share(window[1])];
  const set = (end: 0 | 1, value: number) =>
    onChange(
      end === 0
        ? [Math.min(value, window[1] - span * LEAST), window[1]]
        : [window[0], Math.max(value, window[0] + span * LEAST)],
    );
  const drag = (end: 0 | 1) => (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !plot.current) return;
    const { left, width } = plot.current.getBoundingClientRect();
    set(end, axis[0] + span * Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  const press = (end: 0 | 1) => (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -STEP,
      ArrowDown: -STEP,
      ArrowRight: STEP,
      ArrowUp: STEP,
      PageDown: -PAGE,
      PageUp: PAGE,
    };
    const step = steps[event.key];
    if (step !== undefined) set(end, window[end] + step * span);
    else if (event.key === "Home") set(end, axis[0]);
    else if (event.key === "End") set(end, axis[1]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const handles = [
    [0, t("Black"), black],
    [1, t("White"), white],
  ] as const;
  return (
    <div className="histogram">
      <div className="histogram-plot" ref={plot}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {path && <path className="histogram-counts" d={path} />}
          <path className="histogram-ramp" d={`M${black * WIDTH} ${HEIGHT}L${white * WIDTH} 0H${WIDTH}`} />
        </svg>
        {handles.map(([end, label, at]) => (
          <div
            key={end}
            role="slider"
            tabIndex={0}
            aria-label={label}
            aria-valuemin={axis[0]}
            aria-valuemax={axis[1]}
            aria-valuenow={window[end]}
            aria-valuetext={formatValue(window[end])}
            className={end === 0 ? "histogram-handle is-black" : "histogram-handle is-white"}
            style={{ left: `${at * 100}%` }}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              event.currentTarget.focus();
            }}
            onPointerMove={drag(end)}
            onKeyDown={press(end)}
          />
        ))}
      </div>
      <div className="spread muted note histogram-ends" aria-hidden="true">
        <span>{shortValue(axis[0])}</span>
        <span>{shortValue(axis[1])}</span>
      </div>
    </div>
  );
}

const shortValue = (value: number) => formatValue(Number(value.toPrecision(3)));

/** From the least to the greatest intensity that matter: a few outliers would press all tissue into a corner. */
function axisOf(histogram: Counts | undefined, range: Window, [black, white]: Window): Window {
  if (!histogram) return [Math.min(range[0], black), Math.max(range[1], white)];
  const { counts, range: whole } = histogram;
  const total = counts.reduce((a, b) => a + b, 0);
  const step = (whole[1] - whole[0]) / counts.length;
  const sums: number[] = [];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  const first = Math.max(
    0,
    sums.findIndex((sum) => sum > TAIL * total),
  );
  const last = sums.findIndex((sum) => sum >= (1 - TAIL) * total);
  const [low, high] = [whole[0] + first * step, whole[0] + (last + 1) * step];
  const room = 0.15 * (high - low);
  return [Math.min(black, Math.max(whole[0], low - room)), Math.max(white, Math.min(whole[1], high + room))];
}

/** Roots of the counts: tissue of little volume is seen beside that of much. */
function pathOf({ counts, range }: Counts, [from, to]: Window): string {
  const most = Math.sqrt(Math.max(...counts)) || 1;
  const step = (range[1] - range[0]) / counts.length;
  const x = (value: number) => Math.round(((value - from) / (to - from)) * WIDTH * 10) / 10;
  const points = counts.map((count, i) => {
    const y = HEIGHT - (Math.sqrt(count) / most) * (HEIGHT - 4);
    return `${x(range[0] + (i + 0.5) * step)} ${y.toFixed(1)}`;
  });
  return `M${x(range[0])} ${HEIGHT}L${points.join("L")}L${x(range[1])} ${HEIGHT}Z`;
}
