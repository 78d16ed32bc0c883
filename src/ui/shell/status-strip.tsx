/** What must always be on the screen, who computes, and how far it is. Always as high. */

import { cancelJob } from "../../state/actions";
import { cancelReading } from "../../state/intake-actions";
import { type Reading, useIntake } from "../../state/intake-store";
import { type Job, useJob } from "../../state/job-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { formatSeconds, formatShare } from "../common/format";
import { stageText } from "../common/stage-text";
import { MessageCount } from "./messages";
import { OfflineLine } from "./offline-line";
import { openDialog } from "./shell-store";

export function StatusStrip() {
  const job = useJob((state) => state.job);
  const reading = useIntake(({ readings }) => readings[0]);
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
      <div className={`strip-progress ${job ? "" : "strip-reading"}`}>
        {job ? <JobStrip job={job} /> : reading && <ReadingStrip reading={reading} />}
      </div>
      <OfflineLine />
      <span className="visually-hidden" role="status">
        {reading && t("Reading {name}…", { name: reading.name })}
      </span>
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

function ReadingStrip({ reading: { jobId, name, stage, fraction } }: { reading: Reading }) {
  return (
    <>
      <span className="cut strip-stage" title={name}>
        <bdi>{name}</bdi> · {stageText(stage)}
      </span>
      <progress aria-label={t("Reading")} max={1} value={fraction} />
      <span className="strip-numbers">{formatShare(fraction)}</span>
      <Button
        label={t("Cancel")}
        aria-label={t("Cancel the reading")}
        kind="quiet tiny"
        onClick={() => cancelReading(jobId)}
      />
    </>
  );
}

function Adapter() {
  const device = useSession((session) => session.device);
  if (!device) return <span className="cut strip-adapter muted">{t("Looking for what can compute…")}</span>;
  const isSoftware = device.available && device.isSoftware;
  return (
    <button
      type="button"
      className={`cut strip-button strip-adapter ${device.available && !isSoftware ? "" : "warn"}`}
      onClick={() => openDialog("gpu")}
    >
      {device.available
        ? isSoftware
          ? t("{adapter} (software)", { adapter: device.adapterName })
          : device.adapterName
        : t("Nothing to compute with")}
    </button>
  );
}
