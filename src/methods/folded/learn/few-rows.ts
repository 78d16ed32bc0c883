/** Sums without classes of few rows, which would give these rows away. Source: pooled §5. */

import { EigenvoxError } from "../../../core/errors";
import { phaseKinds } from "../folding";
import { type PooledClasses, type PooledSums, pooledRows } from "./pooled-sums";

/**
 * Without classes of fewer than `least` rows. Every row is in a structure class and in a level class of its phase kind, so
 * that what one kind of class leaves out can be had from the other: those that are left out have together `least` rows or
 * more as well, the next larger class being left out until they have.
 *
 * Throws `E_ARGUMENT` where nothing would be left.
 */
export function withoutFewRows(sums: PooledSums, least: number): PooledSums {
  const { count } = phaseKinds(sums.factor, sums.exchange);
  const levels = sums.levels.map((level) => ({
    ...level,
    structure: leftOver(level.structure, count, least),
    level: leftOver(level.level, count, least),
  }));
  const left = { ...sums, levels };
  if (pooledRows(left) > 0) return left;
  throw new EigenvoxError("E_ARGUMENT", `No class has ${least} rows: nothing would be left of these sums.`);
}

function leftOver({ rows, sums }: PooledClasses, kinds: number, least: number): PooledClasses {
  const perKind = rows.length / kinds;
  const out = new Set<number>();
  for (let first = 0; first < rows.length; first += perKind) {
    const rowsOf = (c: number) => rows[c] as number;
    const filled = Array.from({ length: perKind }, (_, i) => first + i).filter((c) => rowsOf(c) > 0);
    let together = 0;
    for (const c of filled.sort((a, b) => rowsOf(a) - rowsOf(b))) {
      if (rowsOf(c) >= least && (together === 0 || together >= least)) break;
      out.add(c);
      together += rowsOf(c);
    }
  }
  return {
    rows: rows.map((own, c) => (out.has(c) ? 0 : own)),
    sums: sums.map((sum, c) => (out.has(c) ? undefined : sum)),
  };
}
