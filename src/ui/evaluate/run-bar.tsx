/** Evaluate, its progress and Cancel. */

import { cancelEvaluation, runEvaluation } from "../../state/evaluation-actions";
import { chosenBanks, useEvaluation } from "../../state/evaluation-store";
import { useSession } from "../../state/session-store";
import { Button } from "../common/button";
import { JobProgress } from "../common/job-progress";

export function RunBar() {
  const run = useEvaluation((state) => state.run);
  const announcement = useEvaluation((state) => state.announcement);
  return (
    <div className="evaluate-run">
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      {run ? (
        <>
          <JobProgress label="Evaluation" job={run} />
          <Button label="Cancel" onClick={cancelEvaluation} />
        </>
      ) : (
        <Ready />
      )}
    </div>
  );
}

function Ready() {
  const state = useEvaluation();
  const gpu = useSession((session) => session.gpu);
  const banks = useSession((session) => session.banks);
  const { volumes, settings, adding } = state;
  const methods = settings.interpolations.length + Number(settings.itself) + chosenBanks(banks ?? [], state).length;
  const obstacles: readonly (readonly [boolean, string])[] = [
    [!gpu, "Looking for a GPU…"],
    [gpu?.available !== true, "Needs WebGPU"],
    [adding.length > 0, "Reading…"],
    [volumes.length === 0, "Add a high-resolution volume"],
    [settings.factors.length === 0, "Choose a factor"],
    [settings.degradations.length === 0, "Choose a degradation"],
    [methods === 0, "Choose a method or bank"],
  ];
  const obstacle = obstacles.find(([stands]) => stands)?.[1];
  return (
    <>
      <p className="muted run-note" id="evaluate-note">
        {obstacle ??
          `${plural(volumes.length, "volume")} × ${plural(settings.factors.length, "factor")} × ${plural(settings.degradations.length, "degradation")} × ${plural(methods, "method")}`}
      </p>
      <Button
        label="Evaluate"
        kind="primary"
        disabled={obstacle !== undefined}
        aria-describedby="evaluate-note"
        onClick={() => void runEvaluation()}
      />
    </>
  );
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;
