/** An evaluation as tables of text, in the form of the paper's. */

import { LEAST_PAIRS } from "../core/statistics";
import { PAPER_DIFFERENCES, PAPER_TABLE, PAPER_VOLUMES } from "../jobs/evaluate/paper-table";
import type { Evaluation } from "../jobs/evaluate/rows";
import {
  type Area,
  columnsOf,
  formatCell,
  formatColumn,
  MEASURES,
  type Measure,
  type SummaryRow,
  summarise,
} from "../jobs/evaluate/summary";

/** The tables of every measure, of the gains over tricubic, and the paper's own beside them. */
export function evaluationText(evaluation: Evaluation): string {
  const { settings, volumes, isComplete, adapter, software } = evaluation;
  const several = volumes.length > 1 ? ", mean ± standard deviation" : "";
  const mask = { auto: "above the noise of the air", nonzero: "where the original is not 0", all: "all voxels" };
  const about = [
    `${volumes.length} ${volumes.length === 1 ? "volume" : "volumes"}: ${volumes.map(({ name }) => name).join(", ")}`,
    ...(isComplete ? [] : ["Interrupted: only the volumes that were done."]),
    `Inside the mask: ${mask[settings.mask]}. PSNR in dB for a data range of 1; SSIM with a 7³ window for a data range of ${settings.ssimRange}.`,
    ...(settings.zeroOutside ? ["Low-resolution volumes and results set to 0 outside the mask."] : []),
    `${software} on ${adapter}`,
  ];
  const areas: readonly [Area, string][] = [
    ["masked", "inside the mask"],
    ["box", "whole box"],
  ];
  return [
    about.join("\n"),
    ...areas.map(
      ([area, where]) => `PSNR / SSIM, ${where}${several}\n${scoresTable(evaluation, area, "psnr", "ssim")}`,
    ),
    `HFEN inside the mask / RMSE to the low-resolution volume, in units of p${several}\n${scoresTable(evaluation, "masked", "hfen", "consistency")}`,
    `Share of the energy beyond the low resolution's Nyquist frequency that is restored, %, whole box${several}\n${scoresTable(evaluation, "box", "restored")}`,
    gainTable(evaluation),
    `The paper's Table 1 (${PAPER_VOLUMES}), for reading: PSNR / SSIM\n${paperTable()}${PAPER_DIFFERENCES}`,
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join("\n");
}

function measure(area: Area, id: string): Measure {
  return MEASURES[area].find((candidate) => candidate.id === id) as Measure;
}

/** What every method reached in each column, measure beside measure. */
function scoresTable({ rows }: Evaluation, area: Area, ...ids: string[]): string {
  const columns = columnsOf(rows);
  const measures = ids.map((id) => measure(area, id));
  const summaries = measures.map((each) => summarise(rows, each));
  const score = (row: number, column: number) =>
    measures.map(({ digits }, i) => {
      const found = summaries[i]?.[row]?.cells[column];
      return found ? formatCell(found, digits) : "–";
    });
  return table([
    ["", ...columns.map(formatColumn)],
    ...(summaries[0] ?? []).map(({ name }, row) => [name, ...columns.map((_, at) => score(row, at).join(" / "))]),
  ]);
}

function gainTable({ rows, volumes }: Evaluation): string {
  const gains = summarise(rows, measure("masked", "psnr")).filter(({ cells }) => cells.some((cell) => cell?.gain));
  if (gains.length === 0) return "";
  const text = (row: SummaryRow, at: number) => {
    const gain = row.cells[at]?.gain;
    if (!gain) return "–";
    const p = gain.p === undefined ? "" : `, p = ${gain.p.toPrecision(2)}`;
    return `${gain.mean >= 0 ? "+" : ""}${gain.mean.toFixed(2)}${p}`;
  };
  const test =
    volumes.length >= LEAST_PAIRS
      ? "; p of Wilcoxon's signed-rank test, exact, two-sided, not corrected for the number of comparisons"
      : `; a test needs ${LEAST_PAIRS} volumes`;
  const columns = columnsOf(rows);
  return `Gain over tricubic, dB PSNR inside the mask, mean of the paired differences${test}\n${table([
    ["", ...columns.map(formatColumn)],
    ...gains.map((row) => [row.name, ...columns.map((_, at) => text(row, at))]),
  ])}`;
}

function paperTable(): string {
  return table([
    ["", "2×", "3×", "4×"],
    ...PAPER_TABLE.map(({ method, cells }) => [
      method,
      ...cells.map(
        ({ psnr, ssim }) =>
          `${formatCell({ mean: psnr[0], sd: psnr[1] }, 2)} / ${formatCell({ mean: ssim[0], sd: ssim[1] }, 4)}`,
      ),
    ]),
  ]);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] as readonly string[]).map((_, i) =>
    Math.max(...rows.map((row) => (row[i] as string).length)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((text, i) => text.padEnd(widths[i] as number))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
