import { describe, expect, it } from "vitest";
import { checkDegradation } from "../degradations/degradation";
import { FOLDED } from "../methods/folded/method";
import { TEST_VOLUME, testBank, testMethod } from "../session/test-infos";
import type { BankEntry } from "../session/wire";
import {
  DEFAULT_SETTINGS,
  findObstacle,
  mostThickness,
  settingsOf,
  type TrainingVolume,
  thickSlices,
  trainingRequest,
  withUsualRoles,
} from "./training-settings";

const volume: TrainingVolume = { ...TEST_VOLUME, mask: "auto", heldOut: false };

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

it.each([
  [0, []],
  [1, [false]],
  [2, [false, true]],
  [3, [false, false, true]],
])("of %s volumes the last is held out where another is left to learn from", (count, expected) => {
  const volumes = Array.from({ length: count }, () => volume);
  expect(withUsualRoles(volumes).map(({ heldOut }) => heldOut)).toEqual(expected);
});

const prior = testBank("folded-2x", { title: "Five scans" });
const folded = testMethod("folded", { takesPrior: true });
const paper = testMethod("paper", { keepsSums: true, keepsParts: true });
const settings = { ...DEFAULT_SETTINGS, keep: true, own: { paper: { patch: 7 }, folded: { taps: 27 } } };

describe("a request", () => {
  it("names what was left empty", () => {
    const request = trainingRequest({ ...settings, title: " " }, paper, [volume], [], undefined);
    expect(request).toMatchObject({ title: "Own 2× box bank", licence: "not stated" });
    expect(request.volumes).toEqual([{ id: "volume-1", mask: "auto", heldOut: false }]);
    expect(request).not.toHaveProperty("continueFrom");
  });

  it("holds what its method is told and can do, and can be set again", () => {
    const told = { ...settings, method: "paper", title: "T", licence: "L" };
    const request = trainingRequest(told, paper, [volume], [], "sums-1");
    expect(request).toMatchObject({ method: "paper", settings: { patch: 7 }, keep: true, continueFrom: "sums-1" });
    const others = { own: { paper: { patch: 11 }, folded: { taps: 33 } } };
    const again = settingsOf(request, others);
    expect(again).toEqual({ ...told, own: { paper: { patch: 7 }, folded: { taps: 33 } } });
    expect(trainingRequest(again, paper, [volume], [], "sums-1")).toEqual(request);
    const other = trainingRequest(settings, folded, [volume], [], "sums-1");
    expect(other).toMatchObject({ method: "folded", settings: { taps: 27 }, keep: false });
    expect(other).not.toHaveProperty("continueFrom");
  });

  it("starts from the engine's defaults", () => {
    const { degradation, seed } = DEFAULT_SETTINGS;
    expect({ degradation, seed }).toEqual({ degradation: FOLDED.learn?.degradation, seed: FOLDED.learn?.seed });
    expect(trainingRequest(DEFAULT_SETTINGS, folded, [volume], [], undefined).settings).toEqual({});
  });

  it("draws towards the chosen bank while it is here, of the method and of the factor", () => {
    const chosen = { ...settings, method: "folded", priorId: prior.id };
    const priorId = (change: object, banks: readonly BankEntry[], info = folded) =>
      trainingRequest({ ...chosen, ...change }, info, [volume], banks, undefined).priorId;
    expect(priorId({}, [prior])).toBe("folded-2x");
    expect(priorId({}, [])).toBeUndefined();
    expect(priorId({}, [{ ...prior, method: "paper" }])).toBeUndefined();
    expect(priorId({ factor: [3, 3, 3] }, [prior])).toBeUndefined();
    expect(priorId({}, [prior], testMethod("folded", { takesPrior: false }))).toBeUndefined();
  });

  it("takes over the classes of the chosen bank, or those of the sums that it goes on from", () => {
    const pooling = testMethod("folded", { takesClasses: true, keepsSums: true });
    const told = { ...settings, method: "folded", classesId: prior.id };
    const of = (info: typeof folded, continueFrom?: string) =>
      trainingRequest(told, info, [volume], [prior], continueFrom);
    expect(of(pooling)).toMatchObject({ classesId: "folded-2x", keep: false });
    expect(settingsOf(of(pooling), settings)).toMatchObject({ classesId: "folded-2x" });
    expect(of(pooling, "sums-1")).not.toHaveProperty("classesId");
    expect(of(folded)).not.toHaveProperty("classesId");
  });

  it.each([
    [{}, [], false, "Add a volume to train on."],
    [{}, [{ ...volume, heldOut: true }], false, "Every volume is held out: train on at least one."],
    [{ factor: [1, 1, 1] as const }, [volume], false, "The factor must be above 1 along at least one axis."],
    [{ seed: 0.5 }, [volume], false, "The seed must be a whole number."],
    [{}, [volume], false, undefined],
    [{}, [], true, undefined],
  ])("with %j says what is missing", (change, volumes, continues, expected) => {
    expect(findObstacle({ ...settings, ...change }, volumes, continues)).toBe(expected);
  });
});
