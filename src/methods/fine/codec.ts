/** Files of banks of the second pass. Source: bank format, fine. */

import type { BankCodec } from "../../banks/bank-codec";
import { usedClasses } from "../common/binned-bank";
import { FOLDED_CODEC, foldedTensors, readFolded } from "../folded/codec";
import { type FineBank, foldedMetadata, SECOND_TAPS, secondMetadata } from "./bank";

/** Of the names of the two passes' tensors. */
const FIRST = "folded.";
const SECOND = "second.";

export const FINE_CODEC: BankCodec<FineBank> = {
  fixed: FOLDED_CODEC.fixed,
  keys: FOLDED_CODEC.keys,
  ...(FOLDED_CODEC.optionalKeys && { optionalKeys: FOLDED_CODEC.optionalKeys }),
  encode: (metadata) => FOLDED_CODEC.encode(foldedMetadata(metadata)),
  decode: (get, factor) => ({ folded: FOLDED_CODEC.decode(get, factor) }),
  read: (tensors, metadata) => {
    const first = foldedMetadata(metadata);
    return {
      metadata,
      folded: readFolded(tensors, first, FIRST),
      second: readFolded(tensors, secondMetadata(first), SECOND),
    };
  },
  tensors: ({ folded, second }, dtype) =>
    new Map([...foldedTensors(folded, dtype, FIRST), ...foldedTensors(second, dtype, SECOND)]),
  describe: ({ folded, second }) => {
    const own = FOLDED_CODEC.describe(folded);
    const classes = `${usedClasses(second.structureRows)} structure and ${usedClasses(second.levelRows)} level classes`;
    return {
      filters: `${own.filters}; then ${SECOND_TAPS} taps`,
      classes: `${own.classes}; then ${classes}`,
      facts: own.facts,
    };
  },
};
