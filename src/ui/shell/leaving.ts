/** Leaving the page with work that would be lost asks first. */

import { useEvaluation } from "../../state/evaluation-store";
import { useJob } from "../../state/job-store";
import { useSeries } from "../../state/series-store";
import { useTraining } from "../../state/training-store";

export function guardLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    const isUnsaved = useSeries.getState().series.some((series) => series.isUnsaved);
    const isRunning = useJob.getState().job ?? useTraining.getState().run ?? useEvaluation.getState().run;
    if (isUnsaved || isRunning) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
