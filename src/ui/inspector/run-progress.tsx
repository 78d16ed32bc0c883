/** How far the run is, and the way out of it. */

import { cancelJob } from "../../state/actions";
import type { Job } from "../../state/job-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { JobProgress } from "../common/job-progress";

export function RunProgress({ job }: { job: Job }) {
  return (
    <>
      <JobProgress label={t("Progress of the run")} job={job} />
      <Button label={t("Cancel run")} kind="small" onClick={cancelJob} />
    </>
  );
}
