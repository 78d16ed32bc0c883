/** What training would take, and the buttons that start and stop it. */

import { useEffect } from "react";
import { methodOf, useSession } from "../../state/session-store";
import { startAfresh } from "../../state/sums-actions";
import { cancelTraining, holdTraining, planTraining, startTraining } from "../../state/training-actions";
import { findObstacle } from "../../state/training-settings";
import { type PlanState, type TrainingRun, useTraining } from "../../state/training-store";
import { Button } from "../common/button";
import { FactList } from "../common/fact-list";
import { formatCount, formatSeconds, formatShare } from "../common/format";
import { JobProgress } from "../common/job-progress";

/** Settings are planned for when the hand has paused this long. */
const PLAN_AFTER_MS = 400;

export function RunBar() {
  const run = useTraining((state) => state.run);
  return run ? <Running run={run} /> : <Ready />;
}

function Ready() {
  const gpu = useSession((session) => session.gpu);
  const { settings, volumes, sums, continueFrom, plan } = useTraining();
  const base = sums.find(({ id }) => id === continueFrom);
  const canCompute = gpu?.available === true;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is that of these settings
  useEffect(() => {
    if (!canCompute) return;
    const timer = setTimeout(() => void planTraining(), PLAN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [canCompute, settings, volumes, continueFrom]);

  const obstacle = canCompute
    ? findObstacle(settings, volumes, base !== undefined)
    : gpu
      ? "Training needs WebGPU."
      : "Looking for a GPU…";
  const doneShare = plan.state === "ready" ? plan.plan.doneShare : 0;
  return (
    <section className="stack run-bar" aria-label="Plan">
      {base && (
        <p>
          Adds to <bdi>{base.name}</bdi> ({formatCount(base.rows)} rows).{" "}
          <Button label="Start afresh" kind="quiet small" onClick={startAfresh} />
        </p>
      )}
      {obstacle === undefined && <Plan plan={plan} />}
      <div className="row wrap">
        <Button
          label={doneShare > 0 ? "Resume training" : "Start training"}
          kind="primary"
          disabled={obstacle !== undefined}
          aria-describedby="train-obstacle"
          onClick={() => void startTraining()}
        />
        <p className="muted" id="train-obstacle">
          {obstacle ?? (doneShare > 0 && `Goes on from ${formatShare(doneShare)} of the sums.`)}
        </p>
      </div>
    </section>
  );
}

function Plan({ plan }: { plan: PlanState }) {
  if (plan.state === "failed") return <p className="warn">{plan.message}</p>;
  if (plan.state !== "ready") return <p className="muted">Measuring this GPU…</p>;
  const { rows, passes, gpuBytes, hostBytes, seconds } = plan.plan;
  const facts: (readonly [string, string])[] = [["Rows", aboutRows(rows)]];
  if (passes !== undefined) facts.push(["Passes", String(passes)]);
  if (gpuBytes !== undefined) facts.push(["GPU memory", mebibytes(gpuBytes)]);
  facts.push(["Memory", mebibytes(hostBytes)]);
  if (seconds !== undefined) facts.push(["Time", formatSeconds(seconds)]);
  return <FactList className="fact-grid" facts={facts} />;
}

const aboutRows = (rows: number) => `about ${Number(rows.toPrecision(3)).toLocaleString("en")}`;
const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;

function Running({ run }: { run: TrainingRun }) {
  const keepsSums = useSession(({ methods }) => methodOf(methods, run.request.method)?.keepsSums === true);
  const isPaused = run.pausedMs !== undefined;
  return (
    <section className="stack run-bar" aria-label="Run">
      <JobProgress label="Training" job={isPaused ? { ...run, stage: "Paused" } : run} />
      <div className="row wrap">
        {isPaused ? (
          <Button label="Resume" kind="primary" onClick={() => holdTraining(false)} />
        ) : (
          <Button label="Pause" onClick={() => holdTraining(true)} />
        )}
        <Button label="Cancel" onClick={cancelTraining} />
        <p className="muted">
          {keepsSums
            ? "What is summed up stays here for the same settings."
            : "Cancelled, it starts from the beginning."}
        </p>
      </div>
    </section>
  );
}
