/** Evaluate, its progress and Cancel. */

import { cancelEvaluation, runEvaluation } from "../../state/evaluation-actions";
import { chosenBanks, useEvaluation } from "../../state/evaluation-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { JobProgress } from "../common/job-progress";

export function RunBar() {
  const run = useEvaluation((state) => state.run);
  const announcement = useEvaluation((state) => state.announcement);
  return (
    <section className="run-bar evaluate-run" aria-label={run ? t("Run") : t("Plan")}>
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      {run ? (
        <>
          <div className="run-facts">
            <JobProgress label={t("Evaluation")} job={run} />
          </div>
          <Button label={t("Cancel")} disabled={run.isStopping} onClick={cancelEvaluation} />
        </>
      ) : (
        <Ready />
      )}
    </section>
  );
}

function Ready() {
  const state = useEvaluation();
  const device = useSession((session) => session.device);
  const banks = useSession((session) => session.banks);
  const { volumes, settings, adding } = state;
  const methods = settings.interpolations.length + Number(settings.itself) + chosenBanks(banks ?? [], state).length;
  const obstacles: readonly (readonly [boolean, string])[] = [
    [!device, t("Looking for what can compute…")],
    [device?.available !== true, t("This browser cannot compute")],
    [adding.length > 0, t("Reading…")],
    [volumes.length === 0, t("Add a high-resolution volume")],
    [settings.factors.length === 0, t("Choose a factor")],
    [settings.degradations.length === 0, t("Choose a degradation")],
    [methods === 0, t("Choose a method or bank")],
  ];
  const obstacle = obstacles.find(([stands]) => stands)?.[1];
  const size = [
    t("{count, plural, one {# volume} other {# volumes}}", { count: volumes.length }),
    t("{count, plural, one {# factor} other {# factors}}", { count: settings.factors.length }),
    t("{count, plural, one {# degradation} other {# degradations}}", { count: settings.degradations.length }),
    t("{count, plural, one {# method} other {# methods}}", { count: methods }),
  ];
  return (
    <>
      <p className="muted run-facts" id="evaluate-note">
        {obstacle ?? size.join(" × ")}
      </p>
      <Button
        label={t("Evaluate")}
        kind="primary"
        disabled={obstacle !== undefined}
        aria-describedby="evaluate-note"
        onClick={() => void runEvaluation()}
      />
    </>
  );
}
