import { expect, test } from "vitest";
import { testBank, testMethod } from "../session/test-infos";
import type { BankEntry } from "../session/wire";
import { SELF } from "./run-choices";
import { changeCrispness, type RunState, requestOf, runOffer, sliceThickness, UNCHOSEN, useRun } from "./run-store";
import { type Series, useSeries } from "./series-store";
import { testEdges, testZeroFilled } from "./test-evidence";
import { testSeries } from "./test-series";

const banks = [testBank("thick", { factor: [1, 1, 4] }), testBank("whole", { factor: [2, 2, 2] })];
const NOTHING = { assessments: {}, plans: {} };
const known = {
  device: { available: true, adapterName: "", kind: "gpu", isSoftware: false },
  banks,
  methods: [testMethod("folded", { selfUpTo: 2 }), testMethod("paper")],
} as const;
const grid = { ...testSeries("a").grid, spacing: [1, 1, 4] } as const;
const slices = { axis: 2, distanceMm: 4, thicknessMm: 3 } as const;
const FACTOR = [1, 1, 4] as const;

test("slices are as thick as the file says, unless the person says otherwise", () => {
  const scan = testSeries("a", { grid, slices });
  expect(sliceThickness(scan, FACTOR, {})).toEqual({ thickness: 3, isFromFile: true });
  expect(sliceThickness(scan, FACTOR, { thickness: 2 })).toEqual({ thickness: 2, isFromFile: false });
  expect(sliceThickness(scan, FACTOR, { thickness: "box" })).toEqual({ thickness: undefined, isFromFile: false });
  expect(sliceThickness(testSeries("b"), FACTOR, {})).toEqual({ thickness: undefined, isFromFile: false });
});

test("learning from the scan itself assumes the slices of its file", () => {
  const self = (thickness?: "box") =>
    runOffer(testSeries("a", { grid, slices }), { ...NOTHING, thickness }, known).banks.at(-1)?.choice;
  expect(self()).toMatchObject({ id: "self", factor: [1, 1, 4], degradation: "slice:z,3,1" });
  expect(self("box")).toMatchObject({ degradation: "box" });
});

test("slices that are not even are made finer within alone, and it says why", () => {
  const obstacle = { code: "W_MISSING_SLICE", text: "slice 4 is missing" } as const;
  const scan = testSeries("a", { grid, slices: { ...slices, obstacle } });
  const offer = runOffer(scan, NOTHING, known);
  expect(offer).toMatchObject({ factor: [2, 2, 1], chosen: { id: SELF, degradation: "box" } });
  for (const { obstacle: why } of offer.factors.slice(1)) {
    expect(why).toBe("Nothing is made finer across the slices: some are missing");
  }
  expect(offer.factors.length).toBeGreaterThan(3);
  // A factor that was chosen before is not kept where it cannot be.
  expect(runOffer(scan, { ...NOTHING, factor: [2, 2, 2] }, known).obstacle).toBe(
    "Nothing is made finer across the slices: some are missing",
  );
});

const twice = [
  testBank("box", { noise: true }),
  testBank("kspace", { degradation: "kspace", noise: true }),
  testBank("paper", { method: "paper" }),
];
const offerOf = (change: Partial<Series>, run: Partial<RunState> = {}) =>
  runOffer(testSeries("a", change), { ...NOTHING, ...run }, { ...known, banks: twice });

test("between banks for box and k-space the scan's edges choose; single ones can be chosen all the same", () => {
  const offer = offerOf({ evidence: testEdges(0.4, 0.6) });
  expect(offer.banks.map(({ choice }) => choice.id)).toEqual(["mix:box+kspace@0.40", "box", "kspace", "paper", SELF]);
  expect(offer.chosen?.id).toBe("mix:box+kspace@0.40");
  expect(offerOf({ evidence: testEdges(0.4, 0.6) }, { bankId: "box" }).chosen?.id).toBe("box");
  const sure = offerOf({ evidence: testEdges(0.97, 0.9) });
  expect(sure.banks.map(({ choice }) => choice.id)).toEqual(["mix:box+kspace@0.60", "box", "kspace", "paper", SELF]);
  expect(sure.chosen?.id).toBe("mix:box+kspace@0.60");
});

test("gains measured by each bank's own way of making coarse do not choose between them", () => {
  const assessments = {
    "a false mix:box+kspace@0.40": { gainDb: 1 },
    "a false box": { gainDb: 2 },
    "a false paper": { gainDb: 0.5 },
  };
  const evidence = testEdges(0.4, 0.6);
  expect(offerOf({ evidence }, { assessments }).chosen?.id).toBe("mix:box+kspace@0.40");
  const better = { ...assessments, "a false paper": { gainDb: 1.2 } };
  expect(offerOf({ evidence }, { assessments: better }).chosen?.id).toBe("paper");
});

test("a scan that goes to its true grid first is offered what fits that", () => {
  const evidence = testZeroFilled(0.9);
  const factors = (trueGrid?: boolean) =>
    offerOf({ evidence }, { trueGrid }).factors.map(({ factor }) => factor.join(""));
  expect(factors()).toContain("211");
  expect(factors(false)).not.toContain("211");
});

test("requests say how crisp where that can be chosen, and whether the true grid comes first", () => {
  useSeries.setState({ series: [testSeries("a", { evidence: testZeroFilled(0.9) }), testSeries("b")] });
  const [box, , paper] = twice as [BankEntry, BankEntry, BankEntry];
  expect(requestOf(box, "a")).toEqual({ scanId: "a", steps: 0, bankId: "box", trueGrid: true });
  useRun.setState({ crispness: 0.3, trueGrid: false });
  expect(requestOf(box, "a")).toEqual({ scanId: "a", steps: 1, bankId: "box", crispness: 0.3 });
  expect(requestOf(paper, "a")).toEqual({ scanId: "a", steps: 0, bankId: "paper" });
  // Not looked at yet.
  expect(requestOf(box, "b")).toEqual({ scanId: "b", bankId: "box", crispness: 0.3 });
  useRun.setState(UNCHOSEN);
});

test("requests ask for mirror images where they were chosen, and for the next scan no more", () => {
  const [box] = twice as [BankEntry];
  useRun.setState({ mirrored: true });
  expect(requestOf(box, "b").mirrored).toBe(true);
  useRun.setState(UNCHOSEN);
  expect(requestOf(box, "b")).not.toHaveProperty("mirrored");
});

test("filters are made crisper in steps, never beyond the ends", () => {
  changeCrispness(0.1);
  changeCrispness(0.2);
  expect(useRun.getState().crispness).toBe(0.3);
  changeCrispness(1);
  expect(useRun.getState().crispness).toBe(1);
  changeCrispness(-2);
  expect(useRun.getState().crispness).toBe(0);
});
