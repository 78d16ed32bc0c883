/** A chart of lines over a numeric or a named x axis, with reference lines and a legend. */

import { ticksBetween } from "./scales";

const HEIGHT = 250;
const [LEFT, RIGHT, TOP, BOTTOM] = [46, 10, 10, 34];
const DOT = "M3 0a3 3 0 1 1-6 0a3 3 0 1 1 6 0z";

export interface Series {
  readonly name: string;
  readonly colour: string;
  /** SVG path about the origin. What has one stands in the legend. */
  readonly marker?: string | undefined;
  /** SVG dashes of the line. */
  readonly dash?: string;
  /** A point with a title is marked, hollow where it is not to be trusted like the others. */
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    readonly title?: string;
    readonly isHollow?: boolean;
  }[];
}

interface LinePlotProps {
  readonly label: string;
  readonly width?: number;
  readonly series: readonly Series[];
  readonly xRange: readonly [number, number];
  readonly xTicks: readonly (readonly [x: number, text: string])[];
  readonly xLabel?: string;
  /** What the y axis reaches to beside the points. */
  readonly yShown?: readonly number[];
  /** Whether y is drawn by its decades; what is not positive is left out then. */
  readonly isLog?: boolean;
  /** Text of a tick, which is an exponent of ten where y is drawn by its decades. */
  readonly formatY: (tick: number) => string;
  /** Lines across the chart at a value of one axis. */
  readonly references?: readonly { readonly axis: "x" | "y"; readonly at: number; readonly text: string }[];
}

export function LinePlot(props: LinePlotProps) {
  const { label, width = 760, series, xRange, xTicks, xLabel, yShown = [], isLog = false, formatY } = props;
  const [right, bottom] = [width - RIGHT, HEIGHT - BOTTOM];
  const level = (y: number) => (isLog ? Math.log10(y) : y);
  const lines = series.map((one) => ({ ...one, points: one.points.filter(({ y }) => Number.isFinite(level(y))) }));
  const values = [...lines.flatMap(({ points }) => points.map(({ y }) => y)), ...yShown].map(level);
  const ticks = ticksBetween(Math.min(...values), Math.max(...values), isLog ? 8 : 5);
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const atX = (x: number) => LEFT + ((x - xRange[0]) / (xRange[1] - xRange[0])) * (right - LEFT);
  const atLevel = (y: number) => TOP + ((high - y) / (high - low)) * (bottom - TOP);
  const place = ({ x, y }: { x: number; y: number }) => `${atX(x).toFixed(1)},${atLevel(level(y)).toFixed(1)}`;
  return (
    <div className="line-plot">
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={label}>
        {ticks.map((tick) => (
          <g key={tick}>
            <path d={`M${LEFT} ${atLevel(tick)}H${right}`} />
            <text x={LEFT - 6} y={atLevel(tick)} textAnchor="end" dominantBaseline="central">
              {formatY(tick)}
            </text>
          </g>
        ))}
        {xTicks.map(([x, text]) => (
          <text key={x} x={atX(x)} y={HEIGHT - 16} textAnchor={x === xRange[1] ? "end" : "middle"}>
            {text}
          </text>
        ))}
        <text x={right} y={HEIGHT - 3} textAnchor="end">
          {xLabel}
        </text>
        {props.references?.map(({ axis, at, text }) => {
          const [x, y] = axis === "x" ? [atX(at), TOP] : [right, atLevel(level(at))];
          return (
            <g key={at}>
              <path className={`reference ${axis}`} d={`M${x} ${y}${axis === "x" ? `V${bottom}` : `H${LEFT}`}`} />
              <text
                x={x}
                y={y}
                dx={axis === "x" ? 4 : 0}
                dy={axis === "x" ? 8 : -4}
                textAnchor={axis === "x" ? "start" : "end"}
              >
                {text}
              </text>
            </g>
          );
        })}
        {lines.map(({ name, colour, marker = DOT, dash, points }) => (
          <g key={name} style={{ color: colour }}>
            <polyline points={points.map(place).join(" ")} strokeDasharray={dash}>
              <title>{name}</title>
            </polyline>
            {points.map(
              (point) =>
                point.title !== undefined && (
                  <path
                    key={point.x}
                    className={point.isHollow ? "marker hollow" : "marker"}
                    d={marker}
                    transform={`translate(${place(point)})`}
                  >
                    <title>{point.title}</title>
                  </path>
                ),
            )}
          </g>
        ))}
      </svg>
      <ul className="plot-legend">
        {series.map(
          ({ name, colour, marker, dash }) =>
            marker && (
              <li key={name} className="row tight">
                <svg width="30" height="12" viewBox="-15 -6 30 12" style={{ color: colour }} aria-hidden="true">
                  <path className="line" d="M-15 0h30" strokeDasharray={dash} />
                  <path className="marker" d={marker} />
                </svg>
                <bdi>{name}</bdi>
              </li>
            ),
        )}
      </ul>
    </div>
  );
}
