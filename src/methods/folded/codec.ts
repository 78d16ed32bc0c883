/** Files of folded banks. Source: bank format. */

import type { BankCodec } from "../../banks/bank-codec";
import { wrongValue } from "../../banks/metadata";
import { bankError, type Tensor } from "../../banks/safetensors";
import { type FilterType, filterTensor, type Tensors, vectorTensor, weightTensor } from "../../banks/tensors";
import type { Factor } from "../../core/volume";
import {
  decodeTensor,
  describeBins,
  edgeTensors,
  GRADIENT_WINDOW,
  readEdges,
  TENSOR_KEYS,
  usedClasses,
} from "../common/binned-bank";
import type { FoldedBank, FoldedClasses, FoldedMetadata, NoiseLevel } from "./bank";
import {
  allowsExchange,
  CENTRES,
  CLASS_SCHEMES,
  type ClassScheme,
  EXCHANGES,
  type Exchange,
  foldedClassCounts,
  numbersOf,
  phaseKinds,
  TAP_COUNTS,
  type TapCount,
} from "./folding";

export const FOLDED_CODEC: BankCodec<FoldedBank> = {
  fixed: { gradient_window: String(GRADIENT_WINDOW), bins: "2,2,3,3,8", kernel: "keys,-0.5" },
  keys: ["taps", "exchange", ...TENSOR_KEYS],
  optionalKeys: ["classes", "noise_added", "noise_measured"],
  encode: ({ taps, exchange, classes, gradientSigma, noise }) => ({
    taps: String(taps),
    exchange,
    ...(classes && { classes }),
    gradient_sigma: String(gradientSigma),
    ...(noise && encodeNoise("noise", noise)),
  }),
  decode: (get, factor) => {
    const noise = parseNoise("noise", get);
    return {
      taps: parseTaps(get("taps")),
      exchange: parseExchange(get("exchange"), factor),
      ...parseClasses(get("classes")),
      ...decodeTensor(get),
      ...(noise && { noise }),
    };
  },
  read: (tensors, metadata) => readFolded(tensors, metadata),
  tensors: (bank, dtype) => new Map(foldedTensors(bank, dtype)),
  describe: (bank) => ({
    filters: `${bank.metadata.taps} taps, axes exchanged: ${bank.metadata.exchange}`,
    classes: `${usedClasses(bank.structureRows)} structure and ${usedClasses(bank.levelRows)} ${bank.metadata.classes ?? "level"} classes`,
    facts: [...describeBins(bank), ...describeNoise(bank.metadata)],
  }),
};

/** The bank of tensors whose names begin with `prefix`. Throws `E_BANK`. */
export function readFolded(tensors: Tensors, metadata: FoldedMetadata, prefix = ""): FoldedBank {
  const levels = metadata.noise ?? [];
  const classes = (own: string) => readClasses(tensors, metadata, prefix + own);
  return {
    metadata,
    ...classes(""),
    ...readCentres(tensors, metadata, prefix),
    ...(levels.length > 0 && { noisier: levels.slice(1).map((_, i) => classes(prefixOf(i))) }),
  };
}

/** The bank's tensors, their names beginning with `prefix`. */
export function foldedTensors(bank: FoldedBank, dtype: FilterType, prefix = ""): [string, Tensor][] {
  return [
    ...classTensors(bank, dtype, prefix),
    ...centreTensors(bank, prefix),
    ...(bank.noisier ?? []).flatMap((classes, i) => classTensors(classes, dtype, prefix + prefixOf(i))),
  ];
}

/** Of the names of the tensors of a further level. */
export const prefixOf = (index: number) => `noise${index + 1}.`;

/** No voxel has numbers beyond. */
const MOST_NUMBER = 100;

export function readCentres(tensors: Tensors, metadata: FoldedMetadata, prefix = ""): Pick<FoldedBank, "centres"> {
  const { classes, factor, exchange } = metadata;
  if (!classes) return {};
  const name = `${prefix}centres`;
  const centres = tensors.floats(name, [phaseKinds(factor, exchange).count * CENTRES, numbersOf(classes)]);
  const wrong = centres.findIndex((value) => Math.abs(value) > MOST_NUMBER);
  if (wrong >= 0)
    throw bankError(`tensor "${name}" holds ${centres[wrong]} at element ${wrong}, beyond ${MOST_NUMBER}`);
  return { centres };
}

