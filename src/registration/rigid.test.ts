import { expect, test } from "vitest";
import { inverseAffine, voxelToWorld } from "../core/affine";
import type { Vec3 } from "../core/volume";
import { multiplied, solvePositive } from "./matrices";
import { motionBetween, motionSize, NO_MOTION, rigidMotion } from "./rigid";

const ABOUT: Vec3 = [10, -20, 30];

const expectClose = (a: readonly number[], b: readonly number[]) => {
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i] as number, 9);
};

test("a motion turns about its place and moves it by its shift", () => {
  const motion = rigidMotion([0, 0, Math.PI / 2], [1, 2, 3], ABOUT);
  expectClose(voxelToWorld(motion, ABOUT), [11, -18, 33]);
  // A quarter turn about z takes x to y.
  expectClose(voxelToWorld(motion, [11, -20, 30]), [11, -17, 33]);
  const { degrees, mm } = motionSize(motion, ABOUT);
  expect(degrees).toBeCloseTo(90);
  expect(mm).toBeCloseTo(Math.hypot(1, 2, 3));
  expect(rigidMotion([0, 0, 0], [0, 0, 0], ABOUT)).toEqual(NO_MOTION);
});

test("a motion and its inverse leave nothing", () => {
  const motion = rigidMotion([0.3, -0.2, 0.1], [5, 4, -3], ABOUT);
  expectClose(multiplied(inverseAffine(motion), motion), NO_MOTION);
  expectClose(motionBetween(motion, motion), NO_MOTION);
  const sheared = [2, 0.1, 0, 5, 0, -3, 0.2, 1, 0.3, 0, 4, -2, 0, 0, 0, 1];
  expectClose(multiplied(sheared, inverseAffine(sheared)), NO_MOTION);
});

test("positive systems are solved, others are not", () => {
  expectClose(solvePositive([4, 2, 2, 3], [2, 5]) as number[], [-0.5, 2]);
  expect(solvePositive([1, 2, 2, 1], [1, 1])).toBeUndefined();
});
