/** The table in the paper's form, the paper's own beside it, and the files. */

import { useState } from "react";
import { LEAST_PAIRS } from "../../core/statistics";
import { evaluationCsv, evaluationJson } from "../../jobs/evaluate/export";
import { PAPER_DIFFERENCES, PAPER_TABLE, PAPER_VOLUMES } from "../../jobs/evaluate/paper-table";
import type { Evaluation } from "../../jobs/evaluate/rows";
import {
  type Area,
  type Cell,
  columnsOf,
  formatCell,
  formatColumn,
  MEASURES,
  type Measure,
  summarise,
} from "../../jobs/evaluate/summary";
import { Button } from "../common/button";
import { download } from "../common/download";
import { HeadRow } from "../common/head-row";
import { MASKS } from "../common/masks";
import { Segments } from "../common/segments";
import { methodLabel } from "./method-style";
import { SortHeader, useSort } from "./sort-header";

/** What a cell shows. */
const VIEWS = [
  ["quality", "PSNR / SSIM"],
  ["gain", "Gain over tricubic"],
  ["restored", "Detail restored"],
  ["hfen", "HFEN"],
  ["consistency", "Consistency"],
] as const;
type View = (typeof VIEWS)[number][0];

export function SummarySection({ evaluation }: { evaluation: Evaluation }) {
  const [area, setArea] = useState<Area>("masked");
  const [view, setView] = useState<View>("quality");
  const { volumes, isComplete } = evaluation;
  return (
    <section className="section stack" aria-label="Table">
      <header className="row wrap evaluate-head">
        <h2>
          Mean{volumes.length > 1 ? " ± standard deviation" : ""} over {volumes.length}{" "}
          {volumes.length === 1 ? "volume" : "volumes"}
          {!isComplete && <span className="warn"> — not all volumes</span>}
        </h2>
        <Button label="Save CSV" kind="small" onClick={() => save(evaluationCsv(evaluation), "text/csv", "csv")} />
        <Button
          label="Save JSON"
          kind="small"
          onClick={() => save(evaluationJson(evaluation), "application/json", "json")}
        />
      </header>
      <div className="row wrap evaluate-line">
        <Segments legend="Shown" name="summary-view" choices={VIEWS} value={view} onChange={setView} />
        <Segments
          legend="Area"
          name="summary-area"
          choices={[
            ["masked", "Inside the mask"],
            ["box", "Whole box"],
          ]}
          value={area}
          onChange={setArea}
        />
      </div>
      <div className="evaluate-tables">
        <SummaryTable evaluation={evaluation} area={area} view={view} />
        <PaperTable />
      </div>
      <p className="muted note">
        {explain(view, area, evaluation)} {PAPER_DIFFERENCES}
      </p>
    </section>
  );
}

const save = (text: string, type: string, extension: string) =>
  download(new Blob([text], { type }), `evaluation.${extension}`);

/** What the numbers are: unit, window, mask. */
function explain(view: View, area: Area, { settings, volumes }: Evaluation): string {
  const where = area === "box" ? "Over the whole box." : `Inside the mask: ${MASKS[settings.mask].where}.`;
  const zeroed = settings.zeroOutside ? " Everything is 0 outside the mask." : "";
  const texts: Readonly<Record<View, string>> = {
    quality: `PSNR in dB for a data range of 1; SSIM with a uniform 7³ window for a data range of ${settings.ssimRange}.`,
    gain: `PSNR in dB minus that of tricubic interpolation on the same volume, mean; ${
      volumes.length >= LEAST_PAIRS
        ? "p of Wilcoxon’s signed-rank test, exact, two-sided, not corrected for the number of comparisons."
        : `a test needs ${LEAST_PAIRS} volumes.`
    }`,
    restored:
      "Share in % of the original’s energy beyond the Nyquist frequency of the low resolution that is back, whole box; what was put there wrongly counts against it.",
    hfen: "High-frequency error norm: Laplacian of Gaussian, σ 1.5 voxels, 15³ taps, relative to the original’s. Lower is better.",
    consistency:
      "Root mean square difference between the result, reduced again, and the reduced scan, in units of the 99.9th percentile. Lower is better.",
  };
  return view === "consistency" || view === "restored" ? texts[view] : `${texts[view]} ${where}${zeroed}`;
}

