/** A bank's metadata as the strings its file holds. Source: bank format, `__metadata__`. */

import { checkDegradation, parseDegradation } from "../core/degradation";
import { EigenvoxError } from "../core/errors";
import { BINS, type Degradation, TENSOR_RADIUS } from "../core/method";
import type { Factor, Vec3 } from "../core/volume";
import type { BankMetadata } from "./bank";
import { bankError } from "./safetensors";

/** What a file says it is: a bank, or the sums behind one, which carry the same metadata. */
export const FORMATS = { bank: "eigenvox-bank/1", accumulators: "eigenvox-accumulators/1" } as const;
type Format = (typeof FORMATS)[keyof typeof FORMATS];

/** What this version of the method cannot vary; a bank made with anything else would be applied wrongly. */
const FIXED = {
  method: "paper",
  gradient_window: String(2 * TENSOR_RADIUS + 1),
  bins: BINS.join(),
  kernel: "keys,-0.5",
};

const TEXT_KEYS = ["title", "created", "software", "licence", "intended_use", "solver", "training_data"] as const;
const VALUE_KEYS = ["factor", "patch", "gradient_sigma", "degradation", "training_rows"] as const;
type Key = (typeof TEXT_KEYS)[number] | (typeof VALUE_KEYS)[number];
const KEYS = ["format", ...Object.keys(FIXED), ...TEXT_KEYS, ...VALUE_KEYS];

export function encodeMetadata(metadata: BankMetadata, format: Format = FORMATS.bank): Map<string, string> {
  const strings: Record<Key, string> = {
    factor: metadata.factor.join(),
    patch: metadata.patch.join(),
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
  return new Map(Object.entries({ format, ...FIXED, gradient_window: String(metadata.gradientWindow), ...strings }));
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
  for (const key of KEYS) if (!strings.has(key)) throw bankError(`metadata "${key}" is missing`);
  for (const key of strings.keys()) if (!KEYS.includes(key)) throw bankError(`metadata "${key}" is unknown`);
  for (const [key, expected] of Object.entries(FIXED)) {
    if (strings.get(key) !== expected) throw wrong(key, strings.get(key), expected);
  }
  const get = (key: Key) => strings.get(key) as string;
  for (const key of TEXT_KEYS) {
    // Banks are described on terminals too, where control characters would be commands.
    if (/[^\P{Cc}\n]/u.test(get(key))) throw bankError(`metadata "${key}" holds control characters`);
  }
  const trainingData = get("training_data");
  const factor = parseFactor(get("factor"));
  return {
    method: "paper",
    factor,
    patch: parsePatch(get("patch")),
    gradientWindow: Number(FIXED.gradient_window),
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
