/** Files of the paper method's banks. Source: bank format. */

import type { BankCodec } from "../../banks/bank-codec";
import { wrongValue } from "../../banks/metadata";
import { filterTensor, vectorTensor } from "../../banks/tensors";
import type { Vec3 } from "../../core/volume";
import {
  decodeTensor,
  describeBins,
  edgeTensors,
  GRADIENT_WINDOW,
  readEdges,
  TENSOR_KEYS,
  usedClasses,
} from "../common/binned-bank";
import type { PaperBank } from "./bank";
import { BINS, CLASS_COUNT } from "./classes";

export const PAPER_CODEC: BankCodec<PaperBank> = {
  fixed: { gradient_window: String(GRADIENT_WINDOW), bins: BINS.join(), kernel: "keys,-0.5" },
  keys: ["patch", ...TENSOR_KEYS],
  encode: ({ patch, gradientSigma }) => ({ patch: patch.join(), gradient_sigma: String(gradientSigma) }),
  decode: (get) => ({ patch: parsePatch(get("patch")), ...decodeTensor(get) }),
  read(tensors, metadata) {
    const taps = metadata.patch[0] * metadata.patch[1] * metadata.patch[2];
    return {
      metadata,
      filters: tensors.filters("filters", [CLASS_COUNT, taps]),
      ...readEdges(tensors),
      classRows: tensors.counts("class_rows", CLASS_COUNT),
      classResidual: tensors.residuals("class_residual", CLASS_COUNT),
      ...(tensors.has("global_filter") ? { globalFilter: tensors.filters("global_filter", [taps], ["F32"]) } : {}),
    };
  },
  tensors: (bank, dtype) =>
    new Map([
      ["filters", filterTensor(bank.filters, CLASS_COUNT, dtype)],
      ...edgeTensors(bank),
      ["class_rows", vectorTensor("U32", bank.classRows)],
      ["class_residual", vectorTensor("F32", bank.classResidual)],
      ...(bank.globalFilter ? [["global_filter", vectorTensor("F32", bank.globalFilter)] as const] : []),
    ]),
  describe: (bank) => ({
    filters: `patch ${bank.metadata.patch.join("×")}`,
    classes: `${usedClasses(bank.classRows)} classes`,
    facts: describeBins(bank),
  }),
};

function parsePatch(text: string): Vec3 {
  if (!/^(3|5|7|9|11),\1,\1$/.test(text)) throw wrongValue("patch", text, "three equal odd numbers from 3 to 11");
  return text.split(",").map(Number) as unknown as Vec3;
}
