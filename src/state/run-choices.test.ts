import { describe, expect, test } from "vitest";
import type { Factor } from "../core/volume";
import { testBank, testMethod } from "../session/test-infos";
import type { BankEntry } from "../session/wire";
import { factorChoices, SELF, scannedThickness, selfChoice, thickAxis } from "./run-choices";

const bank = (factor: Factor, more: Partial<BankEntry> = {}) =>
  testBank(`shipped-${factor.join("")}`, { factor, ...more });
const method = (id: string, selfUpTo?: number) => testMethod(id, { selfUpTo });
const methods = [method("folded", 2), method("paper")];
const shipped = [bank([2, 2, 2]), bank([3, 3, 3]), bank([1, 1, 2])];
const factorsOf = (spacing: Factor, banks = shipped) =>
  factorChoices(spacing, banks, methods).map(({ factor, obstacle }) => `${factor.join("")}${obstacle ? "-" : ""}`);

describe("the factors on offer", () => {
  test("are 2, 3 and 4 for cubic voxels; what has neither a bank nor enough to learn from says so", () => {
    expect(factorsOf([1, 1, 1])).toEqual(["222", "333", "444-"]);
    expect(factorChoices([1, 1, 1], shipped, methods)[2]?.obstacle).toBe(
      "No filter bank for 4×: train one or open one",
    );
  });

  test("begin with what makes the voxels cubic along the thick axis", () => {
    expect(factorsOf([1, 1, 3])).toEqual(["113", "112", "222", "333", "444-"]);
    expect(factorsOf([0.7, 5.5, 0.7]).slice(0, 3)).toEqual(["141", "131", "121"]);
  });

  test("name a bank for slices along another axis, but do not offer it", () => {
    const choice = factorChoices([4, 1, 1], shipped, methods).find(({ factor }) => factor.join("") === "112");
    expect(choice?.obstacle).toBe("For slices along z; the slices of this scan lie along x");
  });

  test("include those of own banks", () => {
    expect(factorsOf([1, 1, 1], [...shipped, bank([2, 2, 1], { origin: "own" })])).toContain("221");
  });

  test("leave out what is finer across slices that do not lie evenly, and say why", () => {
    const slices = { axis: 2, distanceMm: 3, obstacle: { code: "W_UNEVEN", text: "up to 1 mm off" } } as const;
    const [first, ...others] = factorChoices([1, 1, 1], shipped, methods, slices);
    expect(first).toEqual({ factor: [2, 2, 1] });
    for (const { obstacle } of others) {
      expect(obstacle).toBe("Nothing is made finer across the slices: they do not lie evenly");
    }
    const even = { axis: 2, distanceMm: 3 } as const;
    expect(factorChoices([1, 1, 3], shipped, methods, even)).toEqual(factorChoices([1, 1, 3], shipped, methods));
  });
});

test.each([
  [[1, 1, 3], 2],
  [[1, 1, 1.5], 2],
  [[1, 1, 1.4999], undefined],
  [[1.5001, 1, 1], 0],
  [[2, 3, 2], 1],
  [[2, 2.9999, 2], undefined],
  [[1, 3, 2], 1],
  [[1, 3, 2.0001], undefined],
  [[1, 3, 3], undefined],
] as const)("the thick axis of voxels of %j mm", (spacing, axis) => {
  expect(thickAxis(spacing)).toBe(axis);
});

describe("learning from the scan itself", () => {
  test("is free up to the least factor of its method, and starts from a shipped bank of it above", () => {
    expect(selfChoice([2, 2, 2], shipped, methods, undefined)).toEqual({
      id: SELF,
      factor: [2, 2, 2],
      degradation: "box",
    });
    expect(selfChoice([3, 3, 3], shipped, methods, undefined)?.priorId).toBe("shipped-333");
    expect(selfChoice([4, 4, 4], shipped, methods, undefined)).toBeUndefined();
    expect(selfChoice([3, 3, 3], [bank([3, 3, 3], { method: "paper" })], methods, undefined)).toBeUndefined();
  });

  test("is what a method says of itself, of whatever name", () => {
    const toys = [method("other"), method("toy", 3)];
    const toy = bank([4, 4, 4], { id: "toy-4x", method: "toy" });
    expect(selfChoice([3, 3, 3], [], toys, undefined)).toMatchObject({ id: SELF, priorId: undefined });
    expect(selfChoice([4, 4, 4], [bank([4, 4, 4]), toy], toys, undefined)?.priorId).toBe("toy-4x");
    expect(selfChoice([2, 2, 2], shipped, [method("other")], undefined)).toBeUndefined();
    expect(factorChoices([1, 1, 1], [], [method("other")]).map(({ obstacle }) => !obstacle)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("takes slices for boxes until their thickness is known", () => {
    expect(selfChoice([1, 1, 4], [], methods, undefined)?.degradation).toBe("box");
    expect(selfChoice([1, 1, 4], [], methods, 3)?.degradation).toBe("slice:z,3,1");
    expect(selfChoice([1, 1, 4], [], methods, 5)?.degradation).toBe("slice:z,5,-1");
  });
});

test.each([
  [{ axis: 2, distanceMm: 4, thicknessMm: 3 }, [1, 1, 4], 3],
  [{ axis: 2, distanceMm: 4, thicknessMm: 4 }, [1, 1, 2], 2],
  [{ axis: 2, distanceMm: 3, thicknessMm: 3.3 }, [1, 1, 3], 3.3],
  [{ axis: 2, distanceMm: 4 }, [1, 1, 4], undefined],
  [{ axis: 2, distanceMm: 4, thicknessMm: 3 }, [2, 2, 2], undefined],
  [undefined, [1, 1, 4], undefined],
] as const)("slices as in %j are by %j as thick as %s fine voxels", (slices, factor, thickness) => {
  expect(scannedThickness(slices, factor)).toBe(thickness);
});
