/** An evaluation's rows as the tables people read: a row per method, a column per way of degrading. */

import { mean, standardDeviation, wilcoxonSignedRank } from "../../core/statistics";
import { type Factor, formatFactor } from "../../core/volume";
import type { Degradation } from "../../degradations/degradation";
import type { Metric, Score } from "../measures/metric";
import { METRICS } from "../measures/metrics";
import type { EvaluationRow } from "./rows";

export interface Measure extends Pick<Metric, "id" | "label" | "unit" | "digits" | "isBetterHigher"> {
  readonly read: (row: EvaluationRow) => number;
}

/** Where a measure is taken. */
export type Area = keyof Score;

export const MEASURES: Readonly<Record<Area, readonly Measure[]>> = {
  box: measuresOf("box"),
  masked: measuresOf("masked"),
};

function measuresOf(area: Area): Measure[] {
  return [
    ...METRICS.map((metric) => ({ ...metric, read: (row: EvaluationRow) => row[metric.id][area] })),
    {
      id: "consistency",
      label: "Consistency",
      unit: "RMSE, p",
      digits: 5,
      isBetterHigher: false,
      read: ({ consistency }) => consistency,
    },
    {
      id: "restored",
      label: "Detail restored",
      unit: "%",
      digits: 1,
      isBetterHigher: true,
      read: ({ spectra }) => 100 * (spectra?.restored ?? Number.NaN),
    },
  ];
}

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

const columnKey = ({ factor, degradation }: Column) => `${factor} ${degradation}`;

/** `2×, box`. */
export function formatColumn({ factor, degradation }: Column): string {
  return `${formatFactor(factor)}, ${degradation}`;
}

/** One measure of every method over all volumes, and its gain over the reference method where both were run. */
export function summarise(rows: readonly EvaluationRow[], measure: Measure, reference = "tricubic"): SummaryRow[] {
  const columns = columnsOf(rows);
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) => ({
    name,
    cells: columns.map((column) => {
      const inColumn = rows.filter((row) => columnKey(row) === columnKey(column));
      const own = inColumn.filter((row) => row.name === name);
      if (own.length === 0) return undefined;
      const values = own.map(measure.read);
      const pairs = own.flatMap((row) => {
        const other = inColumn.find((candidate) => candidate.name === reference && candidate.volume === row.volume);
        return other ? [measure.read(row) - measure.read(other)] : [];
      });
      const hasGain = name !== reference && pairs.length === own.length;
      return {
        volumes: values.length,
        mean: mean(values),
        sd: standardDeviation(values),
        gain: hasGain ? { mean: mean(pairs), p: wilcoxonSignedRank(pairs) } : undefined,
      };
    }),
  }));
}

/** `27.77 ± 0.31`; without a deviation where there is but one volume. */
export function formatCell({ mean: value, sd }: Pick<Cell, "mean" | "sd">, digits: number): string {
  return sd === undefined ? value.toFixed(digits) : `${value.toFixed(digits)} ± ${sd.toFixed(digits)}`;
}
