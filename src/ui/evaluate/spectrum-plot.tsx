/** Radial power spectra of the original and of every method's result. */

import { type Evaluation, SPECTRUM_BINS } from "../../jobs/evaluate/rows";
import { formatColumn } from "../../jobs/evaluate/summary";
import { useEvaluation } from "../../state/evaluation-store";
import { ticksBetween } from "../common/ticks";
import { methodLabel, methodStyles } from "./method-style";
import { Legend } from "./psnr-plot";

const WIDTH = 760;
const HEIGHT = 260;
const LEFT = 46;
const BOTTOM = 34;
const TOP = 10;
/** Power below this share of the largest is not drawn. */
const FLOOR = 1e-9;
const ORIGINAL = "Original";

/** Of the volume whose pictures are shown. */
export function SpectrumPlot({ evaluation }: { evaluation: Evaluation }) {
  const shown = useEvaluation((state) => state.shown);
  const rows = evaluation.rows.filter(
    (row) => row.volume === shown?.volume && formatColumn(row) === formatColumn(shown) && row.spectra,
  );
  const [first] = rows;
  const volume = evaluation.volumes.find(({ name }) => name === first?.volume);
  if (!first?.spectra || !volume) return null;
  const { highest, original } = first.spectra;
  const curves = [
    { name: ORIGINAL, power: original },
    ...rows.map(({ name, spectra }) => ({ name, power: spectra?.result ?? [] })),
  ];
  const styles = new Map([
    ...methodStyles([...new Set(evaluation.rows.map(({ name }) => name))]),
    [ORIGINAL, { colour: "#ffffff", marker: "M-6-1h12v2h-12z" }],
  ]);
  const largest = Math.max(...original);
  const decades = curves.flatMap(({ power }) => power.filter((p) => p > FLOOR * largest).map(Math.log10));
  const ticks = ticksBetween(Math.min(...decades), Math.max(...decades));
  const [low, high] = [ticks[0] as number, ticks.at(-1) as number];
  const x = (frequency: number) => LEFT + (frequency / highest) * (WIDTH - LEFT - 10);
  const y = (power: number) => TOP + ((high - Math.log10(power)) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const points = (power: readonly number[]) =>
    power
      .map((value, bin) => [((bin + 0.5) / SPECTRUM_BINS) * highest, value] as const)
      .filter(([, value]) => value > 0 && Math.log10(value) >= low)
      .map(([frequency, value]) => `${x(frequency).toFixed(1)},${y(value).toFixed(1)}`)
      .join(" ");
  return (
    <section className="evaluate-section" aria-label="Spectra">
      <h2>
        Power by frequency, <bdi>{first.volume}</bdi>, {formatColumn(first)}, whole box
      </h2>
      <div className="evaluate-plot">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label="Radial power spectrum of the original and of every method; what is restored stands in the tables"
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line className="grid" x1={LEFT} x2={WIDTH} y1={y(10 ** tick)} y2={y(10 ** tick)} />
              <text x={LEFT - 6} y={y(10 ** tick)} textAnchor="end" dominantBaseline="central">
                {powerOfTen(tick)}
              </text>
            </g>
          ))}
          {ticksBetween(0, highest)
            .filter((tick) => tick <= highest)
            .map((tick) => (
              <text key={tick} x={x(tick)} y={HEIGHT - 18} textAnchor="middle">
                {Number(tick.toFixed(3))}
              </text>
            ))}
          <text x={WIDTH - 10} y={HEIGHT - 4} textAnchor="end">
            cycles a mm
          </text>
          {nyquists(first.factor, volume.spacing)
            .filter((frequency) => frequency < highest)
            .map((frequency) => (
              <g key={frequency}>
                <line className="mark" x1={x(frequency)} x2={x(frequency)} y1={TOP} y2={HEIGHT - BOTTOM} />
                <text x={x(frequency) + 4} y={TOP + 8}>
                  Nyquist of the low resolution
                </text>
              </g>
            ))}
          {curves.map(({ name, power }) => (
            <polyline
              key={name}
              className="line spectrum"
              style={{ color: styles.get(name)?.colour }}
              points={points(power)}
            >
              <title>{methodLabel(name)}</title>
            </polyline>
          ))}
        </svg>
        <Legend names={curves.map(({ name }) => name)} styles={styles} />
      </div>
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

/** Where the low resolution ends on the axes that were made coarser, cycles a mm; equal ones once. */
function nyquists(factor: readonly number[], spacing: readonly number[]): number[] {
  const frequencies = factor.flatMap((s, axis) => (s > 1 ? [1 / (2 * s * (spacing[axis] as number))] : []));
  return [...new Set(frequencies)];
}
