/** Bank files in and out: the method that a file names reads it. Source: bank format. */

import { type Bank, type Wordless, withWords } from "../banks/bank";
import { decodeMetadata, encodeMetadata, methodIn } from "../banks/metadata";
import { parseSafetensors, serialiseSafetensors } from "../banks/safetensors";
import { type FilterType, Tensors } from "../banks/tensors";
import { EigenvoxError } from "../core/errors";
import { type BankMethod, isBankMethod, type Method } from "./method";
import { METHODS } from "./registry";

/** A bank with the method that applies it. */
export interface UsableBank<B extends Bank = Bank> {
  readonly method: BankMethod<B>;
  readonly bank: B;
}

/**
 * The bank in the file's bytes, which it shares no memory with.
 *
 * Throws `E_BANK`, its message naming the reason, for everything `parseSafetensors` and `decodeMetadata` refuse; a method
 * that is not among `methods`; a missing, unknown or misshapen tensor; NaN or infinity; edges not ascending; a negative
 * residual.
 */
export function readBank(bytes: Uint8Array, methods: readonly Method[] = METHODS): UsableBank {
  const file = parseSafetensors(bytes);
  const known = methods.filter(isBankMethod);
  const id = methodIn(
    file.metadata,
    known.map((method) => method.id),
  );
  const method = known.find((candidate) => candidate.id === id) as BankMethod;
  const metadata = decodeMetadata(method.codec, file.metadata);
  const tensors = new Tensors(file.tensors);
  const bank = method.codec.read(tensors, metadata);
  tensors.refuseUnread();
  return { method, bank };
}

/**
 * The bank as a file; equal banks give equal bytes. Filters are rounded to F16 unless F32 is asked for.
 *
 * Throws `E_BANK` for a bank that could not be read back: values not finite (or beyond F16), edges not ascending,
 * lengths that its metadata do not imply.
 */
export function writeBank(
  { method, bank }: UsableBank,
  options: { filters?: FilterType } = {},
): Uint8Array<ArrayBuffer> {
  const file = serialiseSafetensors({
    metadata: encodeMetadata(method.codec, bank.metadata),
    tensors: method.codec.tensors(bank, options.filters ?? "F16"),
  });
  readBank(file, [method]);
  return file;
}

/** Throws `E_SOLVER` for a bank that learning gave and no file could hold: filters without a finite number, or far too large. */
export function refuseUnusable(method: BankMethod, learned: Wordless<Bank>): void {
  try {
    writeBank({ method, bank: withWords(learned, { title: "", trainingData: [] }) }, { filters: "F32" });
  } catch (cause) {
    throw new EigenvoxError(
      "E_SOLVER",
      "What was learned is no usable filter bank: its weights are not finite, or far too large. Learn from more scans, or from others.",
      { cause },
    );
  }
}
