/** What banks have in common whose classes come from bins of the structure tensor. */

import type { Bank, BankMetadata } from "../../banks/bank";
import { wrongValue } from "../../banks/metadata";
import type { Tensors } from "../../banks/tensors";
import { edgesTensor } from "../../banks/tensors";
import { TENSOR_RADIUS } from "./tensor";

export interface BinnedMetadata extends BankMetadata {
  readonly gradientWindow: number;
  readonly gradientSigma: number;
}

/** Tertiles of √λ1 and of the coherence of the upsampled training volumes scaled by their p, ascending. */
export type BinEdges = Readonly<Record<"strengthEdges" | "coherenceEdges", readonly [number, number]>>;

export interface BinnedBank extends Bank, BinEdges {
  readonly metadata: BinnedMetadata;
}

export const GRADIENT_WINDOW = 2 * TENSOR_RADIUS + 1;

export const TENSOR_KEYS = ["gradient_sigma"] as const;

export function decodeTensor(get: (key: string) => string): Omit<BinnedMetadata, keyof BankMetadata> {
  const text = get("gradient_sigma");
  const gradientSigma = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (!(gradientSigma > 0 && gradientSigma <= 100)) {
    throw wrongValue("gradient_sigma", text, "a number above 0 and up to 100");
  }
  return { gradientWindow: GRADIENT_WINDOW, gradientSigma };
}

/** `prefix` of the tensors' names. */
export function readEdges(tensors: Tensors, prefix = ""): BinEdges {
  return {
    strengthEdges: tensors.edges(`${prefix}strength_edges`),
    coherenceEdges: tensors.edges(`${prefix}coherence_edges`),
  };
}

export const edgeTensors = ({ strengthEdges, coherenceEdges }: BinEdges) =>
  [
    ["strength_edges", edgesTensor(strengthEdges)],
    ["coherence_edges", edgesTensor(coherenceEdges)],
  ] as const;

export function describeBins({ metadata, strengthEdges, coherenceEdges }: BinnedBank) {
  return [
    ["gradient", `window ${metadata.gradientWindow}, sigma ${metadata.gradientSigma}`],
    ["strength edges", strengthEdges.join(", ")],
    ["coherence edges", coherenceEdges.join(", ")],
  ] as const;
}

/** `5 of 576`: the classes that have rows. */
export const usedClasses = (rows: Uint32Array): string =>
  `${rows.filter((count) => count > 0).length} of ${rows.length}`;

/** Mean squared error of all rows; 0 without any. */
export function meanResidual(rows: Uint32Array, residuals: Float32Array): number {
  const count = rows.reduce((a, b) => a + b, 0);
  return count === 0 ? 0 : rows.reduce((sum, n, c) => sum + n * (residuals[c] as number), 0) / count;
}
