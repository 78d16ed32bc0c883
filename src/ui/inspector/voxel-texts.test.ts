import { expect, test } from "vitest";
import type { FilterPass, VoxelExplanation } from "../../session/wire";
import { classesText, directionText, levelText, passNames, seenText, structureText } from "./voxel-texts";

test("a direction is told by the patient's axes, and its sign means nothing", () => {
  expect(directionText([-0.98, 0.1, 0.1], true)).toBe("along left–right");
  expect(directionText([0.3, -0.8, 0.5], true)).toBe("along front–back, slanted to up–down");
  expect(directionText([0, 0, 1], false)).toBe("along the 3rd axis");
});

test("levels of three are words, others counted", () => {
  expect([0, 1, 2].map((bin) => levelText({ value: 0, bin, bins: 3 }))).toEqual(["low", "middle", "high"]);
  expect(levelText({ value: 0, bin: 4, bins: 8 })).toBe("5 of 8");
});

const level = (bin: number) => ({ value: 0, bin, bins: 3 });
const explained = (strength: number, coherence: number) =>
  ({
    strength: level(strength),
    coherence: level(coherence),
    direction: [1, 0, 0],
    passes: [PASS],
  }) as unknown as VoxelExplanation;
const PASS = {
  classTitle: "class 341",
  classes: [{ kind: "structure", number: 341, of: 576, rows: 10 }],
  trainingRows: 12345,
} as unknown as FilterPass;

test("the structure is said in words", () => {
  expect(structureText(explained(2, 2))).toBe("A clear edge.");
  expect(structureText(explained(0, 0))).toMatch(/^Nearly even/);
  expect(structureText(explained(2, 0))).toMatch(/^Texture/);
  expect(structureText({ ...explained(2, 2), passes: [{ ...PASS, classes: [] }] })).toMatch(/^Left as interpolated/);
});

test("classes and how often they were seen", () => {
  const one = PASS;
  expect(classesText(one)).toBe("class 341");
  const two = { ...one, classes: [...one.classes, { kind: "level", number: 3, of: 32, rows: 9 }] };
  expect(classesText(two)).toBe("structure 341 of 576 · level 3 of 32");
  expect(seenText(one, 1000)).toBe("12,345 voxels in training");
  expect(seenText({ ...one, trainingRows: 7 }, 1000)).toBe("7 voxels in training: few, less sure");
  expect(seenText({ ...one, trainingRows: 0 }, 1000)).toBe("never in training");
});

test("passes are told apart where there are two, and from what a network was given", () => {
  const one = explained(1, 1);
  expect(passNames(one)).toEqual(["Filtered"]);
  expect(passNames({ ...one, passes: [PASS, PASS] })).toEqual(["First pass", "Second pass"]);
  expect(passNames({ ...one, isByNetwork: true })).toEqual(["Before the network"]);
});
