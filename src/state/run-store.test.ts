import { expect, test } from "vitest";
import { testBank, testMethod } from "../session/test-infos";
import { SELF } from "./run-choices";
import { runOffer, sliceThickness } from "./run-store";
import { testSeries } from "./test-series";

const banks = [testBank("thick", { factor: [1, 1, 4] }), testBank("whole", { factor: [2, 2, 2] })];
const known = {
  gpu: { available: true, adapterName: "", isSoftware: false },
  banks,
  methods: [testMethod("folded", { selfUpTo: 2 })],
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
    runOffer(testSeries("a", { grid, slices }), { assessments: {}, thickness }, known).banks.at(-1)?.choice;
  expect(self()).toMatchObject({ id: "self", factor: [1, 1, 4], degradation: "slice:z,3,1" });
  expect(self("box")).toMatchObject({ degradation: "box" });
});

test("slices that are not even are made finer within alone, and it says why", () => {
  const obstacle = { code: "W_MISSING_SLICE", text: "slice 4 is missing" } as const;
  const scan = testSeries("a", { grid, slices: { ...slices, obstacle } });
  const offer = runOffer(scan, { assessments: {} }, known);
  expect(offer).toMatchObject({ factor: [2, 2, 1], chosen: { id: SELF, degradation: "box" } });
  for (const { obstacle: why } of offer.factors.slice(1)) {
    expect(why).toBe("Nothing is made finer across the slices: some are missing");
  }
  expect(offer.factors.length).toBeGreaterThan(3);
  // A factor that was chosen before is not kept where it cannot be.
  expect(runOffer(scan, { assessments: {}, factor: [2, 2, 2] }, known).obstacle).toBe(
    "Nothing is made finer across the slices: some are missing",
  );
});
