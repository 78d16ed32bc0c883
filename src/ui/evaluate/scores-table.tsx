/** Every score of every volume; a row can be looked at in the viewer. */

import type { Evaluation, EvaluationRow } from "../../jobs/evaluate/rows";
import { formatColumn, MEASURES } from "../../jobs/evaluate/summary";
import { viewRow } from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { maskTexts } from "../common/masks";
import { ScrollBox } from "../common/scroll-box";
import { learnedWords } from "./learned-mark";
import { measureDefinition, measureHeading } from "./measure-texts";
import { SortHeader, useSort } from "./sort-header";
import { useLabels } from "./use-labels";

interface ScoreColumn {
  readonly key: string;
  readonly label: string;
  /** Decimals of a number; none of a text. */
  readonly digits?: number;
  readonly read: (row: EvaluationRow) => string | number;
}

function scoreColumns(labelOf: (name: string) => string): readonly ScoreColumn[] {
  return [
    { key: "volume", label: t("Volume"), read: ({ volume }) => volume },
    { key: "way", label: t("Degraded"), read: formatColumn },
    { key: "name", label: t("Method"), read: ({ name }) => labelOf(name) },
    ...MEASURES.flatMap((measure) =>
      measure.areas.map((area) => ({
        key: `${measure.id} ${area}`,
        label: measureHeading(measure, area),
        digits: measure.digits,
        read: (row: EvaluationRow) => measure.read(row, area),
      })),
    ),
  ];
}

export function ScoresTable({ evaluation }: { evaluation: Evaluation }) {
  const isRunning = useEvaluation((state) => state.run !== undefined);
  const labelOf = useLabels();
  const columns = scoreColumns(labelOf);
  const { sort, sorted, setSort } = useSort(evaluation.rows, (row, key) =>
    (columns.find((column) => column.key === key) as ScoreColumn).read(row),
  );
  return (
    <section className="section stack" aria-labelledby="evaluate-scores">
      <h2 id="evaluate-scores">{t("Every volume")}</h2>
      <ScrollBox label={t("Scores of every volume, to scroll")}>
        <table className="evaluate-table">
          <caption className="visually-hidden">{t("Scores of every volume")}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">{t("Look at it")}</span>
              </th>
              {columns.map(({ key, label, digits }) => (
                <SortHeader key={key} isText={digits === undefined} sortKey={key} sort={sort} onSort={setSort}>
                  {label}
                </SortHeader>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={`${row.volume} ${formatColumn(row)} ${row.name}`}>
                <td>
                  <Button
                    label={t("View")}
                    kind="quiet small"
                    disabled={isRunning}
                    aria-label={t("View {method} of {volume}, {degraded}", {
                      method: labelOf(row.name),
                      volume: row.volume,
                      degraded: formatColumn(row),
                    })}
                    onClick={() => void viewRow(row)}
                  />
                </td>
                {columns.map(({ key, digits, read }) => (
                  <td key={key} className={digits === undefined ? "text" : ""}>
                    <bdi>{digits === undefined ? read(row) : formatScore(Number(read(row)), digits)}</bdi>
                    {key === "name" && row.learnedFrom && (
                      <span className="warn"> † {learnedWords(row.learnedFrom)}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className="muted note">
        {MEASURES.map((measure) => measureDefinition(measure, evaluation.settings)).join(" ")}{" "}
        {t("Mask: {where}.", { where: maskTexts(evaluation.settings.mask).where })}
      </p>
    </section>
  );
}

const formatScore = (score: number, digits: number) => (Number.isNaN(score) ? "–" : score.toFixed(digits));
