import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../core/volume";
import { classesByDirection, DIRECTIONS, directionWords, nearestDirection, unit } from "./directions";
import { levelLayout, structureLayout } from "./folded-classes";
import { PAPER_LAYOUT } from "./paper-classes";

const XYZ = ["x", "y", "z"] as const;

describe("directions", () => {
  it("are thirteen of length 1, none the opposite of another", () => {
    expect(DIRECTIONS).toHaveLength(13);
    expect(DIRECTIONS.slice(0, 3)).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
    for (const [i, one] of DIRECTIONS.entries()) {
      expect(Math.hypot(...one)).toBeCloseTo(1, 12);
      expect(nearestDirection(one)).toBe(i);
      expect(nearestDirection(one.map((part) => -part) as unknown as Vec3)).toBe(i);
    }
  });

  it.each([
    [[0.9, 0.2, 0.1], "along x"],
    [[0, 0.1, -1], "along z"],
    [[1, -0.9, 0.1], "between x and −y"],
    [[-1, -1, -0.9], "between x, y and z"],
  ] as const)("%j is %s", (direction, words) => {
    expect(directionWords(unit(direction), XYZ)).toBe(words);
  });
});

describe("classes by direction", () => {
  it("hold every class of the paper's method once", () => {
    const found = classesByDirection(PAPER_LAYOUT);
    expect([...found.values()].flat()).toHaveLength(576);
    expect(found.size).toBe(13);
    const classes = found.get(nearestDirection([0, 0, 1])) as readonly number[];
    for (const index of classes) expect(Math.abs(PAPER_LAYOUT.parts(index).direction?.[2] ?? 0)).toBeGreaterThan(0.8);
  });

  it("hold those of a folded bank that have rows; its level classes stand for none", () => {
    const folding = { factor: [2, 2, 2], exchange: "xyz" } as const;
    const rows = Uint32Array.from({ length: 9 * 48 }, (_, i) => (i < 90 ? 1 : 0));
    const structure = structureLayout(folding, rows);
    expect([...classesByDirection(structure).values()].flat()).toHaveLength(90);
    expect(Math.hypot(...(structure.parts(0).direction as Vec3))).toBeCloseTo(1, 12);
    expect(classesByDirection(levelLayout(folding, Uint32Array.of(1, 2, 3))).size).toBe(0);
  });
});
