/** Writes a filter bank file. Source: bank format. */

import { floatsToHalves } from "../banks/float16";
import { type Dtype, serialiseSafetensors, type Tensor } from "../banks/safetensors";
import { type Bank, isFolded } from "./bank";
import type { FoldedBank } from "./folded/bank";
import { encodeMetadata } from "./metadata";
import type { PaperBank } from "./paper/bank";
import { CLASS_COUNT } from "./paper/classes";
import { readBank } from "./read-bank";

/**
 * The bank as a file; equal banks give equal bytes. Filters are rounded to F16 unless F32 is asked for.
 *
 * Throws `E_BANK` for a bank that could not be read back: values not finite (or beyond F16), edges not ascending,
 * lengths that its metadata do not imply.
 */
export function writeBank(bank: Bank, options: { filters?: "F16" | "F32" } = {}): Uint8Array<ArrayBuffer> {
  const { filters = "F16" } = options;
  const file = serialiseSafetensors({
    metadata: encodeMetadata(bank.metadata),
    tensors: isFolded(bank) ? foldedTensors(bank, filters) : paperTensors(bank, filters),
  });
  readBank(file);
  return file;
}

type FilterType = "F16" | "F32";

function paperTensors(bank: PaperBank, dtype: FilterType): Map<string, Tensor> {
  return new Map([
    ["filters", filterTensor(bank.filters, CLASS_COUNT, dtype)],
    ["strength_edges", tensor("F32", [2], Float32Array.from(bank.strengthEdges))],
    ["coherence_edges", tensor("F32", [2], Float32Array.from(bank.coherenceEdges))],
    ["class_rows", vector("U32", bank.classRows)],
    ["class_residual", vector("F32", bank.classResidual)],
    ...(bank.globalFilter ? [["global_filter", vector("F32", bank.globalFilter)] as const] : []),
  ]);
}

function foldedTensors(bank: FoldedBank, dtype: FilterType): Map<string, Tensor> {
  return new Map([
    ["structure_filters", filterTensor(bank.structureFilters, bank.structureRows.length, dtype)],
    ["level_filters", filterTensor(bank.levelFilters, bank.levelRows.length, dtype)],
    ["strength_edges", tensor("F32", [2], Float32Array.from(bank.strengthEdges))],
    ["coherence_edges", tensor("F32", [2], Float32Array.from(bank.coherenceEdges))],
    ["structure_rows", vector("U32", bank.structureRows)],
    ["level_rows", vector("U32", bank.levelRows)],
    ["structure_residual", vector("F32", bank.structureResidual)],
    ["level_residual", vector("F32", bank.levelResidual)],
  ]);
}

function filterTensor(filters: Float32Array<ArrayBuffer>, classes: number, dtype: FilterType): Tensor {
  return tensor(dtype, [classes, filters.length / classes], dtype === "F16" ? floatsToHalves(filters) : filters);
}

const vector = (dtype: "F32" | "U32", elements: Float32Array | Uint32Array) =>
  tensor(dtype, [elements.length], elements);

/** Little-endian bytes of the elements: every machine with WebGPU is little-endian, as the file is. */
function tensor(dtype: Dtype, shape: readonly number[], elements: ArrayBufferView): Tensor {
  return { dtype, shape, bytes: new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength) };
}
