/** The one thing to be done next: super-resolve, cancel while that runs, save once there is a result. */

import { cancelJob, superResolve } from "../../state/actions";
import { useJob } from "../../state/job-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { formatShare } from "../common/format";
import { SaveMenu } from "./save-menu";
import { useActiveResult, useActiveScan } from "./use-active";
import { useOffer } from "./use-offer";

export function PrimaryAction() {
  const job = useJob((state) => state.job);
  const announcement = useJob((state) => state.announcement);
  const result = useActiveResult();
  const scan = useActiveScan();
  const offer = useOffer(scan);
  const { chosen, obstacle } = offer ?? {};
  return (
    <div className="row tight primary-action">
      <span className="visually-hidden" role="status">
        {announcement}
      </span>
      {job ? (
        <>
          <span className="muted primary-percent">{formatShare(job.fraction)}</span>
          <Button label={t("Cancel")} onClick={cancelJob} />
        </>
      ) : result ? (
        <SaveMenu result={result} />
      ) : (
        <Button
          label={t("Super-resolve")}
          kind="primary"
          disabled={!scan || !chosen || obstacle !== undefined}
          title={scan ? obstacle : t("Open a scan first")}
          onClick={() => scan && chosen && void superResolve(chosen, scan)}
        />
      )}
    </div>
  );
}
