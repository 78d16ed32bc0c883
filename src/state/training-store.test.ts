import { beforeEach, describe, expect, it } from "vitest";
import type { MethodInfo } from "../session/wire";
import { DEFAULT_SETTINGS, trainingRequest } from "./training-settings";
import { changeOwn, changeSettings, markPaused, reportTraining, type TrainingRun, useTraining } from "./training-store";

const TOY: MethodInfo = {
  id: "toy",
  title: "Toy",
  note: "",
  quality: undefined,
  learns: true,
  takesPrior: false,
  keepsSums: false,
  takesClasses: false,
  keepsParts: false,
  selfUpTo: undefined,
  mirrors: false,
};
const run: TrainingRun = {
  id: "job-7",
  startedMs: 0,
  reportedMs: 0,
  stage: "Starting",
  fraction: 0,
  secondsLeft: undefined,
  request: trainingRequest(DEFAULT_SETTINGS, TOY, [], [], undefined),
  doneBefore: 0,
  pausedMs: undefined,
  details: {},
  classRows: undefined,
  curve: [],
};
const current = () => useTraining.getState().run as TrainingRun;

describe("training store", () => {
  beforeEach(() => useTraining.setState({ run }));

  it("ignores reports of a run that is over", () => {
    reportTraining("job-6", { stage: "Late", fraction: 0.9 });
    expect(current()).toBe(run);
    useTraining.setState({ run: undefined });
    reportTraining("job-7", { stage: "Late", fraction: 0.9 });
    expect(current()).toBeUndefined();
  });

  it("keeps the class population when later reports repeat it or leave it out", () => {
    const classRows = Uint32Array.from({ length: 576 }, (_, c) => c);
    reportTraining("job-7", { stage: "Counting", fraction: 0.1, classRows });
    reportTraining("job-7", { stage: "Accumulating", fraction: 0.2, classRows: classRows.slice() });
    reportTraining("job-7", { stage: "Solving", fraction: 0.3 });
    expect(current().classRows).toBe(classRows);
    const others = new Uint32Array(576);
    reportTraining("job-7", { stage: "Counting", fraction: 0.4, classRows: others });
    expect(current().classRows).toBe(others);
  });

  it("joins the residuals of a batch and begins another curve with the next", () => {
    const solver = (iteration: number, worst: number) =>
      reportTraining("job-7", { stage: "Solving", fraction: 0.9, solver: { iteration, worst, solved: 0, total: 576 } });
    solver(0, 1);
    solver(8, 0.1);
    solver(16, 0.01);
    solver(8, 0.2);
    expect(current().curve.map(({ step, batch }) => [step, batch])).toEqual([
      [0, 0],
      [8, 0],
      [16, 0],
      [24, 1],
    ]);
    for (let i = 0; i < 5000; i++) solver(i, 1);
    expect(current().curve.length).toBeLessThanOrEqual(801);
    expect(current().curve.at(-1)?.step).toBe(24 + 4999);
  });

  it("does not count a pause or what an earlier run did when it estimates the time left", () => {
    useTraining.setState({ run: { ...run, doneBefore: 0.5 } });
    markPaused(true, 1000);
    markPaused(false, 61_000);
    reportTraining("job-7", { stage: "Accumulating", fraction: 0.75 }, 70_000);
    // 10 s for half of what was left.
    expect(current().secondsLeft).toBeCloseTo(10, 6);
  });
});

it("keeps what each method alone is told", () => {
  useTraining.setState({ settings: DEFAULT_SETTINGS });
  changeSettings({ method: "toy" });
  changeOwn({ size: 3 });
  changeSettings({ method: "other" });
  changeOwn({ size: 5, kind: "auto" });
  changeOwn({ size: 7 });
  expect(useTraining.getState().settings.own).toEqual({ toy: { size: 3 }, other: { size: 7, kind: "auto" } });
});
