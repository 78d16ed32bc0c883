/** What must always be on the screen, who computes, and how far it is. Always as high. */

import { cancelJob } from "../../state/actions";
import { type Job, useJob } from "../../state/job-store";
import { useSeries } from "../../state/series-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { formatSeconds, formatShare } from "../common/format";
import { stageText } from "../common/stage-text";
import { MessageCount } from "./messages";
import { openDialog } from "./shell-store";

export function StatusStrip() {
  const job = useJob((state) => state.job);
  const opening = useSeries((state) => state.opening);
  return (
    <footer className="status-strip">
      <p className="cut strip-notice">
        <strong>{t("Research software, not a medical device")}</strong>
        <span className="strip-more">
          {" · "}
          <button type="button" className="strip-button" onClick={() => openDialog("privacy")}>
            {t("nothing leaves this computer")}
          </button>
        </span>
      </p>
      <Adapter />
      <div className="strip-progress">
        {job ? (
          <JobStrip job={job} />
        ) : (
          <span className="cut strip-reading" role="status">
            {opening !== undefined && (
              <>
                {t("Reading")} <bdi>{opening}</bdi>…
              </>
            )}
          </span>
        )}
      </div>
      <div className="strip-messages">
        <MessageCount />
      </div>
    </footer>
  );
}

function JobStrip({ job: { stage, fraction, secondsLeft } }: { job: Job }) {
  const left = secondsLeft === undefined ? "" : ` · ${t("{time} left", { time: formatSeconds(secondsLeft) })}`;
  return (
    <>
      <span className="cut strip-stage" title={stageText(stage)}>
        {stageText(stage)}
      </span>
      <progress aria-label={t("Super-resolution")} max={1} value={fraction} />
      <span className="strip-numbers">{formatShare(fraction) + left}</span>
      <Button label={t("Cancel")} aria-label={t("Cancel the run")} kind="quiet tiny" onClick={cancelJob} />
    </>
  );
}

function Adapter() {
  const gpu = useSession((session) => session.gpu);
  if (!gpu) return <span className="cut strip-adapter muted">{t("Looking for a GPU…")}</span>;
  const isSoftware = gpu.available && gpu.isSoftware;
  return (
    <button
      type="button"
      className={`cut strip-button strip-adapter ${gpu.available && !isSoftware ? "" : "warn"}`}
      onClick={() => openDialog("gpu")}
    >
      {gpu.available
        ? isSoftware
          ? t("{adapter} (software)", { adapter: gpu.adapterName })
          : gpu.adapterName
        : t("No GPU for computing")}
    </button>
  );
}
