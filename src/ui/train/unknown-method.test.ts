import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { notice } from "../../core/notice";
import { TEST_VOLUME, testBank, testMethod } from "../../session/test-infos";
import type { SumsInfo, TrainedReport } from "../../session/training-wire";
import { useSession } from "../../state/session-store";
import { DEFAULT_SETTINGS, trainingRequest } from "../../state/training-settings";
import { type TrainingRun, type TrainingState, useTraining } from "../../state/training-store";
import { TrainPanel } from "./train-panel";

const TOY = testMethod("toy", {
  title: "Toy",
  note: "Learns one number.",
  takesPrior: true,
  keepsSums: true,
  keepsParts: true,
});
const volume = TEST_VOLUME;
const prior = testBank("toy-2x", { method: "toy", title: "Shipped toy" });
const sums: SumsInfo = {
  id: "sums-1",
  name: "Toy sums",
  method: "toy",
  factor: [2, 2, 2],
  degradation: "box",
  settings: { size: 3 },
  rows: 1200,
  bytes: 64,
  trainingData: ["head.nii.gz"],
};
const settings = { ...DEFAULT_SETTINGS, method: TOY.id };
const volumes = [{ ...volume, mask: "auto", heldOut: false }] as const;
const request = trainingRequest(settings, TOY, volumes, [prior], undefined);
const report: TrainedReport = {
  method: "toy",
  bank: { ...prior, id: "own-1", origin: "own" },
  metadata: {
    method: "toy",
    factor: [2, 2, 2],
    degradation: "box",
    title: "New toy",
    created: "2026-01-01",
    software: "test",
    licence: "CC0-1.0",
    intendedUse: "Tests only",
    trainingData: ["head.nii.gz"],
    trainingRows: 1200,
    solver: "none",
  },
  filters: "one number",
  hash: "0123456789abcdef",
  scores: [],
  seconds: 1,
  priorTitle: undefined,
  sums,
  details: { number: 7 },
  notices: [notice("W_CLIPPED", "Training volume 1: a half is cut.")],
};
const run: TrainingRun = {
  id: "job-1",
  startedMs: 0,
  reportedMs: 0,
  stage: "Counting",
  fraction: 0.1,
  secondsLeft: undefined,
  request,
  doneBefore: 0,
  pausedMs: undefined,
  details: {},
  classRows: Uint32Array.of(3, 4),
  curve: [],
};

/** The panel as text; a page that is drawn without a browser shows the stores' first state. */
function panelWith(change: Partial<TrainingState>): string {
  Object.assign(useSession.getInitialState(), { methods: [TOY], banks: [prior], device: { available: true } });
  Object.assign(useTraining.getInitialState(), { settings, volumes, run: undefined, report: undefined }, change);
  return renderToStaticMarkup(createElement(TrainPanel))
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

test("a method that the page has no part of is asked for with no settings of its own", () => {
  expect(request).toMatchObject({ method: "toy", settings: {}, keep: false });
});

test("such a method can be set, with what the engine tells of it", () => {
  const text = panelWith({ sums: [sums] });
  for (const part of ["Toy Learns one number.", "Toy · 2× · Averaged blocks", "Keep progress in this browser"]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("2× · Averaged blocks · size 3 · 1,200 rows of 1 volume");
  expect(text).toContain("auto: 400 voxels");
});

test("such a method's training is planned and shown with the facts that there are", () => {
  const planned = panelWith({ plan: { state: "ready", plan: { rows: 1234, hostBytes: 2 ** 21, doneShare: 0 } } });
  expect(planned).toContain("Rows about 1,230 Memory 2 MiB Start training");
  const running = panelWith({ run });
  expect(running).toContain("Counting");
  expect(running).not.toContain("Class population");
  expect(running).toContain("What is summed up stays here for the same settings.");
});

test("what it has learned is told and can be used", () => {
  const text = panelWith({ report, sums: [sums] });
  expect(text).toContain("Toy · 2× · Averaged blocks · one number · 1,200 rows · trained in");
  expect(text).toContain("Cut to 0 Training volume 1: a half is cut.");
  expect(text).toContain("Save accumulators");
});
