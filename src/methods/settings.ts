/** Settings of learning that are a method's own, as data: the command line and the page's requests are read by it. */

import { EigenvoxError } from "../core/errors";

export interface SettingField {
  /** Name of the command line's option. */
  readonly flag: string;
  /** What it is, for the command line's help. */
  readonly usage: string;
  readonly standard: number | string;
  /** What it may be: some values, or a range; a value among `words` is taken too. */
  readonly choices?: readonly (number | string)[];
  readonly range?: readonly [number, number];
  readonly words?: readonly string[];
}

export type SettingFields = Readonly<Record<string, SettingField>>;

/** The settings of which some are given, checked. Throws `E_ARGUMENT` for a value that a field cannot have. */
export function readSettings(
  fields: SettingFields,
  given: Readonly<Record<string, unknown>>,
): Record<string, number | string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, checked(field, given[name] ?? field.standard)]),
  );
}

function checked({ flag, choices, range, words = [] }: SettingField, value: unknown): number | string {
  const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
  const chosen = [...(choices ?? []), ...words].find((choice) => String(choice) === String(value));
  if (chosen !== undefined) return chosen;
  if (range && number >= range[0] && number <= range[1]) return number;
  const expected = range ? [...words, `a number from ${range[0]} to ${range[1]}`] : (choices ?? words);
  throw new EigenvoxError("E_ARGUMENT", `--${flag} ${value}: expected ${expected.join(", ")}.`);
}
