/** Writes a filter bank file. Source: bank format. */

import { CLASS_COUNT } from "../core/method";
import type { Bank } from "./bank";
import { floatsToHalves } from "./float16";
import { encodeMetadata } from "./metadata";
import { readBank } from "./read-bank";
import { type Dtype, serialiseSafetensors, type Tensor } from "./safetensors";

/**
 * The bank as a file; equal banks give equal bytes. Filters are rounded to F16 unless F32 is asked for.
 *
 * Throws `E_BANK` for a bank that could not be read back: values not finite (or beyond F16), edges not ascending,
 * lengths that its metadata do not imply.
 */
export function writeBank(bank: Bank, options: { filters?: "F16" | "F32" } = {}): Uint8Array<ArrayBuffer> {
  const { filters: dtype = "F16" } = options;
  const stored = dtype === "F16" ? floatsToHalves(bank.filters) : bank.filters;
  const file = serialiseSafetensors({
    metadata: encodeMetadata(bank.metadata),
    tensors: new Map([
      ["filters", tensor(dtype, [CLASS_COUNT, bank.filters.length / CLASS_COUNT], stored)],
      ["strength_edges", tensor("F32", [2], Float32Array.from(bank.strengthEdges))],
      ["coherence_edges", tensor("F32", [2], Float32Array.from(bank.coherenceEdges))],
      ["class_rows", tensor("U32", [bank.classRows.length], bank.classRows)],
      ["class_residual", tensor("F32", [bank.classResidual.length], bank.classResidual)],
      ...(bank.globalFilter
        ? [["global_filter", tensor("F32", [bank.globalFilter.length], bank.globalFilter)] as const]
        : []),
    ]),
  });
  readBank(file);
  return file;
}

/** Little-endian bytes of the elements: every machine with WebGPU is little-endian, as the file is. */
function tensor(dtype: Dtype, shape: readonly number[], elements: ArrayBufferView): Tensor {
  return { dtype, shape, bytes: new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength) };
}
