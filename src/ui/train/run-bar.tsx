/** What training would take, and the buttons that start and stop it. */

import { useEffect } from "react";
import { methodOf, useSession } from "../../state/session-store";
import { startAfresh } from "../../state/sums-actions";
import { cancelTraining, holdTraining, planTraining, startTraining } from "../../state/training-actions";
import { findObstacle } from "../../state/training-settings";
import { type PlanState, type TrainingRun, useTraining } from "../../state/training-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { FactList } from "../common/fact-list";
import { formatCount, formatSeconds, formatShare } from "../common/format";
import { JobProgress } from "../common/job-progress";

/** Settings are planned for when the hand has paused this long. */
const PLAN_AFTER_MS = 400;

export function RunBar() {
  const run = useTraining((state) => state.run);
  return (
    <section className="stack run-bar" aria-label={run ? t("Run") : t("Plan")}>
      {run ? <Running run={run} /> : <Ready />}
    </section>
  );
}

function Ready() {
  const device = useSession((session) => session.device);
  const { settings, volumes, adding, sums, continueFrom, plan } = useTraining();
  const base = sums.find(({ id }) => id === continueFrom);
  const canCompute = device?.available === true;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is that of these settings
  useEffect(() => {
    if (!canCompute) return;
    const timer = setTimeout(() => void planTraining(), PLAN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [canCompute, settings, volumes, continueFrom]);

  const missing = adding.length > 0 ? t("Reading…") : findObstacle(settings, volumes, base !== undefined);
  const obstacle = canCompute ? missing : device ? t("Nothing here can compute.") : t("Looking for what can compute…");
  const doneShare = plan.state === "ready" ? plan.plan.doneShare : 0;
  return (
    <>
      {base && (
        <p>
          {t("Adds to {name} ({count} rows).", { name: base.name, count: formatCount(base.rows) })}{" "}
          <Button label={t("Start afresh")} kind="quiet small" onClick={startAfresh} />
        </p>
      )}
      <div className="run-facts">{obstacle === undefined && <Plan plan={plan} />}</div>
      <div className="row wrap">
        <Button
          label={doneShare > 0 ? t("Resume training") : t("Start training")}
          kind="primary"
          disabled={obstacle !== undefined}
          aria-describedby="train-obstacle"
          onClick={() => void startTraining()}
        />
        <p className="muted" id="train-obstacle">
          {obstacle ?? (doneShare > 0 && t("Goes on from {share} of the sums.", { share: formatShare(doneShare) }))}
        </p>
      </div>
    </>
  );
}

function Plan({ plan }: { plan: PlanState }) {
  if (plan.state === "failed") return <p className="warn">{plan.message}</p>;
  if (plan.state !== "ready") return <p className="muted">{t("Measuring this computer…")}</p>;
  const { rows, passes, gpuBytes, hostBytes, seconds } = plan.plan;
  const facts: (readonly [string, string])[] = [
    [t("Rows"), t("about {amount}", { amount: Number(rows.toPrecision(3)).toLocaleString("en") })],
  ];
  if (passes !== undefined) facts.push([t("Passes"), String(passes)]);
  if (gpuBytes !== undefined) facts.push([t("Memory to compute with"), mebibytes(gpuBytes)]);
  facts.push([t("Memory"), mebibytes(hostBytes)]);
  if (seconds !== undefined) facts.push([t("Time"), formatSeconds(seconds)]);
  return <FactList className="fact-grid" facts={facts} />;
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString("en")} MiB`;

function Running({ run }: { run: TrainingRun }) {
  const keepsParts = useSession(({ methods }) => methodOf(methods, run.request.method)?.keepsParts === true);
  const isPaused = run.pausedMs !== undefined;
  return (
    <>
      <div className="run-facts">
        <JobProgress label={t("Training")} job={isPaused ? { ...run, stage: t("Paused") } : run} />
      </div>
      <div className="row wrap">
        <Button
          label={isPaused ? t("Resume") : t("Pause")}
          kind={isPaused ? "primary" : ""}
          onClick={() => holdTraining(!isPaused)}
        />
        <Button label={t("Cancel")} onClick={cancelTraining} />
        <p className="muted">
          {keepsParts
            ? t("What is summed up stays here for the same settings.")
            : t("Cancelled, it starts from the beginning.")}
        </p>
      </div>
    </>
  );
}
