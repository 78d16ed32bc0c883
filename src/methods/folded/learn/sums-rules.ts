/** What files of sums tell of how these were made, masked or not. Source: bank format, accumulators. */

import { decodeMetadata, encodeMetadata, type FORMATS, wrongValue } from "../../../banks/metadata";
import type { Tensor } from "../../../banks/safetensors";
import type { Tensors } from "../../../banks/tensors";
import { edgeTensors, readEdges } from "../../common/binned-bank";
import type { DescribedSums } from "../../method";
import type { FoldedBank, FoldedMetadata } from "../bank";
import { centreTensors, FOLDED_CODEC, prefixOf, readCentres } from "../codec";
import { FOLDED_FIELDS } from "../fields";
import { foldedClassCounts } from "../folding";
import { linesOf, noRows, type PooledSums, pooledRows } from "./pooled-sums";

/** Sums with the words of the bank that was solved from them. */
export interface FoldedDescribed extends DescribedSums {
  readonly metadata: FoldedMetadata;
  readonly sums: PooledSums;
}

/** What metadata and sums both tell is as the sums have it; of scans that is their voxels, not their names. */
export const described = (metadata: FoldedMetadata, sums: PooledSums): FoldedDescribed => ({
  metadata: { ...metadata, software: sums.software, trainingData: linesOf(sums), trainingRows: pooledRows(sums) },
  sums,
});

const ROWS_KEY = "rows_per_scan";

export const ruleWords = (
  { metadata, sums: { rowsPerVolume } }: FoldedDescribed,
  format: (typeof FORMATS)[keyof typeof FORMATS],
): Map<string, string> =>
  new Map([...encodeMetadata(FOLDED_CODEC, metadata, format), [ROWS_KEY, String(rowsPerVolume)]]);

export const ruleTensors = ({ metadata, sums: { centres, levels } }: FoldedDescribed): [string, Tensor][] => [
  ...centreTensors({ metadata, ...(centres && { centres }) }),
  ...levels.flatMap((level, i) =>
    edgeTensors(level).map(([name, own]): [string, Tensor] => [levelPrefix(i) + name, own]),
  ),
];

/** Of the names of a level's tensors. */
export const levelPrefix = (level: number): string => (level === 0 ? "" : prefixOf(level - 1));

/** Sums of no scan, made as the file's. Throws `E_BANK`. */
export function readRules(told: ReadonlyMap<string, string>, tensors: Tensors): FoldedDescribed {
  const strings = new Map(told);
  const rowsPerVolume = parseRows(strings.get(ROWS_KEY));
  strings.delete(ROWS_KEY);
  const metadata = decodeMetadata<FoldedBank>(FOLDED_CODEC, strings);
  const { factor, degradation, taps, classes = "level", exchange, gradientSigma: sigma, software } = metadata;
  const { centres } = readCentres(tensors, metadata);
  const counts = foldedClassCounts(factor, exchange, classes);
  const levels = (metadata.noise?.map((level) => level.added) ?? [0]).map((added, i) => ({
    added,
    ...readEdges(tensors, levelPrefix(i)),
    structure: noRows(counts.structure),
    level: noRows(counts.level),
  }));
  return {
    metadata,
    sums: {
      ...{ factor, degradation, taps, classes, rowsPerVolume, software, exchange, sigma, centres, levels },
      scans: [],
    },
  };
}

function parseRows(text: string | undefined): number {
  const [low, high] = FOLDED_FIELDS.rowsPerVolume.range;
  const rows = /^\d+(\.\d+)?$/.test(text ?? "") ? Number(text) : Number.NaN;
  if (!(rows >= low && rows <= high)) throw wrongValue(ROWS_KEY, text, `a number from ${low} to ${high}`);
  return rows;
}
