/** Leaving the page with work that would be lost asks first. */

import { useEvaluation } from "../../state/evaluation-store";
import { useJob } from "../../state/job-store";
import { useSeries } from "../../state/series-store";
import { useTraining } from "../../state/training-store";

/** Whether a result was not saved, or something is being computed. */
export function wouldLoseWork(): boolean {
  const isUnsaved = useSeries.getState().series.some((series) => series.isUnsaved);
  const running = useJob.getState().job ?? useTraining.getState().run ?? useEvaluation.getState().run;
  return isUnsaved || running !== undefined;
}

let isAgreed = false;

/** To be called once the person has agreed to what would be lost. */
export function reloadAsAgreed(): void {
  isAgreed = true;
  location.reload();
}

export function guardLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (wouldLoseWork() && !isAgreed) event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
