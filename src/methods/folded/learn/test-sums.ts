/** For tests: sums of a few rows that were drawn, without a scan. */

import { seededRandom } from "../../../core/random";
import { toFixed } from "../../common/fixed-gram";
import { gramLayout, setGram } from "../../common/gram";
import { randomFoldedBank } from "../random-bank";
import { noScans, type PooledClasses, type PooledSums } from "./pooled-sums";
import { described, type FoldedDescribed } from "./sums-rules";

const bank = randomFoldedBank([1, 1, 2], { exchange: "xy", taps: 27, seed: 1 });

/** Of so many rows at each level of noise, each in a structure and in a level class, most in the first ones. */
export function drawnSums(seed: number, { rows = 200, scans = 1 } = {}): FoldedDescribed {
  const none = noScans(bank, { factor: [1, 1, 2], degradation: "box", rowsPerVolume: 1000, noise: "levels" });
  const random = seededRandom(seed);
  const { taps } = none;
  const levels = none.levels.map((level) => {
    const drawn = Array.from({ length: rows }, () => ({
      numbers: Array.from({ length: taps + 1 }, () => random() - 0.5),
      structure: Math.floor(level.structure.rows.length * random() ** 4),
      level: Math.floor(level.level.rows.length * random() ** 4),
    }));
    const classes = (kind: "structure" | "level"): PooledClasses =>
      summed(
        level[kind].rows.length,
        taps,
        drawn.map((row) => ({ of: row[kind], numbers: row.numbers })),
      );
    // As a file keeps them.
    const [strengthEdges, coherenceEdges] = [rounded(level.strengthEdges), rounded(level.coherenceEdges)];
    return { ...level, strengthEdges, coherenceEdges, structure: classes("structure"), level: classes("level") };
  });
  const hash = () => Array.from({ length: 16 }, () => Math.floor(16 * random()).toString(16)).join("");
  const own = Array.from({ length: scans }, () => ({ hash: hash(), read: levels.map(() => random() / 50) }));
  const sums: PooledSums = { ...none, levels, scans: own.sort((a, b) => (a.hash < b.hash ? -1 : 1)) };
  return described(bank.metadata, sums);
}

const rounded = ([low, high]: readonly [number, number]) => [Math.fround(low), Math.fround(high)] as const;

function summed(
  count: number,
  taps: number,
  drawn: readonly { readonly of: number; readonly numbers: readonly number[] }[],
): PooledClasses {
  const layout = gramLayout(taps);
  const rows = new Uint32Array(count);
  for (const { of } of drawn) (rows[of] as number)++;
  const sums = Array.from(rows, (own, c) => {
    if (own === 0) return undefined;
    const gram = new Float64Array(layout.floats);
    const mine = drawn.filter(({ of }) => of === c);
    for (let i = 0; i <= taps; i++) {
      for (let j = i; j <= taps; j++) {
        setGram(
          layout,
          gram,
          i,
          j,
          mine.reduce((sum, { numbers }) => sum + (numbers[i] as number) * (numbers[j] as number), 0),
        );
      }
    }
    return toFixed(layout, gram, own);
  });
  return { rows, sums };
}
