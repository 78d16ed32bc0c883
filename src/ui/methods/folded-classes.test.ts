import { describe, expect, it } from "vitest";
import { seededRandom } from "../../core/random";
import type { Factor, Vec3 } from "../../core/volume";
import { type Exchange, foldedClassCounts } from "../../methods/folded/folding";
import { centreClass, levelClass, structureClass } from "../../methods/folded/reference/classes";
import { type Fold, foldVoxel } from "../../methods/folded/reference/fold";
import { classesOf, rowsOf } from "./class-layout";
import {
  centreBins,
  countFewRows,
  levelBins,
  levelLayout,
  phaseText,
  secondLayout,
  structureBins,
  structureLayout,
} from "./folded-classes";

const EDGES = { strengthEdges: [1, 2], coherenceEdges: [0.3, 0.6] } as const;

/** Voxels of every phase and direction, with their classes. */
function hashedVoxels(factor: Factor, exchange: Exchange) {
  const random = seededRandom(7);
  return Array.from({ length: 20_000 }, () => {
    const at = factor.map((s) => 10 * s + Math.floor(random() * s)) as unknown as Vec3;
    const v = [0, 1, 2].map(() => random() - 0.5) as unknown as Vec3;
    const fold = foldVoxel(at, v, factor, exchange);
    const [strength, coherence, u] = [3 * random(), random(), random()];
    return {
      fold,
      strength,
      coherence,
      structure: structureClass(fold, strength, coherence, EDGES),
      level: levelClass(fold, u, 0, 1),
      u,
    };
  });
}

function countOf(classes: readonly number[], count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (const index of classes) rows[index] = (rows[index] as number) + 1;
  return rows;
}

const signsOf = ({ direction }: Fold, dominant: number) =>
  direction.filter((_, axis) => axis !== dominant).map((w) => (w < 0 ? "−" : "+"));

describe.each([
  [[2, 2, 2], "xyz", 108, 32],
  [[3, 3, 3], "xyz", undefined, undefined],
  [[4, 4, 4], "none", undefined, undefined],
  [[1, 1, 3], "xy", undefined, undefined],
] as const)("folded classes of %j, exchanging %s", (factor, exchange, structures, levels) => {
  const voxels = hashedVoxels(factor, exchange);
  const counts = foldedClassCounts(factor, exchange);
  const folding = { factor, exchange };

  it("are numbered as the method numbers them, and described so", () => {
    const structureRows = countOf(
      voxels.map(({ structure }) => structure),
      counts.structure,
    );
    const levelRows = countOf(
      voxels.map(({ level }) => level),
      counts.level,
    );
    const facts = {
      structure: structureLayout(folding, structureRows).facts,
      level: levelLayout(folding, levelRows).facts,
    };
    for (const { fold, strength, coherence, structure, level, u } of voxels.slice(0, 2000)) {
      const bins = structureBins(structure);
      const size = fold.direction.map(Math.abs);
      expect(bins.kind).toBe(fold.kind);
      expect(bins.dominant).toBe(size.indexOf(Math.max(...size)));
      expect([bins.strength, bins.coherence]).toEqual([
        Math.floor(strength),
        coherence >= 0.6 ? 2 : coherence >= 0.3 ? 1 : 0,
      ]);
      expect(levelBins(level)).toMatchObject({ kind: fold.kind, level: Math.floor(8 * u) });
      const signs = signsOf(fold, bins.dominant);
      const lesser = facts.structure(structure).filter(([name]) => /axis$/.test(name));
      expect(lesser.map(([, text]) => text[0])).toEqual(signs);
      const ratios = size
        .filter((_, axis) => axis !== bins.dominant)
        .map((w) => w >= (size[bins.dominant] as number) / 2);
      expect(lesser.map(([, text]) => text.endsWith("half or more"))).toEqual(ratios);
      expect(facts.level(level)).toContainEqual(["Direction", `lesser components ${signs.join(" ")}`]);
    }
  });

  it("have one cell each where they have rows", () => {
    for (const [of, layoutOf, cells] of [
      ["structure", structureLayout, structures],
      ["level", levelLayout, levels],
    ] as const) {
      const rows = countOf(
        voxels.map((voxel) => voxel[of]),
        counts[of],
      );
      const layout = layoutOf(folding, rows);
      const classes = classesOf(layout);
      expect(new Set(classes).size).toBe(classes.length);
      expect(rowsOf(layout) % 1).toBe(0);
      expect(classes).toEqual(expect.arrayContaining([...new Set(voxels.map((voxel) => voxel[of]))]));
      if (cells !== undefined) expect(classes).toHaveLength(cells);
    }
  });
});

it("centres are numbered as the method numbers them, with one cell for each class of a kind that has rows", () => {
  const folding = { factor: [3, 3, 3], exchange: "xyz", classes: "shape" } as const;
  const random = seededRandom(3);
  const centres = Float32Array.from({ length: 4 * 64 * 7 }, () => random() - 0.5);
  const rows = new Uint32Array(foldedClassCounts(folding.factor, folding.exchange, folding.classes).level);
  const { facts, cells } = secondLayout(folding, rows.fill(1, 0, 2 * 256));
  for (const { fold } of hashedVoxels(folding.factor, folding.exchange).slice(0, 500)) {
    const numbers = Array.from({ length: 7 }, () => random() - 0.5);
    const index = centreClass(fold, numbers, centres);
    const { kind, signs, centre } = centreBins(index);
    const first = 7 * (64 * fold.kind + centre);
    const distance = (at: number) => Math.hypot(...numbers.map((value, k) => value - (centres[at + k] as number)));
    expect(kind).toBe(fold.kind);
    expect(distance(first)).toBeLessThanOrEqual(distance(7 * 64 * fold.kind));
    expect(facts(index)).toContainEqual(["Nearest centre", `${centre + 1} of 64`]);
    expect(cells.indexOf(index)).toBe(
      kind < 2 ? 32 * (8 * kind + Math.floor(centre / 8)) + 8 * signs + (centre % 8) : -1,
    );
  }
  expect(new Set(cells).size).toBe(2 * 256);
});

it("phase kinds are told by the axes that are far", () => {
  expect(phaseText({ factor: [2, 2, 2], exchange: "xyz" }, 0)).toBeUndefined();
  expect(phaseText({ factor: [3, 3, 3], exchange: "xyz" }, 2)).toBe("far along 2 of x, y, z");
  expect(phaseText({ factor: [1, 1, 3], exchange: "xy" }, 1)).toBe("far along z");
  expect(phaseText({ factor: [3, 3, 4], exchange: "xy" }, 4)).toBe("far along 1 of x, y, far along z");
});

it("classes with few rows are counted among those that have any", () => {
  expect(countFewRows([0, 10, 990, 1000, 8000], 1000)).toEqual({ filled: 4, few: 2, share: 0.1 });
  expect(countFewRows([0, 0], 1000)).toEqual({ filled: 0, few: 0, share: 0 });
});
