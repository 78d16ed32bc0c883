/** The residual of the conjugate gradients over their iterations, on a logarithmic axis. */

import type { CurvePoint } from "../../state/training-store";
import { t } from "../../text/text";
import { formatSmall } from "../common/format";
import { LinePlot } from "../common/line-plot";

/** Where the solver stops. Source: method §6. */
const TOLERANCE = 1e-5;

export function ResidualChart({ curve }: { curve: readonly CurvePoint[] }) {
  const last = curve.at(-1);
  if (!last) return null;
  const colour = "var(--accent)";
  const batches = Array.from({ length: last.batch + 1 }, (_, batch) => ({
    name: t("Batch {number}", { number: batch + 1 }),
    colour,
    points: curve.filter((point) => point.batch === batch).map(({ step, worst }) => ({ x: step, y: worst })),
  }));
  const worst = formatSmall(last.worst);
  const now = t("Now {worst}", { worst });
  return (
    <figure className="picture">
      <figcaption>{t("Solver residual")}</figcaption>
      <LinePlot
        label={t(
          "Largest relative residual, now {worst} after {steps, plural, one {# iteration} other {# iterations}}",
          {
            worst,
            steps: last.step,
          },
        )}
        width={440}
        series={[...batches, { name: now, colour, points: [{ x: last.step, y: last.worst, title: now }] }]}
        xRange={[0, Math.max(1, last.step)]}
        xTicks={[0, last.step].map((step) => [step, step.toLocaleString("en")])}
        xLabel={t("iterations, one curve for each batch of classes")}
        yShown={[TOLERANCE, 1]}
        isLog
        formatY={(exponent) => `1e${exponent}`}
        references={[{ axis: "y", at: TOLERANCE, text: t("goal") }]}
      />
      <p className="note readout-line">{t("Now {worst}; goal {goal}", { worst, goal: formatSmall(TOLERANCE) })}</p>
    </figure>
  );
}
