/** A measure of every method on every volume. */

import { useState } from "react";
import type { Evaluation } from "../../jobs/evaluate/rows";
import { columnsOf, formatColumn, MEASURES, measureOf } from "../../jobs/evaluate/summary";
import { entryText, t } from "../../text/text";
import { LinePlot } from "../common/line-plot";
import { Select } from "../common/select";
import { learnedWords } from "./learned-mark";
import { measureHeading } from "./measure-texts";
import { type MethodStyle, methodStyles } from "./method-style";
import { useLabels } from "./use-labels";

export function MeasurePlot({ evaluation }: { evaluation: Evaluation }) {
  const labelOf = useLabels();
  const columns = columnsOf(evaluation.rows);
  const [chosen, setChosen] = useState(0);
  const [id, setId] = useState(MEASURES[0]?.id ?? "");
  const measure = measureOf(id);
  const area = measure.areas.includes("masked") ? "masked" : "box";
  const column = columns[Math.min(chosen, columns.length - 1)];
  if (!column) return null;
  const rows = evaluation.rows.filter(
    (row) => formatColumn(row) === formatColumn(column) && Number.isFinite(measure.read(row, area)),
  );
  const volumes = [...new Set(rows.map(({ volume }) => volume))];
  const styles = methodStyles([...new Set(evaluation.rows.map(({ name }) => name))]);
  const series = [...new Set(rows.map(({ name }) => name))].map((name) => ({
    ...(styles.get(name) as MethodStyle),
    name: labelOf(name),
    points: rows
      .filter((row) => row.name === name)
      .map((row) => {
        const value = measure.read(row, area);
        const said = `${labelOf(name)}, ${row.volume}: ${value.toFixed(measure.digits)} ${measure.unit}`.trim();
        const title = row.learnedFrom ? `${said} († ${learnedWords(row.learnedFrom)})` : said;
        return { x: volumes.indexOf(row.volume), y: value, title, isHollow: row.learnedFrom !== undefined };
      }),
  }));
  const length = Math.max(6, Math.floor(100 / volumes.length));
  const heading = t("{measure} by volume", { measure: measureHeading(measure, area) });
  return (
    <section className="section stack" aria-labelledby="evaluate-plot">
      <header className="row wrap evaluate-head">
        <h2 id="evaluate-plot">{heading}</h2>
        <Select
          label={t("Measure of the chart")}
          value={id}
          options={MEASURES.map((one) => [one.id, entryText(one.title)])}
          onChange={setId}
        />
        {columns.length > 1 && (
          <Select
            label={t("Degraded")}
            value={chosen}
            options={columns.map((candidate, i) => [i, formatColumn(candidate)])}
            onChange={setChosen}
          />
        )}
      </header>
      <LinePlot
        label={t("{heading} for every method; the same numbers are in the table below", { heading })}
        series={series}
        xRange={[-0.5, Math.max(0.5, volumes.length - 0.5)]}
        xTicks={volumes.map((volume, i) => [i, shorten(volume, length)])}
        formatY={(tick) => String(Number(tick.toFixed(measure.digits)))}
      />
      {rows.some(({ learnedFrom }) => learnedFrom) && (
        <p className="note warn">{t("Hollow marks: the bank has learned from that scan, or from one of its name.")}</p>
      )}
    </section>
  );
}

const shorten = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
