/** The residual of the conjugate gradients over their iterations, on a logarithmic axis. */

import type { CurvePoint } from "../../state/training-store";
import { formatSmall } from "../common/format";
import { logScale, logShare, logTicks } from "../common/scales";

/** Where the solver stops. Source: method §6. */
const TOLERANCE = 1e-5;
const [WIDTH, HEIGHT] = [440, 250];
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 10, 10, 34];

export function ResidualChart({ curve }: { curve: readonly CurvePoint[] }) {
  const last = curve.at(-1);
  if (!last) return null;
  const scale = logScale([TOLERANCE, 1, ...curve.map(({ worst }) => worst)]);
  const x = (step: number) => LEFT + (step / Math.max(1, last.step)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => TOP + (1 - logShare(scale, value)) * (HEIGHT - TOP - BOTTOM);
  const batches = Array.from({ length: last.batch + 1 }, (_, batch) => curve.filter((point) => point.batch === batch));
  return (
    <figure className="picture">
      <figcaption>Solver residual</figcaption>
      <svg
        className="chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Largest relative residual, now ${formatSmall(last.worst)} after ${last.step} iterations`}
      >
        {logTicks(scale).map((exponent) => (
          <g key={exponent}>
            <line className="grid-line" x1={LEFT} x2={WIDTH - RIGHT} y1={y(10 ** exponent)} y2={y(10 ** exponent)} />
            <text x={LEFT - 6} y={y(10 ** exponent)} className="tick-y">
              1e{exponent}
            </text>
          </g>
        ))}
        <line className="goal-line" x1={LEFT} x2={WIDTH - RIGHT} y1={y(TOLERANCE)} y2={y(TOLERANCE)} />
        <text x={WIDTH - RIGHT} y={y(TOLERANCE) - 5} className="tick-end">
          goal
        </text>
        {batches.map((points, batch) => (
          <polyline
            // biome-ignore lint/suspicious/noArrayIndexKey: batches are numbered
            key={batch}
            className="curve"
            points={points.map(({ step, worst }) => `${x(step).toFixed(1)},${y(worst).toFixed(1)}`).join(" ")}
          />
        ))}
        <circle className="curve-end" cx={x(last.step)} cy={y(last.worst)} r={3} />
        <text x={LEFT} y={HEIGHT - 18} className="tick-start">
          0
        </text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 18} className="tick-end">
          {last.step.toLocaleString("en")}
        </text>
        <text x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 4} className="tick-middle">
          iterations, one curve for each batch of classes
        </text>
      </svg>
      <p className="readout-line">
        Now {formatSmall(last.worst)}; goal {formatSmall(TOLERANCE)}
      </p>
    </figure>
  );
}
