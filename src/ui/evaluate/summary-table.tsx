/** What every method reached in each way of degrading: values, or gains over tricubic interpolation. */

import type { Evaluation } from "../../jobs/evaluate/rows";
import {
  type Area,
  bestOf,
  type Cell,
  columnsOf,
  formatCell,
  formatColumn,
  type Measure,
  summarise,
} from "../../jobs/evaluate/summary";
import { t } from "../../text/text";
import { degradationWords } from "../common/degradation-words";
import { LearnedMark } from "./learned-mark";
import { measureHeading } from "./measure-texts";
import { SortHeader, useSort } from "./sort-header";
import { useLabels } from "./use-labels";

/** A cell has room for a deviation and a mark, which come with further volumes, so that columns stay where they are. */
const WIDTH = 20;

interface SummaryTableProps {
  readonly evaluation: Evaluation;
  /** Beside each other in a cell; the first decides which method is best. */
  readonly measures: readonly Measure[];
  readonly area: Area;
  readonly isGain: boolean;
}

export function SummaryTable({ evaluation: { rows }, measures, area, isGain }: SummaryTableProps) {
  const labelOf = useLabels();
  const columns = columnsOf(rows);
  const summaries = measures.map((measure) => summarise(rows, measure, area));
  const main = summaries[0] ?? [];
  const best = columns.map((_, at) => bestOf(main, at, measures[0] as Measure));
  const { sort, sorted, setSort } = useSort(main, (row, key) =>
    key === "method" ? main.indexOf(row) : sortValue(row.cells[Number(key)], isGain),
  );
  const textOf = (name: string, at: number): string => {
    const texts = measures.map((measure, i) => {
      const cell = summaries[i]?.find((row) => row.name === name)?.cells[at];
      if (!cell || Number.isNaN(cell.mean)) return "–";
      return isGain ? formatGain(cell, measure) : formatCell(cell, measure.digits);
    });
    return texts.every((text) => text === "–") ? "–" : texts.join(" / ");
  };
  return (
    <table className="evaluate-table">
      <caption>
        {t("Scores by method: {measures}", {
          measures: measures.map((measure) => measureHeading(measure, area)).join(" / "),
        })}
      </caption>
      <thead>
        <tr>
          <SortHeader sortKey="method" sort={sort} onSort={setSort}>
            {t("Method")}
          </SortHeader>
          {columns.map((column, at) => (
            <SortHeader
              key={formatColumn(column)}
              sortKey={String(at)}
              sort={sort}
              onSort={setSort}
              title={degradationWords(column.degradation)}
              minWidth={`${WIDTH * measures.length}ch`}
            >
              {formatColumn(column)}
            </SortHeader>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ name, cells }) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{labelOf(name)}</bdi>
            </th>
            {columns.map((column, at) => (
              <td key={formatColumn(column)}>
                {best[at]?.includes(name) ? <strong title={t("best")}>{textOf(name, at)}</strong> : textOf(name, at)}
                {cells[at]?.hasLearned && <LearnedMark />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sortValue(cell: Cell | undefined, isGain: boolean): number {
  if (!cell) return Number.NEGATIVE_INFINITY;
  return isGain ? (cell.gain?.mean ?? 0) : cell.mean;
}

function formatGain({ gain }: Cell, { digits }: Measure): string {
  if (!gain) return "–";
  const p = gain.p === undefined ? "" : ` (p = ${gain.p.toPrecision(2)})`;
  return `${gain.mean >= 0 ? "+" : "−"}${Math.abs(gain.mean).toFixed(digits)}${p}`;
}
