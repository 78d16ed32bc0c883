/** Reading of the command line's arguments: every mistake is an `E_ARGUMENT` with the command's usage at hand. */

import { parseArgs } from "node:util";
import { EigenvoxError } from "../core/errors";

export interface Arguments {
  readonly files: readonly string[];
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  flag(name: string): boolean;
  /** One of the words, or the fallback. */
  word<T extends string>(name: string, words: readonly T[], fallback: T): T;
  /** Several of the words, or the fallback when the option is not given. */
  words<T extends string>(name: string, words: readonly T[], fallback: readonly T[]): readonly T[];
  /** A number from `low` to `high`, or the fallback. */
  number(name: string, low: number, high: number, fallback: number): number;
}

/** The names of a command's options: those with a value, and those without. */
export interface OptionNames {
  readonly texts?: readonly string[];
  readonly flags?: readonly string[];
}

/** Short forms every command knows. */
const SHORT: Record<string, { short: string }> = { output: { short: "o" }, help: { short: "h" } };

export function readArguments(args: readonly string[], { texts: withValue = [], flags = [] }: OptionNames): Arguments {
  const options = Object.fromEntries([
    ...withValue.map((name) => [name, { type: "string", multiple: true, ...SHORT[name] }] as const),
    ...[...flags, "help"].map((name) => [name, { type: "boolean", ...SHORT[name] }] as const),
  ]);
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new EigenvoxError("E_ARGUMENT", (cause as Error).message, { cause });
  }
  const texts = (name: string) => (parsed.values[name] as string[] | undefined) ?? [];
  const text = (name: string) => {
    const given = texts(name);
    if (given.length > 1) throw new EigenvoxError("E_ARGUMENT", `--${name} is given ${given.length} times.`);
    return given[0];
  };
  const wordOf = <T extends string>(name: string, given: string, words: readonly T[]): T => {
    const word = words.find((candidate) => candidate === given);
    if (!word) throw new EigenvoxError("E_ARGUMENT", `--${name} ${given}: expected ${words.join(", ")}.`);
    return word;
  };
  return {
    files: parsed.positionals,
    text,
    texts,
    flag: (name) => parsed.values[name] === true,
    word: (name, words, fallback) => wordOf(name, text(name) ?? fallback, words),
    words(name, words, fallback) {
      const given = texts(name);
      return given.length === 0 ? fallback : given.map((word) => wordOf(name, word, words));
    },
    number(name, low, high, fallback) {
      const given = text(name);
      const value = given === undefined ? fallback : Number(given);
      if (given?.trim() === "" || !(value >= low && value <= high)) {
        throw new EigenvoxError("E_ARGUMENT", `--${name} ${given}: expected a number from ${low} to ${high}.`);
      }
      return value;
    },
  };
}
