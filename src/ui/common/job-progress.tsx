/** How far a job is, in words and as a bar. */

import type { Job } from "../../state/job-store";
import { formatSeconds, formatShare } from "./format";

export function JobProgress({ label, job: { stage, fraction, secondsLeft } }: { label: string; job: Job }) {
  return (
    <>
      <p className="spread progress-text">
        <span title={stage}>{stage}</span>
        <span className="muted">
          {formatShare(fraction)}
          {secondsLeft !== undefined && ` · ${formatSeconds(secondsLeft)} left`}
        </span>
      </p>
      <progress aria-label={label} max={1} value={fraction} />
    </>
  );
}
