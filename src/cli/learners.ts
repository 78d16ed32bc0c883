/** The methods that learn banks, and the options that are made of what they declare. */

import { isBankMethod, type Learner } from "../methods/method";
import { METHODS } from "../methods/registry";
import { readSettings, type SettingField, type SettingFields } from "../methods/settings";
import type { Arguments } from "./arguments";

/** Those that learn, the default first. */
export const LEARNING = METHODS.filter(isBankMethod).flatMap((method) =>
  method.learn ? [{ method, learn: method.learn }] : [],
);
export const [STANDARD] = LEARNING as [(typeof LEARNING)[number]];

/** An option with its values, and what it is. */
export type OptionRow = readonly [string, string];

export const fieldRows = (fields: SettingFields): OptionRow[] =>
  Object.values(fields).map((field) => [`${field.flag} ${valuesOf(field)}`, `${field.usage} (${field.standard})`]);

function valuesOf({ choices = [], range, words = [] }: SettingField): string {
  return [...words, ...choices, ...(range ? ["N"] : [])].join("|");
}

export const optionRows = (rows: readonly OptionRow[]): string =>
  rows.map(([option, text]) => `    --${option.padEnd(22)} ${text}`).join("\n");

export const seedOf = (args: Arguments, { seed }: Learner): number => args.number("seed", 0, 2 ** 32 - 1, seed);

/** The method's own settings. Throws `E_ARGUMENT` for values that they cannot have. */
export function settingsOf(args: Arguments, { fields }: Learner): ReturnType<typeof readSettings> {
  const given = Object.entries(fields).map(([name, { flag }]) => [name, args.text(flag)] as const);
  return readSettings(fields, Object.fromEntries(given));
}