export function centreTensors(
  { metadata, centres }: Pick<FoldedBank, "metadata" | "centres">,
  prefix = "",
): [string, Tensor][] {
  if (!metadata.classes || !centres) return [];
  const width = numbersOf(metadata.classes);
  return [[`${prefix}centres`, weightTensor(centres, [centres.length / width, width], "F32")]];
}

function readClasses(
  tensors: Tensors,
  { taps, factor, exchange, classes }: FoldedMetadata,
  prefix: string,
): FoldedClasses {
  const { structure, level } = foldedClassCounts(factor, exchange, classes);
  return {
    structureFilters: tensors.filters(`${prefix}structure_filters`, [structure, taps]),
    levelFilters: tensors.filters(`${prefix}level_filters`, [level, taps]),
    ...readEdges(tensors, prefix),
    structureRows: tensors.counts(`${prefix}structure_rows`, structure),
    levelRows: tensors.counts(`${prefix}level_rows`, level),
    structureResidual: tensors.residuals(`${prefix}structure_residual`, structure),
    levelResidual: tensors.residuals(`${prefix}level_residual`, level),
  };
}

function classTensors(classes: FoldedClasses, dtype: FilterType, prefix: string): [string, Tensor][] {
  const { structureRows, levelRows } = classes;
  const tensors: readonly (readonly [string, Tensor])[] = [
    ["structure_filters", filterTensor(classes.structureFilters, structureRows.length, dtype)],
    ["level_filters", filterTensor(classes.levelFilters, levelRows.length, dtype)],
    ...edgeTensors(classes),
    ["structure_rows", vectorTensor("U32", structureRows)],
    ["level_rows", vectorTensor("U32", levelRows)],
    ["structure_residual", vectorTensor("F32", classes.structureResidual)],
    ["level_residual", vectorTensor("F32", classes.levelResidual)],
  ];
  return tensors.map(([name, tensor]) => [prefix + name, tensor]);
}

function describeNoise({ noise }: FoldedMetadata): readonly (readonly [string, string])[] {
  if (!noise) return [];
  const percent = (key: keyof NoiseLevel) => noise.map((level) => `${(100 * level[key]).toPrecision(2)} %`).join(", ");
  return [["noise", `${percent("added")} added, which reads as ${percent("measured")}`]];
}

function parseTaps(text: string): TapCount {
  const taps = TAP_COUNTS.find((count) => String(count) === text);
  if (!taps) throw wrongValue("taps", text, TAP_COUNTS.join(", "));
  return taps;
}

function parseExchange(text: string, factor: Factor): Exchange {
  const exchange = EXCHANGES.find((name) => name === text);
  if (!exchange) throw wrongValue("exchange", text, EXCHANGES.join(", "));
  if (!allowsExchange(factor, exchange))
    throw bankError(`it exchanges axes of unequal factors (${exchange}, ${factor})`);
  return exchange;
}

/** Absent of a bank by level. */
function parseClasses(text: string): { readonly classes?: ClassScheme } {
  if (text === "") return {};
  const others = CLASS_SCHEMES.filter((name) => name !== "level");
  const classes = others.find((name) => name === text);
  if (!classes) throw wrongValue("classes", text, others.join(", "));
  return { classes };
}

const MOST_LEVELS = 8;

/** The keys `name_added` and `name_measured` of levels of noise. */
export const encodeNoise = (name: string, levels: readonly NoiseLevel[]): Record<string, string> => ({
  [`${name}_added`]: levels.map(({ added }) => added).join(),
  [`${name}_measured`]: levels.map(({ measured }) => measured).join(),
});

/** What these keys tell; undefined where they are not there. */
export function parseNoise(name: string, get: (key: string) => string): readonly NoiseLevel[] | undefined {
  const [added, measured] = [`${name}_added`, `${name}_measured`];
  if (get(added) === "" && get(measured) === "") return undefined;
  const [adds, reads] = [parseShares(added, get(added)), parseShares(measured, get(measured))];
  if (adds.length !== reads.length) throw bankError("its levels of noise do not match");
  return adds.map((share, i) => ({ added: share, measured: reads[i] as number }));
}

/** Ascending shares of the working scale. */
function parseShares(key: string, text: string): readonly number[] {
  const shares = text.split(",").map((word) => (/^\d+(\.\d+)?(e-\d+)?$/.test(word) ? Number(word) : Number.NaN));
  const ascends = shares.every((share, i) => share <= 1 && (i === 0 || share > (shares[i - 1] as number)));
  if (!ascends || shares.length > MOST_LEVELS) throw wrongValue(key, text, "up to 8 ascending numbers from 0 to 1");
  return shares;
}
