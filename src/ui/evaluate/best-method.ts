/** Which method is worth looking at beside tricubic interpolation. */

import type { EvaluationRow } from "../../jobs/evaluate/rows";
import { bestOf, columnKey, MEASURES, type Measure, summarise } from "../../jobs/evaluate/summary";
import { BASELINE } from "../../methods/interpolation/names";
import type { EvaluationCase } from "../../session/evaluation-wire";

/** The best of a volume degraded in one way by the first measure, tricubic and banks that have seen the volume aside. */
export function bestBesideBaseline(rows: readonly EvaluationRow[], of: EvaluationCase): string | undefined {
  const measure = MEASURES[0] as Measure;
  const others = rows.filter(
    (row) => row.volume === of.volume && columnKey(row) === columnKey(of) && row.name !== BASELINE,
  );
  return bestOf(summarise(others, measure, "masked"), 0, measure)[0];
}
