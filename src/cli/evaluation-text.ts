/** An evaluation as tables of text, in the form of the paper's. */

import { LEAST_PAIRS } from "../core/statistics";
import { PAPER_DIFFERENCES, PAPER_TABLE, PAPER_VOLUMES } from "../jobs/evaluate/paper-table";
import type { Evaluation, EvaluationSettings } from "../jobs/evaluate/rows";
import {
  type Area,
  type Cell,
  columnsOf,
  formatCell,
  formatColumn,
  MEASURES,
  type Measure,
  measureOf,
  type SummaryRow,
  summarise,
} from "../jobs/evaluate/summary";

/** The tables of every measure, of the gains over tricubic, and the paper's own beside them. */
export function evaluationText(evaluation: Evaluation): string {
  const { settings, volumes, rows, isComplete, adapter, software } = evaluation;
  const several = volumes.length > 1 ? ", mean ± standard deviation" : "";
  const mask = {
    auto: "above the noise of the air",
    nonzero: "where the original is not what it was filled with outside",
    all: "all voxels",
  };
  const about = [
    `${volumes.length} ${volumes.length === 1 ? "volume" : "volumes"}: ${volumes.map(({ name }) => name).join(", ")}`,
    ...(isComplete ? [] : ["Interrupted: only the volumes that were done."]),
    `Inside the mask: ${mask[settings.mask]}.`,
    ...(settings.crispness > 0 ? [`Crispness of the banks' filters: ${settings.crispness}.`] : []),
    ...(settings.mirrored ? ["Banks of networks: the mean over a volume and its mirror images."] : []),
    ...(settings.steps === "automatic" ? [] : [`Back-projection steps of the banks' results: ${settings.steps}.`]),
    ...(settings.zeroOutside ? ["Low-resolution volumes and results set to 0 outside the mask."] : []),
    ...(rows.some(({ learnedFrom }) => learnedFrom) ? [`${LEARNED} The bank learned from a volume here.`] : []),
    ...volumes.flatMap(({ name, notices = [] }) => notices.map(({ code, text }) => `${name}: ${code} ${text}`)),
    `${software} on ${adapter}`,
  ];
  const table = (measures: readonly Measure[], area: Area, where: string) => {
    const labels = measures.map(({ label }) => label).join(" / ");
    return `${labels}, ${where}${several}\n${scoresTable(evaluation, measures, area)}`;
  };
  const ofAreas = MEASURES.filter(({ areas }) => areas.includes("masked"));
  return [
    about.join("\n"),
    table(ofAreas, "masked", "inside the mask"),
    table(ofAreas, "box", "whole box"),
    table(
      MEASURES.filter(({ areas }) => !areas.includes("masked")),
      "box",
      "whole box",
    ),
    gainTable(evaluation),
    `The paper's Table 1 (${PAPER_VOLUMES}), for reading: PSNR / SSIM\n${paperTable()}${PAPER_DIFFERENCES}`,
    MEASURES.map((measure) => `${measure.label}: ${definition(measure, settings)}`).join("\n"),
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join("\n");
}

/** What marks scores of banks on their own training scans. */
const LEARNED = "*";

const mark = ({ hasLearned }: Cell) => (hasLearned ? LEARNED : "");

/** Title, unit, how it is taken, and which way is better. */
function definition({ title, unit, note, isBetterHigher, define }: Measure, settings: EvaluationSettings): string {
  const values: Readonly<Record<string, string | number>> = define(settings);
  const filled = note.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  return `${title}${unit && `, ${unit}`}, ${filled}. ${isBetterHigher ? "Higher" : "Lower"} is better.`;
}

/** What every method reached in each column, measure beside measure. */
function scoresTable({ rows }: Evaluation, measures: readonly Measure[], area: Area): string {
  const columns = columnsOf(rows);
  const summaries = measures.map((each) => summarise(rows, each, area));
  const score = (row: number, column: number) => {
    const cells = summaries.map((summary) => summary[row]?.cells[column]);
    const texts = measures.map(({ digits }, i) => {
      const cell = cells[i];
      return cell && !Number.isNaN(cell.mean) ? formatCell(cell, digits) : "–";
    });
    return texts.join(" / ") + (cells[0] ? mark(cells[0]) : "");
  };
  return table([
    ["", ...columns.map(formatColumn)],
    ...(summaries[0] ?? []).map(({ name }, row) => [name, ...columns.map((_, at) => score(row, at))]),
  ]);
}

function gainTable({ rows, volumes }: Evaluation): string {
  const gains = summarise(rows, measureOf("psnr"), "masked").filter(({ cells }) => cells.some((cell) => cell?.gain));
  if (gains.length === 0) return "";
  const text = (row: SummaryRow, at: number) => {
    const cell = row.cells[at];
    if (!cell?.gain) return "–";
    const { gain } = cell;
    const p = gain.p === undefined ? "" : `, p = ${gain.p.toPrecision(2)}`;
    return `${gain.mean >= 0 ? "+" : ""}${gain.mean.toFixed(2)}${p}${mark(cell)}`;
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
