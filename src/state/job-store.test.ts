import { beforeEach, describe, expect, it } from "vitest";
import { beginJob, endJob, reportJob, useJob } from "./job-store";

describe("job store", () => {
  beforeEach(() => endJob(""));

  it("estimates the time left from the share that is done", () => {
    const id = beginJob("scan");
    const started = useJob.getState().job?.startedMs ?? 0;
    reportJob(id, { stage: "Filtering", fraction: 0.01 }, started + 1000);
    expect(useJob.getState().job).toMatchObject({ stage: "Filtering", fraction: 0.01, secondsLeft: undefined });
    reportJob(id, { stage: "Filtering", fraction: 0.25 }, started + 4000);
    expect(useJob.getState().job?.secondsLeft).toBeCloseTo(12, 6);
  });

  it("ignores reports of a job that is over", () => {
    const old = beginJob("scan");
    endJob("cancelled");
    reportJob(old, { stage: "Late", fraction: 0.9 });
    expect(useJob.getState()).toEqual({ job: undefined, scanId: "", announcement: "cancelled" });
    const next = beginJob("scan");
    reportJob(old, { stage: "Late", fraction: 0.9 });
    expect(useJob.getState().job).toMatchObject({ id: next, fraction: 0 });
  });
});
