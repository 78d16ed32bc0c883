import { describe, expect, it } from "vitest";
import { checkDegradation } from "../degradations/degradation";
import { FOLDED_TRAIN_DEFAULTS } from "../methods/folded/learn/train";
import type { BankEntry } from "../session/protocol";
import type { PaperRequest } from "../session/training-protocol";
import {
  DEFAULT_SETTINGS,
  findObstacle,
  foldedPlan,
  mostThickness,
  settingsOf,
  type TrainingVolume,
  thickSlices,
  trainingRequest,
} from "./training-settings";

const volume: TrainingVolume = {
  id: "volume-1",
  name: "head.nii.gz",
  dims: [8, 8, 8],
  spacing: [1, 1, 1],
  fileBytes: 100,
  maskVoxels: { auto: 400, nonzero: 500, all: 512 },
  notices: [],
  mask: "auto",
  heldOut: false,
};

describe("thick slices", () => {
  it.each([
    [1, 3, 2, [1, 3, 1], "slice:y,2,1"],
    [2, 4, undefined, [1, 1, 4], "slice:z,4,0"],
    [0, 2, 1.1, [2, 1, 1], "slice:x,1.1,0.9"],
    [2, 3, mostThickness(3), [1, 1, 3], "slice:z,6,-3"],
  ] as const)("along %s, %s apart and %s thick", (axis, times, thickness, factor, degradation) => {
    const made = thickSlices(axis, times, thickness);
    expect(made).toEqual({ factor, degradation });
    expect(() => checkDegradation(made.degradation, made.factor)).not.toThrow();
  });
});

const prior: BankEntry = {
  id: "folded-2x",
  origin: "shipped",
  isKept: true,
  method: "folded",
  factor: [2, 2, 2],
  degradation: "box",
  title: "Five scans",
};
const paper = { ...DEFAULT_SETTINGS, method: "paper" } as const;

describe("a request", () => {
  it("names what was left empty", () => {
    const request = trainingRequest({ ...paper, title: " " }, [volume], [], undefined);
    expect(request).toMatchObject({ title: "Own 2× box bank", licence: "not stated" });
    expect(request.volumes).toEqual([{ id: "volume-1", mask: "auto", heldOut: false }]);
    expect(request).not.toHaveProperty("continueFrom");
  });

  it("holds what its method is told, and can be set again", () => {
    const request = trainingRequest({ ...paper, title: "T", licence: "L" }, [volume], [], "sums-1") as PaperRequest;
    expect(request).toMatchObject({ method: "paper", patch: 11, sample: 0.33, continueFrom: "sums-1" });
    expect(request).not.toHaveProperty("taps");
    const { folded } = DEFAULT_SETTINGS;
    expect(trainingRequest({ ...settingsOf(request), folded }, [volume], [], "sums-1")).toEqual(request);
    const other = trainingRequest(DEFAULT_SETTINGS, [volume], [], "sums-1");
    expect(other).toMatchObject({ method: "folded", taps: 57, shrinkRows: 1000, mask: "auto" });
    for (const key of ["patch", "keep", "continueFrom"]) expect(other).not.toHaveProperty(key);
  });

  it("starts the folded method from the command line's defaults", () => {
    const { degradation, seed, folded } = DEFAULT_SETTINGS;
    expect({ degradation, seed, ...folded }).toEqual(FOLDED_TRAIN_DEFAULTS);
  });

  it("draws towards the chosen bank while it is here and of the factor", () => {
    const settings = { ...DEFAULT_SETTINGS, folded: { ...DEFAULT_SETTINGS.folded, priorId: prior.id } };
    const priorId = (change: object, banks: readonly BankEntry[]) =>
      (trainingRequest({ ...settings, ...change }, [volume], banks, undefined) as { priorId?: string }).priorId;
    expect(priorId({}, [prior])).toBe("folded-2x");
    expect(priorId({}, [])).toBeUndefined();
    expect(priorId({}, [{ ...prior, method: "paper" }])).toBeUndefined();
    expect(priorId({ factor: [3, 3, 3] }, [prior])).toBeUndefined();
  });

  it.each([
    [{}, [], false, "Add a volume to train on."],
    [{}, [{ ...volume, heldOut: true }], false, "Every volume is held out: train on at least one."],
    [
      { paper: { ...paper.paper, sample: 0 } },
      [volume],
      false,
      "The share of voxels must be above 0 and at most 100 %.",
    ],
    [{ factor: [1, 1, 1] as const }, [volume], false, "The factor must be above 1 along at least one axis."],
    [{ seed: 0.5 }, [volume], false, "The seed must be a whole number."],
    [{ paper: { ...paper.paper, shrinkRows: Number.NaN } }, [volume], false, "The shrinkage must be a number of rows."],
    [
      { method: "folded" as const, folded: { ...paper.folded, shrinkRows: -1 } },
      [volume],
      false,
      "The shrinkage must be a number of rows.",
    ],
    [
      { method: "folded" as const, folded: { ...paper.folded, rowsPerVolume: 0 } },
      [volume],
      false,
      "The number of voxels must be above 0.",
    ],
    [{}, [volume], false, undefined],
    [{}, [], true, undefined],
  ])("with %j says what is missing", (change, volumes, continues, expected) => {
    expect(findObstacle({ ...paper, ...change }, volumes, continues)).toBe(expected);
  });
});

it("a folded training is planned from the masks of what is not held out", () => {
  const volumes = [
    volume,
    { ...volume, heldOut: true },
    { ...volume, maskVoxels: { auto: 90, nonzero: 95, all: 512 } },
  ];
  expect(foldedPlan({ ...DEFAULT_SETTINGS.folded, rowsPerVolume: 300 }, volumes)).toEqual({
    rows: 390,
    hostBytes: 24 * 390 + 8 * 1024,
  });
});
