/** How far a job is, in words and as a bar. */

import type { Job } from "../../state/job-store";
import { t } from "../../text/text";
import { formatSeconds, formatShare } from "./format";
import { stageText } from "./stage-text";

export function JobProgress({ label, job: { stage, fraction, secondsLeft } }: { label: string; job: Job }) {
  return (
    <>
      <p className="spread progress-text">
        <span title={stageText(stage)}>{stageText(stage)}</span>
        <span className="muted">
          {secondsLeft === undefined
            ? formatShare(fraction)
            : t("{share} · {time} left", { share: formatShare(fraction), time: formatSeconds(secondsLeft) })}
        </span>
      </p>
      <progress aria-label={label} max={1} value={fraction} />
    </>
  );
}