function SummaryTable({ evaluation, area, view }: { evaluation: Evaluation; area: Area; view: View }) {
  const { rows } = evaluation;
  const measure = (id: string) => MEASURES[area].find((candidate) => candidate.id === id) as Measure;
  const main = measure(view === "quality" || view === "gain" ? "psnr" : view);
  const columns = columnsOf(rows);
  const summary = summarise(rows, main);
  const ssim = summarise(rows, measure("ssim"));
  const { sort, sorted, setSort } = useSort(summary, (row, key) =>
    key === "method" ? summary.indexOf(row) : sortValue(row.cells[Number(key)], view),
  );
  const text = (name: string, at: number): string => {
    const cell = summary.find((row) => row.name === name)?.cells[at];
    const other = ssim.find((row) => row.name === name)?.cells[at];
    if (!cell || !other) return "–";
    if (view === "gain") return formatGain(cell);
    if (view === "quality") return `${formatCell(cell, main.digits)} / ${formatCell(other, 4)}`;
    return formatCell(cell, main.digits);
  };
  return (
    <table className="evaluate-table" aria-label="Scores by method">
      <thead>
        <tr>
          <SortHeader sortKey="method" sort={sort} onSort={setSort}>
            Method
          </SortHeader>
          {columns.map((column, at) => (
            <SortHeader key={formatColumn(column)} sortKey={String(at)} sort={sort} onSort={setSort}>
              {formatColumn(column)}
            </SortHeader>
          ))}
        </tr>
      </thead>
      <tbody>
        {sorted.map(({ name }) => (
          <tr key={name}>
            <th scope="row">
              <bdi>{methodLabel(name)}</bdi>
            </th>
            {columns.map((column, at) => (
              <td key={formatColumn(column)} className={isBest(summary, at, name, main) ? "best" : ""}>
                {text(name, at)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function sortValue(cell: Cell | undefined, view: View): number {
  if (!cell) return Number.NEGATIVE_INFINITY;
  return view === "gain" ? (cell.gain?.mean ?? 0) : cell.mean;
}

function isBest(rows: ReturnType<typeof summarise>, at: number, name: string, { isBetterHigher }: Measure): boolean {
  const sign = isBetterHigher ? 1 : -1;
  const mean = (row: (typeof rows)[number]) => sign * (row.cells[at]?.mean ?? Number.NEGATIVE_INFINITY * sign);
  const own = rows.find((row) => row.name === name);
  return own !== undefined && rows.every((row) => mean(row) <= mean(own));
}

function formatGain({ gain }: Cell): string {
  if (!gain) return "–";
  const p = gain.p === undefined ? "" : ` (p = ${gain.p.toPrecision(2)})`;
  return `${gain.mean >= 0 ? "+" : "−"}${Math.abs(gain.mean).toFixed(2)}${p}`;
}

function PaperTable() {
  return (
    <table className="muted evaluate-table" aria-label="The paper’s Table 1">
      <caption>The paper’s Table 1, for reading: {PAPER_VOLUMES}; PSNR / SSIM</caption>
      <HeadRow names={["Method", "2×", "3×", "4×"]} />
      <tbody>
        {PAPER_TABLE.map(({ method, cells }) => (
          <tr key={method}>
            <th scope="row">{method}</th>
            {cells.map(({ psnr, ssim }) => (
              <td key={psnr[0]}>
                {formatCell({ mean: psnr[0], sd: psnr[1] }, 2)} / {formatCell({ mean: ssim[0], sd: ssim[1] }, 4)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
