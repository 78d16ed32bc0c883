/** An evaluation's rows as the tables people read: a row per method, a column per way of degrading. */

import { mean, standardDeviation, wilcoxonSignedRank } from "../../core/statistics";
import { type Factor, formatFactor } from "../../core/volume";
import type { Degradation } from "../../degradations/degradation";
import type { Metric, Score } from "../measures/metric";
import { METRICS } from "../measures/metrics";
import type { EvaluationRow, EvaluationSettings } from "./rows";

/** Where a measure is taken. */
export type Area = keyof Score;

type Words = "id" | "label" | "title" | "unit" | "digits" | "isBetterHigher" | "note";

/** A number of each row. What tables show of measures is all here. */
export interface Measure extends Pick<Metric, Words> {
  /** Those it can be taken over. */
  readonly areas: readonly Area[];
  /** Values that the note names in braces. */
  readonly define: (settings: Pick<EvaluationSettings, "ssimRange">) => Readonly<Record<string, string | number>>;
  /** NaN where it was not taken. */
  readonly read: (row: EvaluationRow, area: Area) => number;
}

export const MEASURES: readonly Measure[] = [
  ...METRICS.map(
    (metric): Measure => ({ ...metric, areas: ["masked", "box"], read: (row, area) => row[metric.id][area] }),
  ),
  {
    id: "consistency",
    label: "Consistency",
    title: "Consistency with the reduced scan",
    unit: "",
    digits: 5,
    isBetterHigher: false,
    note: "root mean square difference between the result, reduced again, and the reduced scan, in units of the scan’s range",
    areas: ["box"],
    define: () => ({}),
    read: ({ consistency }) => consistency,
  },
  {
    id: "restored",
    label: "Restored",
    title: "Detail restored",
    unit: "%",
    digits: 1,
    isBetterHigher: true,
    note: "share of the original’s energy beyond the Nyquist frequency of the low resolution that is back; what was put there wrongly counts against it",
    areas: ["box"],
    define: () => ({}),
    read: ({ spectra }) => 100 * (spectra?.restored ?? Number.NaN),
  },
];

/** By its id, which is known. */
export const measureOf = (id: string): Measure => MEASURES.find((measure) => measure.id === id) as Measure;

export interface Column {
  readonly factor: Factor;
  readonly degradation: Degradation;
}

export interface Cell {
  readonly volumes: number;
  readonly mean: number;
  readonly sd: number | undefined;
  /** Minus the reference method on the same volumes. */
  readonly gain: { readonly mean: number; readonly p: number | undefined } | undefined;
  /** True where its bank learned from one of the volumes, surely or by what names say. */
  readonly hasLearned: boolean;
}

export interface SummaryRow {
  readonly name: string;
  /** Undefined where the method does not exist, as a bank of another factor. */
  readonly cells: readonly (Cell | undefined)[];
}

/** The columns that rows fall into, in their order of appearance. */
export function columnsOf(rows: readonly EvaluationRow[]): Column[] {
  const columns = new Map(
    rows.map(({ factor, degradation }) => [columnKey({ factor, degradation }), { factor, degradation }]),
  );
  return [...columns.values()];
}

export const columnKey = ({ factor, degradation }: Column) => `${factor} ${degradation}`;

/** `2×, box`. */
export function formatColumn({ factor, degradation }: Column): string {
  return `${formatFactor(factor)}, ${degradation}`;
}

/** One measure of every method over all volumes, and its gain over the reference method where both were run. */
export function summarise(
  rows: readonly EvaluationRow[],
  { read }: Pick<Measure, "read">,
  area: Area,
  reference = "tricubic",
): SummaryRow[] {
  const columns = columnsOf(rows);
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) => ({
    name,
    cells: columns.map((column) => {
      const inColumn = rows.filter((row) => columnKey(row) === columnKey(column));
      const own = inColumn.filter((row) => row.name === name && !Number.isNaN(read(row, area)));
      if (own.length === 0) return undefined;
      const values = own.map((row) => read(row, area));
      const pairs = own.flatMap((row) => {
        const other = inColumn.find((candidate) => candidate.name === reference && candidate.volume === row.volume);
        return other ? [read(row, area) - read(other, area)] : [];
      });
      const hasGain = name !== reference && pairs.length === own.length;
      return {
        volumes: values.length,
        mean: mean(values),
        sd: standardDeviation(values),
        gain: hasGain ? { mean: mean(pairs), p: wilcoxonSignedRank(pairs) } : undefined,
        hasLearned: own.some(({ learnedFrom }) => learnedFrom !== undefined),
      };
    }),
  }));
}

/** The best methods of a column, several where they are equal; never one whose bank learned from a volume there. */
export function bestOf(
  rows: readonly SummaryRow[],
  column: number,
  { isBetterHigher }: Pick<Measure, "isBetterHigher">,
): readonly string[] {
  const fair = rows.flatMap(({ name, cells }) => {
    const cell = cells[column];
    return cell && !cell.hasLearned && !Number.isNaN(cell.mean) ? [{ name, mean: cell.mean }] : [];
  });
  const means = fair.map((one) => one.mean);
  const best = isBetterHigher ? Math.max(...means) : Math.min(...means);
  return fair.filter((one) => one.mean === best).map(({ name }) => name);
}

/** `27.77 ± 0.31`; without a deviation where there is but one volume. */
export function formatCell({ mean: value, sd }: Pick<Cell, "mean" | "sd">, digits: number): string {
  return sd === undefined ? value.toFixed(digits) : `${value.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}
