/** Files of sums: the method that a file names reads it. Source: bank format, accumulators. */

import { FORMATS, methodIn } from "../banks/metadata";
import { readTable } from "../banks/safetensors";
import { EigenvoxError } from "../core/errors";
import type { RandomAccess } from "../core/random-access";
import {
  type BankMethod,
  type DescribedSums,
  isBankMethod,
  type MaskedSums,
  type Method,
  type SumsKind,
} from "./method";
import { METHODS } from "./registry";

/** Sums with the method that solves banks from them. */
export interface UsableSums {
  readonly method: BankMethod;
  readonly kind: SumsKind;
  readonly described: DescribedSums;
}

/** The same of sums that only show when all of a round are merged. */
export interface UsableMasked extends Omit<UsableSums, "described"> {
  readonly masked: MaskedSums;
}

/** Throws `E_BANK` for a file that holds no sums of any of the methods, and what they refuse. */
export async function readSums(file: RandomAccess, methods: readonly Method[] = METHODS): Promise<UsableSums> {
  const of = await methodOfFile(file, methods, FORMATS.accumulators, () => true);
  return { ...of, described: await of.kind.read(file) };
}

/** The same of a file that may hold masked sums. */
export async function readSumsOrMasked(file: RandomAccess): Promise<UsableSums | UsableMasked> {
  if ((await readTable(file)).metadata.get("format") !== FORMATS.masked) return readSums(file);
  const of = await methodOfFile(file, METHODS, FORMATS.masked, ({ masking }) => masking !== undefined);
  return { ...of, masked: await (of.kind.masking as Required<SumsKind>["masking"]).read(file) };
}

async function methodOfFile(
  file: RandomAccess,
  methods: readonly Method[],
  format: (typeof FORMATS)[keyof typeof FORMATS],
  has: (kind: SumsKind) => boolean,
): Promise<Omit<UsableSums, "described">> {
  const keeping = methods.filter(isBankMethod).filter(({ learn }) => learn?.sums && has(learn.sums));
  const ids = keeping.map((method) => method.id);
  const id = methodIn((await readTable(file)).metadata, ids, format);
  const method = keeping.find((candidate) => candidate.id === id) as BankMethod;
  return { method, kind: method.learn?.sums as SumsKind };
}

/**
 * Sums of one method together, all in clear or all masked. Throws `E_SUMS_MISMATCH` where they are not, and what the
 * method refuses.
 */
export function mergeSums(all: readonly (UsableSums | UsableMasked)[]): UsableSums {
  const [first] = all;
  if (!first) throw new EigenvoxError("E_ARGUMENT", "Name the files of sums.");
  const { method, kind } = first;
  const other = all.find((sums) => sums.method !== method);
  if (other) {
    const message = `Sums of different methods cannot be added: ${method.id} and ${other.method.id}.`;
    throw new EigenvoxError("E_SUMS_MISMATCH", message);
  }
  const masked = all.flatMap((sums) => ("masked" in sums ? [sums.masked] : []));
  const clear = all.flatMap((sums) => ("described" in sums ? [sums.described] : []));
  if (masked.length > 0 && clear.length > 0) {
    const message =
      "Masked sums and others cannot be merged at once: merge the masked ones of a round alone, with --save-sums.";
    throw new EigenvoxError("E_SUMS_MISMATCH", message);
  }
  return {
    method,
    kind,
    described: masked.length > 0 && kind.masking ? kind.masking.merge(masked) : kind.merge(clear),
  };
}
