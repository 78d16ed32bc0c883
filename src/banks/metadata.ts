/** A bank's metadata as the strings its file holds. Source: bank format, `__metadata__`. */

import { EigenvoxError } from "../core/errors";
import type { Factor } from "../core/volume";
import { checkDegradation, type Degradation, parseDegradation } from "../degradations/degradation";
import type { Bank, BankMetadata } from "./bank";
import type { BankCodec } from "./bank-codec";
import { bankError } from "./safetensors";

/** What a file says it is: a bank, or the sums behind one, in clear or masked, which carry the same metadata. */
export const FORMATS = {
  bank: "eigenvox-bank/1",
  accumulators: "eigenvox-accumulators/1",
  masked: "eigenvox-masked-sums/1",
} as const;
type Format = (typeof FORMATS)[keyof typeof FORMATS];

const TEXT_KEYS = ["title", "created", "software", "licence", "intended_use", "solver", "training_data"] as const;
const VALUE_KEYS = ["factor", "degradation", "training_rows"] as const;

export function encodeMetadata<B extends Bank>(
  codec: BankCodec<B>,
  metadata: B["metadata"],
  format: Format = FORMATS.bank,
): Map<string, string> {
  return new Map(
    Object.entries({
      format,
      method: metadata.method,
      ...codec.fixed,
      factor: metadata.factor.join(),
      ...codec.encode(metadata),
      degradation: metadata.degradation,
      title: metadata.title,
      created: metadata.created,
      software: metadata.software,
      licence: metadata.licence,
      intended_use: metadata.intendedUse,
      training_data: metadata.trainingData.join("\n"),
      training_rows: String(metadata.trainingRows),
      solver: metadata.solver,
    }),
  );
}

/**
 * The id of the method that a file is of. Throws `E_BANK` for another format or version, and for a method not among
 * those known.
 */
export function methodIn(
  strings: ReadonlyMap<string, string>,
  known: readonly string[],
  wanted: Format = FORMATS.bank,
): string {
  const format = strings.get("format");
  if (format !== wanted) {
    throw bankError(
      format?.startsWith(wanted.replace(/\d+$/, ""))
        ? `it is written in ${JSON.stringify(format)}, this program reads ${wanted}`
        : `its format is ${JSON.stringify(format)}, not ${wanted}`,
    );
  }
  const method = strings.get("method");
  if (method === undefined || !known.includes(method)) throw wrongValue("method", method, known.join(", "));
  return method;
}

/**
 * Throws `E_BANK` for a missing or unknown key, and a value that is malformed or that this version of the method does not
 * know.
 */
export function decodeMetadata<B extends Bank>(
  codec: BankCodec<B>,
  strings: ReadonlyMap<string, string>,
): B["metadata"] {
  const fixed = Object.entries(codec.fixed);
  const names = fixed.map(([key]) => key);
  const keys: string[] = ["format", "method", ...names, ...TEXT_KEYS, ...VALUE_KEYS, ...codec.keys];
  for (const key of keys) if (!strings.has(key)) throw bankError(`metadata "${key}" is missing`);
  const optional = codec.optionalKeys ?? [];
  for (const key of strings.keys())
    if (![...keys, ...optional].includes(key)) throw bankError(`metadata "${key}" is unknown`);
  for (const [key, expected] of fixed) {
    if (strings.get(key) !== expected) throw wrongValue(key, strings.get(key), expected);
  }
  const get = (key: string) => strings.get(key) ?? "";
  for (const key of TEXT_KEYS) {
    // Banks are described on terminals too, where control characters would be commands.
    if (/[^\P{Cc}\n]/u.test(get(key))) throw bankError(`metadata "${key}" holds control characters`);
  }
  const trainingData = get("training_data");
  const factor = parseFactor(get("factor"));
  const common: BankMetadata = {
    method: get("method"),
    factor,
    degradation: decodeDegradation(get("degradation"), factor),
    title: get("title"),
    created: get("created"),
    software: get("software"),
    licence: get("licence"),
    intendedUse: get("intended_use"),
    trainingData: trainingData === "" ? [] : trainingData.split("\n"),
    trainingRows: parseRows(get("training_rows")),
    solver: get("solver"),
  };
  return { ...common, ...codec.decode(get, factor) } as B["metadata"];
}

function parseFactor(text: string): Factor {
  if (!/^[1-4],[1-4],[1-4]$/.test(text) || text === "1,1,1") {
    throw wrongValue("factor", text, "three numbers from 1 to 4, not all 1");
  }
  return text.split(",").map(Number) as unknown as Factor;
}

function decodeDegradation(text: string, factor: Factor): Degradation {
  try {
    const degradation = parseDegradation(text);
    checkDegradation(degradation, factor);
    if (degradation === text) return degradation;
    throw wrongValue("degradation", text, degradation);
  } catch (cause) {
    if (!(cause instanceof EigenvoxError) || cause.code === "E_BANK") throw cause;
    throw bankError(`metadata "degradation" is ${JSON.stringify(text)}: ${cause.message}`);
  }
}

function parseRows(text: string): number {
  const rows = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(rows)) throw wrongValue("training_rows", text, "a whole number");
  return rows;
}

export function wrongValue(key: string, value: string | undefined, expected: string): EigenvoxError {
  return bankError(`metadata "${key}" is ${JSON.stringify(value)}, expected ${expected}`);
}
