import { describe, expect, it } from "vitest";
import { checkDegradation } from "../core/degradation";
import {
  DEFAULT_SETTINGS,
  findObstacle,
  mostThickness,
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

describe("a request", () => {
  it("names what was left empty", () => {
    const request = trainingRequest({ ...DEFAULT_SETTINGS, title: " " }, [volume], undefined);
    expect(request).toMatchObject({ title: "Own 2× box bank", licence: "not stated" });
    expect(request.volumes).toEqual([{ id: "volume-1", mask: "auto", heldOut: false }]);
    expect(request).not.toHaveProperty("continueFrom");
  });

  it.each([
    [{}, [], false, "Add a volume to train on."],
    [{}, [{ ...volume, heldOut: true }], false, "Every volume is held out: train on at least one."],
    [{ sample: 0 }, [volume], false, "The share of voxels must be above 0 and at most 100 %."],
    [{ factor: [1, 1, 1] as const }, [volume], false, "The factor must be above 1 along at least one axis."],
    [{ seed: 0.5 }, [volume], false, "The seed must be a whole number."],
    [{ shrinkRows: Number.NaN }, [volume], false, "The shrinkage must be a number of rows."],
    [{}, [volume], false, undefined],
    [{}, [], true, undefined],
  ])("with %j says what is missing", (change, volumes, continues, expected) => {
    expect(findObstacle({ ...DEFAULT_SETTINGS, ...change }, volumes, continues)).toBe(expected);
  });
});
