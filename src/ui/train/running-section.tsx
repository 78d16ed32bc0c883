/** The run in numbers and pictures. */

import { type TrainingRun, useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { FactList } from "../common/fact-list";
import { formatCount, formatSeconds } from "../common/format";
import { PopulationMap } from "../methods/population-map";
import { partOf } from "../methods/registry";
import { ResidualChart } from "./residual-chart";

export function RunningSection() {
  const run = useTraining((state) => state.run);
  if (!run) return null;
  const layout = partOf(run.request.method)?.runningLayout;
  return (
    <section className="section stack" aria-labelledby="train-running">
      <h2 id="train-running">
        {t("Training")} <bdi>{run.request.title}</bdi>
      </h2>
      <RunFacts run={run} />
      <div className="pictures">
        {layout && run.classRows && (
          <PopulationMap caption={t("Class population")} layout={layout} classRows={run.classRows} />
        )}
        {run.curve.length > 0 && <ResidualChart curve={run.curve} />}
      </div>
    </section>
  );
}

/** Every fact has its place from the start, so that none moves when another comes. */
function RunFacts({ run: { stage, details, secondsLeft, startedMs, reportedMs } }: { run: TrainingRun }) {
  const { volume, rows, solver } = details;
  const none = "–";
  const facts: [string, string][] = [
    [t("Stage"), stage],
    [t("Volume"), volume ? t("{number} of {total}", { number: volume[0], total: volume[1] }) : none],
    [
      t("Rows"),
      rows
        ? t("{number} of {total}", {
            number: rows.done.toLocaleString("en"),
            total: rows.total.toLocaleString("en"),
          })
        : none,
    ],
    [t("Speed"), rows ? t("{count} rows/s", { count: formatCount(Math.round(rows.perSecond)) }) : none],
    [t("Systems solved"), solver ? t("{number} of {total}", { number: solver.solved, total: solver.total }) : none],
    [t("Running for"), formatSeconds((reportedMs - startedMs) / 1000)],
    [
      t("Left"),
      secondsLeft === undefined ? t("not known yet") : t("about {time}", { time: formatSeconds(secondsLeft) }),
    ],
  ];
  return <FactList className="fact-grid" facts={facts} />;
}
