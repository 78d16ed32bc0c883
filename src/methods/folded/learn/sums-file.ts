/** Pooled sums as accumulator files and back. Source: bank format, accumulators. */

import { decodeMetadata, encodeMetadata, FORMATS, methodIn, wrongValue } from "../../../banks/metadata";
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
import { edgeTensors, readEdges } from "../../common/binned-bank";
import { type FixedSum, fixedLength, isOfRows, MOST_ROWS } from "../../common/fixed-gram";
import type { DescribedSums, SumsFacts, SumsKind } from "../../method";
import type { FoldedBank, FoldedMetadata } from "../bank";
import { centreTensors, FOLDED_CODEC, prefixOf, readCentres } from "../codec";
import { FOLDED_FIELDS } from "../fields";
import { foldedClassCounts, type TapCount } from "../folding";
import { linesOf, mergePooled, type PooledClasses, type PooledLevel, type PooledSums, pooledRows } from "./pooled-sums";

/** Sums with the words of the bank that was solved from them. */
interface FoldedDescribed extends DescribedSums {
  readonly metadata: FoldedMetadata;
  readonly sums: PooledSums;
}

export const FOLDED_SUMS: SumsKind = {
  read: readSums,
  write: (sums) => writeSums(sums as FoldedDescribed),
  merge(all) {
    const [first] = all as readonly [FoldedDescribed, ...FoldedDescribed[]];
    return described(first.metadata, mergePooled((all as readonly FoldedDescribed[]).map(({ sums }) => sums)));
  },
  describe: (sums) => describeSums((sums as FoldedDescribed).sums),
};

/** What metadata and sums both tell is as the sums have it; of scans that is their voxels, not their names. */
const described = (metadata: FoldedMetadata, sums: PooledSums): FoldedDescribed => ({
  metadata: { ...metadata, software: sums.software, trainingData: linesOf(sums), trainingRows: pooledRows(sums) },
  sums,
});

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

const ROWS_KEY = "rows_per_scan";

function* writeSums({ metadata, sums }: FoldedDescribed): Generator<Uint8Array<ArrayBuffer>> {
  const { levels, scans, rowsPerVolume, taps, centres } = sums;
  const words = encodeMetadata(FOLDED_CODEC, described(metadata, sums).metadata, FORMATS.accumulators);
  const read = Float64Array.from(scans.flatMap((scan) => scan.read));
  const tensors: [string, Tensor][] = [
    ["noise_read", tensor("F64", [scans.length, levels.length], read)],
    ...centreTensors({ metadata, ...(centres && { centres }) }),
    ...levels.flatMap((level, i) => levelTensors(level, taps, i === 0 ? "" : prefixOf(i - 1))),
  ];
  yield serialiseSafetensors({
    metadata: new Map([...words, [ROWS_KEY, String(rowsPerVolume)]]),
    tensors: new Map(tensors),
  });
}

function levelTensors(level: PooledLevel, taps: TapCount, prefix: string): [string, Tensor][] {
  const kinds = (["structure", "level"] as const).flatMap((kind): [string, Tensor][] => {
    const { rows, sums } = level[kind];
    const filled = filledOf(sums);
    const all = new BigInt64Array(fixedLength(taps) * filled.length);
    for (const [i, sum] of filled.entries()) all.set(sum, i * fixedLength(taps));
    return [
      [`${kind}_rows`, vectorTensor("U32", rows)],
      [`${kind}_sums`, tensor("I64", [filled.length, fixedLength(taps)], all)],
    ];
  });
  return [...edgeTensors(level), ...kinds].map(([name, own]) => [prefix + name, own]);
}

/** Throws `E_BANK` for a file that is none, or that says of itself what cannot be. */
async function readSums(file: RandomAccess): Promise<FoldedDescribed> {
  methodIn((await readTable(file)).metadata, ["folded"], FORMATS.accumulators);
  refuseLarge(file.size);
  const { metadata: told, tensors: all } = parseSafetensors(await file.read(0, file.size));
  const strings = new Map(told);
  const rowsPerVolume = parseRows(strings.get(ROWS_KEY));
  strings.delete(ROWS_KEY);
  const metadata = decodeMetadata<FoldedBank>(FOLDED_CODEC, strings);
  const { factor, degradation, taps, classes = "level", exchange, gradientSigma: sigma, software } = metadata;
  const tensors = new Tensors(all);
  const added = metadata.noise?.map((level) => level.added) ?? [0];
  const hashes = metadata.trainingData.map((line) => {
    const hash = hashIn(line);
    if (hash === undefined) throw bankError(`its line ${JSON.stringify(line)} does not tell a scan's voxels`);
    return hash;
  });
  const read = tensors.doubles("noise_read", [hashes.length, added.length]);
  const counts = foldedClassCounts(factor, exchange, classes);
  const { centres } = readCentres(tensors, metadata);
  const levels = added.map((noise, i): PooledLevel => {
    const prefix = i === 0 ? "" : prefixOf(i - 1);
    return {
      added: noise,
      ...readEdges(tensors, prefix),
      structure: readClasses(tensors, `${prefix}structure`, counts.structure, taps),
      level: readClasses(tensors, `${prefix}level`, counts.level, taps),
    };
  });
  tensors.refuseUnread();
  const sums: PooledSums = {
    ...{ factor, degradation, taps, classes, rowsPerVolume, software, exchange, sigma, centres, levels },
    scans: hashes.map((hash, i) => ({ hash, read: [...read.subarray(i * added.length, (i + 1) * added.length)] })),
  };
  // In their order, each scan once, and no more rows than are exact.
  return described(metadata, mergePooled([sums]));
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

function parseRows(text: string | undefined): number {
  const [low, high] = FOLDED_FIELDS.rowsPerVolume.range;
  const rows = /^\d+(\.\d+)?$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (!(rows >= low && rows <= high)) throw wrongValue(ROWS_KEY, text, `a number from ${low} to ${high}`);
  return rows;
}
