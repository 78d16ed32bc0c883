/** Radial power spectra of the original and of every method's result. */

import { type Evaluation, SPECTRUM_BINS } from "../../jobs/evaluate/rows";
import { formatColumn } from "../../jobs/evaluate/summary";
import { useEvaluation } from "../../state/evaluation-store";
import { t } from "../../text/text";
import { LinePlot } from "../common/line-plot";
import { ticksBetween } from "../common/scales";
import { type MethodStyle, methodStyles } from "./method-style";
import { useLabels } from "./use-labels";

/** Power below this share of the largest is not drawn. */
const FLOOR = 1e-9;

/** Of the volume whose pictures are shown. */
export function SpectrumPlot({ evaluation }: { evaluation: Evaluation }) {
  const shown = useEvaluation((state) => state.shown);
  const labelOf = useLabels();
  const rows = evaluation.rows.filter(
    (row) => row.volume === shown?.volume && formatColumn(row) === formatColumn(shown) && row.spectra,
  );
  const [first] = rows;
  const volume = evaluation.volumes.find(({ name }) => name === first?.volume);
  if (!first?.spectra || !volume) return null;
  const { highest, original } = first.spectra;
  const styles = methodStyles([...new Set(evaluation.rows.map(({ name }) => name))]);
  const floor = FLOOR * Math.max(...original);
  const points = (power: readonly number[]) =>
    power.map((y, bin) => ({ x: ((bin + 0.5) / SPECTRUM_BINS) * highest, y })).filter(({ y }) => y > floor);
  const series = [
    { name: t("Original"), colour: "var(--text)", marker: "M-6-1h12v2h-12z", points: points(original) },
    ...rows.map(({ name, spectra }) => ({
      ...(styles.get(name) as MethodStyle),
      name: labelOf(name),
      points: points(spectra?.result ?? []),
    })),
  ];
  return (
    <section className="section stack" aria-labelledby="evaluate-spectra">
      <h2 id="evaluate-spectra">
        {t("Power by frequency, {volume}, {degraded}, whole box", {
          volume: first.volume,
          degraded: formatColumn(first),
        })}
      </h2>
      <LinePlot
        label={t("Radial power spectrum of the original and of every method; what is restored stands in the tables")}
        series={series}
        xRange={[0, highest]}
        xTicks={ticksBetween(0, highest)
          .filter((tick) => tick <= highest)
          .map((tick) => [tick, String(Number(tick.toFixed(3)))])}
        xLabel={t("cycles per mm")}
        isLog
        formatY={powerOfTen}
        references={nyquists(first.factor, volume.spacing)
          .filter((at) => at < highest)
          .map((at) => ({ axis: "x", at, text: t("Nyquist of the low resolution") }))}
      />
    </section>
  );
}

/** `10⁻²`. */
function powerOfTen(exponent: number): string {
  const digits = [...String(Number(exponent.toFixed(1)))].map((c) =>
    c === "-" ? "⁻" : c === "." ? "·" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)],
  );
  return `10${digits.join("")}`;
}

/** Where the low resolution ends on the axes that were made coarser, cycles per mm; equal ones once. */
function nyquists(factor: readonly number[], spacing: readonly number[]): number[] {
  const frequencies = factor.flatMap((s, axis) => (s > 1 ? [1 / (2 * s * (spacing[axis] as number))] : []));
  return [...new Set(frequencies)];
}
