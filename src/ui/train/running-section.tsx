/** The run in numbers and pictures. */

import { type TrainingRun, useTraining } from "../../state/training-store";
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
        Training <bdi>{run.request.title}</bdi>
      </h2>
      <RunFacts run={run} />
      <div className="pictures">
        {layout && run.classRows && (
          <PopulationMap caption="Class population" layout={layout} classRows={run.classRows} />
        )}
        {run.curve.length > 0 && <ResidualChart curve={run.curve} />}
      </div>
    </section>
  );
}

function RunFacts({ run: { stage, details, secondsLeft, startedMs, reportedMs } }: { run: TrainingRun }) {
  const { volume, rows, solver } = details;
  const facts: [string, string][] = [["Stage", stage]];
  if (volume) facts.push(["Volume", `${volume[0]} of ${volume[1]}`]);
  if (rows) {
    facts.push(["Rows", `${rows.done.toLocaleString("en")} of ${rows.total.toLocaleString("en")}`]);
    facts.push(["Speed", `${formatCount(Math.round(rows.perSecond))} rows/s`]);
  }
  if (solver) facts.push(["Systems solved", `${solver.solved} of ${solver.total}`]);
  facts.push(["Running for", formatSeconds((reportedMs - startedMs) / 1000)]);
  facts.push(["Left", secondsLeft === undefined ? "not known yet" : `about ${formatSeconds(secondsLeft)}`]);
  return <FactList className="fact-grid" facts={facts} />;
}
