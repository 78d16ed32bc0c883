/** A bank's metadata as the strings its file holds. Source: bank format, `__metadata__`. */

import { bankError } from "../banks/safetensors";
import { EigenvoxError } from "../core/errors";
import type { Factor, Vec3 } from "../core/volume";
import { checkDegradation, type Degradation, parseDegradation } from "../degradations/degradation";
import type { BankMetadata } from "./bank";
import { TENSOR_RADIUS } from "./common/tensor";
import { allowsExchange, EXCHANGES, type Exchange, TAP_COUNTS, type TapCount } from "./folded/folding";
import { BANK_METHODS } from "./names";
import { BINS } from "./paper/classes";

/** What a file says it is: a bank, or the sums behind one, which carry the same metadata. */
export const FORMATS = { bank: "eigenvox-bank/1", accumulators: "eigenvox-accumulators/1" } as const;
type Format = (typeof FORMATS)[keyof typeof FORMATS];

/** What this version of a method cannot vary; a bank made with anything else would be applied wrongly. */
const FIXED = {
  paper: { gradient_window: String(2 * TENSOR_RADIUS + 1), bins: BINS.join(), kernel: "keys,-0.5" },
  folded: { gradient_window: String(2 * TENSOR_RADIUS + 1), bins: "2,2,3,3,8", kernel: "keys,-0.5" },
} as const;

const TEXT_KEYS = ["title", "created", "software", "licence", "intended_use", "solver", "training_data"] as const;
const VALUE_KEYS = ["factor", "gradient_sigma", "degradation", "training_rows"] as const;
const METHOD_KEYS = { paper: ["patch"], folded: ["taps", "exchange"] } as const;
type Key =
  | (typeof TEXT_KEYS)[number]
  | (typeof VALUE_KEYS)[number]
  | (typeof METHOD_KEYS)[keyof typeof METHOD_KEYS][number];

export function encodeMetadata(metadata: BankMetadata, format: Format = FORMATS.bank): Map<string, string> {
  const strings: Partial<Record<Key, string>> = {
    factor: metadata.factor.join(),
    ...(metadata.method === "paper"
      ? { patch: metadata.patch.join() }
      : { taps: String(metadata.taps), exchange: metadata.exchange }),
    gradient_sigma: String(metadata.gradientSigma),
    degradation: metadata.degradation,
    title: metadata.title,
    created: metadata.created,
    software: metadata.software,
    licence: metadata.licence,
    intended_use: metadata.intendedUse,
    training_data: metadata.trainingData.join("\n"),
    training_rows: String(metadata.trainingRows),
    solver: metadata.solver,
  };
  const { method } = metadata;
  const fixed = { ...FIXED[method], gradient_window: String(metadata.gradientWindow) };
  return new Map(Object.entries({ format, method, ...fixed, ...strings }));
}

/**
 * Throws `E_BANK` for another format or version, a missing or unknown key, and a value that is malformed or that this
 * version of the method does not know.
 */
export function decodeMetadata(strings: ReadonlyMap<string, string>, wanted: Format = FORMATS.bank): BankMetadata {
  const format = strings.get("format");
  if (format !== wanted) {
    throw bankError(
      format?.startsWith(wanted.replace(/\d+$/, ""))
        ? `it is written in ${JSON.stringify(format)}, this program reads ${wanted}`
        : `its format is ${JSON.stringify(format)}, not ${wanted}`,
    );
  }
  const method = BANK_METHODS.find((name) => name === strings.get("method"));
  if (!method) throw wrong("method", strings.get("method"), BANK_METHODS.join(", "));
  const fixed = Object.entries(FIXED[method]);
  const names = fixed.map(([key]) => key);
  const keys: string[] = ["format", "method", ...names, ...TEXT_KEYS, ...VALUE_KEYS, ...METHOD_KEYS[method]];
  for (const key of keys) if (!strings.has(key)) throw bankError(`metadata "${key}" is missing`);
  for (const key of strings.keys()) if (!keys.includes(key)) throw bankError(`metadata "${key}" is unknown`);
  for (const [key, expected] of fixed) {
    if (strings.get(key) !== expected) throw wrong(key, strings.get(key), expected);
  }
  const get = (key: Key) => strings.get(key) as string;
  for (const key of TEXT_KEYS) {
    // Banks are described on terminals too, where control characters would be commands.
    if (/[^\P{Cc}\n]/u.test(get(key))) throw bankError(`metadata "${key}" holds control characters`);
  }
  const trainingData = get("training_data");
  const factor = parseFactor(get("factor"));
  const common = {
    factor,
    gradientWindow: Number(FIXED[method].gradient_window),
    gradientSigma: parseSigma(get("gradient_sigma")),
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
  return method === "paper"
    ? { method, ...common, patch: parsePatch(get("patch")) }
    : { method, ...common, taps: parseTaps(get("taps")), exchange: parseExchange(get("exchange"), factor) };
}

function parseFactor(text: string): Factor {
  if (!/^[1-4],[1-4],[1-4]$/.test(text) || text === "1,1,1") {
    throw wrong("factor", text, "three numbers from 1 to 4, not all 1");
  }
  return text.split(",").map(Number) as unknown as Factor;
}

function parsePatch(text: string): Vec3 {
  if (!/^(3|5|7|9|11),\1,\1$/.test(text)) throw wrong("patch", text, "three equal odd numbers from 3 to 11");
  return text.split(",").map(Number) as unknown as Vec3;
}

function parseTaps(text: string): TapCount {
  const taps = TAP_COUNTS.find((count) => String(count) === text);
  if (!taps) throw wrong("taps", text, TAP_COUNTS.join(", "));
  return taps;
}

function parseExchange(text: string, factor: Factor): Exchange {
  const exchange = EXCHANGES.find((name) => name === text);
  if (!exchange) throw wrong("exchange", text, EXCHANGES.join(", "));
  if (!allowsExchange(factor, exchange))
    throw bankError(`it exchanges axes of unequal factors (${exchange}, ${factor})`);
  return exchange;
}

function parseSigma(text: string): number {
  const sigma = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (!(sigma > 0 && sigma <= 100)) throw wrong("gradient_sigma", text, "a number above 0 and up to 100");
  return sigma;
}

function decodeDegradation(text: string, factor: Factor): Degradation {
  try {
    const degradation = parseDegradation(text);
    checkDegradation(degradation, factor);
    if (degradation === text) return degradation;
    throw wrong("degradation", text, degradation);
  } catch (cause) {
    if (!(cause instanceof EigenvoxError) || cause.code === "E_BANK") throw cause;
    throw bankError(`metadata "degradation" is ${JSON.stringify(text)}: ${cause.message}`);
  }
}

function parseRows(text: string): number {
  const rows = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(rows)) throw wrong("training_rows", text, "a whole number");
  return rows;
}

function wrong(key: string, value: string | undefined, expected: string) {
  return bankError(`metadata "${key}" is ${JSON.stringify(value)}, expected ${expected}`);
}
