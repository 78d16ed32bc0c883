/** PSNR of every method on every volume. */

import { useState } from "react";
import type { Evaluation } from "../../jobs/evaluate/rows";
import { columnsOf, formatColumn } from "../../jobs/evaluate/summary";
import { LinePlot } from "../common/line-plot";
import { Select } from "../common/select";
import { type MethodStyle, methodLabel, methodStyles } from "./method-style";

export function PsnrPlot({ evaluation }: { evaluation: Evaluation }) {
  const columns = columnsOf(evaluation.rows);
  const [chosen, setChosen] = useState(0);
  const column = columns[Math.min(chosen, columns.length - 1)];
  if (!column) return null;
  const rows = evaluation.rows.filter(
    (row) => formatColumn(row) === formatColumn(column) && Number.isFinite(row.psnr.masked),
  );
  const volumes = [...new Set(rows.map(({ volume }) => volume))];
  const styles = methodStyles([...new Set(evaluation.rows.map(({ name }) => name))]);
  const series = [...new Set(rows.map(({ name }) => name))].map((name) => ({
    ...(styles.get(name) as MethodStyle),
    name: methodLabel(name),
    points: rows
      .filter((row) => row.name === name)
      .map(({ volume, psnr: { masked } }) => ({
        x: volumes.indexOf(volume),
        y: masked,
        title: `${methodLabel(name)}, ${volume}: ${masked.toFixed(2)} dB`,
      })),
  }));
  const length = Math.max(6, Math.floor(100 / volumes.length));
  return (
    <section className="section stack" aria-label="PSNR by volume">
      <header className="row wrap evaluate-head">
        <h2>PSNR by volume, dB inside the mask</h2>
        {columns.length > 1 && (
          <Select
            label="Degraded"
            value={chosen}
            options={columns.map((candidate, i) => [i, formatColumn(candidate)])}
            onChange={setChosen}
          />
        )}
      </header>
      <LinePlot
        label="PSNR of every method on every volume; the same numbers are in the table below"
        series={series}
        xRange={[-0.5, volumes.length - 0.5]}
        xTicks={volumes.map((volume, i) => [i, shorten(volume, length)])}
        formatY={(tick) => String(Number(tick.toFixed(2)))}
      />
    </section>
  );
}

const shorten = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
