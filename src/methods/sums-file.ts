/** Files of sums: the method that a file names reads it. Source: bank format, accumulators. */

import { FORMATS, methodIn } from "../banks/metadata";
import { readTable } from "../banks/safetensors";
import type { RandomAccess } from "../core/random-access";
import { type BankMethod, type DescribedSums, isBankMethod, type Method, type SumsKind } from "./method";
import { METHODS } from "./registry";

/** Sums with the method that solves banks from them. */
export interface UsableSums {
  readonly method: BankMethod;
  readonly kind: SumsKind;
  readonly described: DescribedSums;
}

/** Throws `E_BANK` for a file that holds no sums of any of the methods, and what they refuse. */
export async function readSums(file: RandomAccess, methods: readonly Method[] = METHODS): Promise<UsableSums> {
  const { metadata } = await readTable(file);
  const keeping = methods.filter(isBankMethod).filter(({ learn }) => learn?.sums);
  const id = methodIn(
    metadata,
    keeping.map((method) => method.id),
    FORMATS.accumulators,
  );
  const method = keeping.find((candidate) => candidate.id === id) as BankMethod;
  const kind = method.learn?.sums as SumsKind;
  return { method, kind, described: await kind.read(file) };
}
