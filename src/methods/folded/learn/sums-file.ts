/** Pooled sums as accumulator files and back. Source: bank format, accumulators. */

import { FORMATS, methodIn } from "../../../banks/metadata";
import {
  bankError,
  parseSafetensors,
  readTable,
  refuseLarge,
  serialiseSafetensors,
  type Tensor,
} from "../../../banks/safetensors";
import { Tensors, tensor, vectorTensor } from "../../../banks/tensors";
import { hashIn } from "../../../banks/training-data";
import type { RandomAccess } from "../../../core/random-access";
import { type FixedSum, fixedLength, isOfRows, MOST_ROWS } from "../../common/fixed-gram";
import type { SumsFacts, SumsKind } from "../../method";
import type { TapCount } from "../folding";
import { withoutFewRows } from "./few-rows";
import { FOLDED_MASKING } from "./masked-file";
import { mergePooled, type PooledClasses, type PooledLevel, type PooledSums, pooledRows } from "./pooled-sums";
import { described, type FoldedDescribed, levelPrefix, readRules, ruleTensors, ruleWords } from "./sums-rules";

export const FOLDED_SUMS: SumsKind = {
  read: readSums,
  write: (sums) => writeSums(sums as FoldedDescribed),
  merge(all) {
    const [first] = all as readonly [FoldedDescribed, ...FoldedDescribed[]];
    return described(first.metadata, mergePooled((all as readonly FoldedDescribed[]).map(({ sums }) => sums)));
  },
  describe: (sums) => describeSums((sums as FoldedDescribed).sums),
  withoutFewRows(all, least) {
    const { metadata, sums } = all as FoldedDescribed;
    return described(metadata, withoutFewRows(sums, least));
  },
  masking: FOLDED_MASKING,
};

function describeSums(sums: PooledSums): SumsFacts {
  const { factor, degradation, taps, classes, rowsPerVolume, levels } = sums;
  const bytes = levels
    .flatMap(({ structure, level }) => [structure, level])
    .reduce((total, { rows, sums }) => total + rows.byteLength + 8 * fixedLength(taps) * filledOf(sums).length, 0);
  return {
    factor,
    degradation,
    settings: { taps, classes, rowsPerVolume, noise: levels.length > 1 ? "levels" : "own" },
    rows: pooledRows(sums),
    bytes,
    memoryBytes: bytes,
  };
}

const filledOf = (sums: PooledClasses["sums"]): FixedSum[] => sums.filter((sum) => sum !== undefined);

function* writeSums({ metadata, sums }: FoldedDescribed): Generator<Uint8Array<ArrayBuffer>> {
  const all = described(metadata, sums);
  const { levels, scans, taps } = sums;
  const read = Float64Array.from(scans.flatMap((scan) => scan.read));
  const tensors: [string, Tensor][] = [
    ["noise_read", tensor("F64", [scans.length, levels.length], read)],
    ...ruleTensors(all),
    ...levels.flatMap((level, i) => levelTensors(level, taps, levelPrefix(i))),
  ];
  yield serialiseSafetensors({ metadata: ruleWords(all, FORMATS.accumulators), tensors: new Map(tensors) });
}

function levelTensors(level: PooledLevel, taps: TapCount, prefix: string): [string, Tensor][] {
  return (["structure", "level"] as const).flatMap((kind): [string, Tensor][] => {
    const { rows, sums } = level[kind];
    const filled = filledOf(sums);
    const all = new BigInt64Array(fixedLength(taps) * filled.length);
    for (const [i, sum] of filled.entries()) all.set(sum, i * fixedLength(taps));
    return [
      [`${prefix}${kind}_rows`, vectorTensor("U32", rows)],
      [`${prefix}${kind}_sums`, tensor("I64", [filled.length, fixedLength(taps)], all)],
    ];
  });
}

/** Throws `E_BANK` for a file that is none, or that says of itself what cannot be. */
async function readSums(file: RandomAccess): Promise<FoldedDescribed> {
  methodIn((await readTable(file)).metadata, ["folded"], FORMATS.accumulators);
  refuseLarge(file.size);
  const { metadata: told, tensors: all } = parseSafetensors(await file.read(0, file.size));
  const tensors = new Tensors(all);
  const { metadata, sums: rules } = readRules(told, tensors);
  const hashes = metadata.trainingData.map((line) => {
    const hash = hashIn(line);
    if (hash === undefined) throw bankError(`its line ${JSON.stringify(line)} does not tell a scan's voxels`);
    return hash;
  });
  const count = rules.levels.length;
  const read = tensors.doubles("noise_read", [hashes.length, count]);
  const levels = rules.levels.map((level, i): PooledLevel => {
    const classes = (kind: "structure" | "level") =>
      readClasses(tensors, levelPrefix(i) + kind, level[kind].rows.length, rules.taps);
    return { ...level, structure: classes("structure"), level: classes("level") };
  });
  tensors.refuseUnread();
  const scans = hashes.map((hash, i) => ({ hash, read: [...read.subarray(i * count, (i + 1) * count)] }));
  // In their order, each scan once, and no more rows than are exact.
  return described(metadata, mergePooled([{ ...rules, levels, scans }]));
}

/** Throws `E_BANK` for sums that no such rows have: added to others they could overflow. */
function readClasses(tensors: Tensors, name: string, count: number, taps: TapCount): PooledClasses {
  const rows = tensors.counts(`${name}_rows`, count);
  const filled = rows.filter((own) => own > 0).length;
  const length = fixedLength(taps);
  const all = tensors.integers(`${name}_sums`, [filled, length]);
  let at = 0;
  const sums = Array.from(rows, (own, c) => {
    if (own === 0) return undefined;
    const sum = all.slice(at, at + length);
    at += length;
    if (own <= MOST_ROWS && isOfRows(sum, own)) return sum;
    throw bankError(`tensor "${name}_sums" holds sums of class ${c} that ${own} rows cannot have`);
  });
  return { rows, sums };
}
