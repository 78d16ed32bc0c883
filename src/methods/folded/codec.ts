/** Files of folded banks. Source: bank format. */

import type { BankCodec } from "../../banks/bank-codec";
import { wrongValue } from "../../banks/metadata";
import { bankError } from "../../banks/safetensors";
import { filterTensor, vectorTensor } from "../../banks/tensors";
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
import type { FoldedBank } from "./bank";
import { allowsExchange, EXCHANGES, type Exchange, foldedClassCounts, TAP_COUNTS, type TapCount } from "./folding";

export const FOLDED_CODEC: BankCodec<FoldedBank> = {
  fixed: { gradient_window: String(GRADIENT_WINDOW), bins: "2,2,3,3,8", kernel: "keys,-0.5" },
  keys: ["taps", "exchange", ...TENSOR_KEYS],
  encode: ({ taps, exchange, gradientSigma }) => ({
    taps: String(taps),
    exchange,
    gradient_sigma: String(gradientSigma),
  }),
  decode: (get, factor) => ({
    taps: parseTaps(get("taps")),
    exchange: parseExchange(get("exchange"), factor),
    ...decodeTensor(get),
  }),
  read(tensors, metadata) {
    const { taps, factor, exchange } = metadata;
    const { structure, level } = foldedClassCounts(factor, exchange);
    return {
      metadata,
      structureFilters: tensors.floats("structure_filters", [structure, taps], ["F16", "F32"]),
      levelFilters: tensors.floats("level_filters", [level, taps], ["F16", "F32"]),
      ...readEdges(tensors),
      structureRows: tensors.counts("structure_rows", structure),
      levelRows: tensors.counts("level_rows", level),
      structureResidual: tensors.residuals("structure_residual", structure),
      levelResidual: tensors.residuals("level_residual", level),
    };
  },
  tensors: (bank, dtype) =>
    new Map([
      ["structure_filters", filterTensor(bank.structureFilters, bank.structureRows.length, dtype)],
      ["level_filters", filterTensor(bank.levelFilters, bank.levelRows.length, dtype)],
      ...edgeTensors(bank),
      ["structure_rows", vectorTensor("U32", bank.structureRows)],
      ["level_rows", vectorTensor("U32", bank.levelRows)],
      ["structure_residual", vectorTensor("F32", bank.structureResidual)],
      ["level_residual", vectorTensor("F32", bank.levelResidual)],
    ]),
  describe: (bank) => ({
    filters: `${bank.metadata.taps} taps, axes exchanged: ${bank.metadata.exchange}`,
    classes: `${usedClasses(bank.structureRows)} structure and ${usedClasses(bank.levelRows)} level classes`,
    facts: describeBins(bank),
  }),
};

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
