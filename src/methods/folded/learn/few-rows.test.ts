import { expect, test } from "vitest";
import { withoutFewRows } from "./few-rows";
import type { PooledClasses, PooledLevel } from "./pooled-sums";
import { solvePooled } from "./solve-pooled";
import { drawnSums } from "./test-sums";

const { sums } = drawnSums(4, { rows: 400 });
const kinds = (level: PooledLevel) => [level.structure, level.level];
const total = ({ rows }: PooledClasses) => rows.reduce((a, b) => a + b, 0);

test.each([[2], [5], [20]])("classes of fewer than %i rows are gone, all others as they were", (least) => {
  const left = withoutFewRows(sums, least);
  let out = 0;
  for (const [i, level] of left.levels.entries()) {
    for (const [k, own] of kinds(level).entries()) {
      const before = kinds(sums.levels[i] as PooledLevel)[k] as PooledClasses;
      for (const [c, rows] of own.rows.entries()) {
        expect(rows === 0 || rows >= least).toBe(true);
        if (rows > 0) expect([rows, own.sums[c]]).toEqual([before.rows[c], before.sums[c]]);
        else expect(own.sums[c]).toBeUndefined();
      }
      const left = total(before) - total(own);
      expect(left === 0 || left >= least).toBe(true);
      out += left;
    }
  }
  expect(out).toBeGreaterThan(0);
});

test("a single class of one row is not had from the other kind of class: the next larger one goes too", () => {
  const [calm] = sums.levels as readonly [PooledLevel, ...PooledLevel[]];
  const sum = calm.level.sums.find((own) => own !== undefined) as NonNullable<PooledClasses["sums"][number]>;
  const classes = (rows: readonly number[]): PooledClasses => ({
    rows: calm.structure.rows.map((_, c) => rows[c] ?? 0),
    sums: Array.from(calm.structure.rows, (_, c) => ((rows[c] ?? 0) > 0 ? sum : undefined)),
  });
  const own = { ...sums, levels: [{ ...calm, structure: classes([1, 60, 9, 30]) }] };
  expect([...(withoutFewRows(own, 5).levels[0] as PooledLevel).structure.rows.subarray(0, 4)]).toEqual([0, 60, 0, 30]);
  expect([...(withoutFewRows(own, 12).levels[0] as PooledLevel).structure.rows.subarray(0, 4)]).toEqual([0, 60, 0, 0]);
  expect(withoutFewRows(own, 1).levels[0]?.structure).toEqual(own.levels[0]?.structure);
});

test("where nothing would be left, it is refused", () => {
  expect(() => withoutFewRows(sums, 1e6)).toThrow(expect.objectContaining({ code: "E_ARGUMENT" }));
});

test("a class that was left out has the filter of all, others about the one that they had", async () => {
  const options = { shrinkRows: 0 };
  const left = withoutFewRows(sums, 5);
  const [all, own] = [await solvePooled(sums, options), await solvePooled(left, options)];
  const filter = (filters: Float32Array, c: number) => [...filters.subarray(27 * c, 27 * c + 27)];
  const rows = (left.levels[0] as PooledLevel).structure.rows;
  const before = (sums.levels[0] as PooledLevel).structure.rows;
  const never = before.indexOf(0);
  const gone = before.findIndex((count, c) => count > 0 && rows[c] === 0);
  const kept = rows.indexOf(Math.max(...rows));
  expect(filter(own.structureFilters, gone)).toEqual(filter(own.structureFilters, never));
  expect(filter(all.structureFilters, gone)).not.toEqual(filter(all.structureFilters, never));
  const [a, b] = [filter(all.structureFilters, kept), filter(own.structureFilters, kept)];
  const size = Math.hypot(...a);
  expect(Math.hypot(...a.map((w, k) => w - (b[k] as number)))).toBeLessThan(0.01 * size);
});
