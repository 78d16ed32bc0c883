/** Every text of the page stands in every catalogue, with the same values in it. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { expect, test } from "vitest";
import { coarseningOf, type Degradation } from "../degradations/degradation";
import { KINDS } from "../degradations/registry";
import { SLICE } from "../degradations/slice";
import { PAPER_DIFFERENCES } from "../jobs/evaluate/paper-table";
import { MEASURES } from "../jobs/evaluate/summary";
import { INTERPOLATION_TITLES } from "../methods/interpolation/names";
import { METHODS } from "../methods/registry";
import ko from "./ko.json";
import { activateLanguage, firstLanguage, t } from "./text";

const SRC = join(import.meta.dirname, "..");
const CALL = /(?<![\w.])t\(\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]))/g;

// Found by reading: the values of messages are checked below.
const calls = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|(^|\/)test-|^text\//.test(file))
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(CALL)].map(([, text, other]) => ({
      file,
      text: text === undefined ? undefined : (JSON.parse(`"${text}"`) as string),
      other,
    })),
  );
/** What entries of registries say; slices also say it with their numbers. */
const slices = coarseningOf(SLICE.example as Degradation);
const entries = [
  ...[...KINDS, slices].flatMap(({ title, description }) => [title, description]),
  ...MEASURES.flatMap(({ label, title, note }) => [label, title, note]),
  ...METHODS.flatMap(({ title, note }) => [title, note]),
  ...Object.values(INTERPOLATION_TITLES),
  PAPER_DIFFERENCES,
];
const texts = new Set([...calls.flatMap(({ text }) => text ?? []), ...entries.filter((text) => text !== "")]);

/** Names of the values that a message takes. */
function valuesIn(message: string): string[] {
  const names = new Set<string>();
  const walk = (parts: unknown): void => {
    for (const part of Array.isArray(parts) ? parts : []) {
      if (!Array.isArray(part)) continue;
      const [name, , forms] = part as [string, string?, object?];
      names.add(name);
      if (forms) for (const form of Object.values(forms)) walk(form);
    }
  };
  walk(compileMessage(message));
  return [...names].sort();
}

test("texts are written out where they are used, so that they can be found", () => {
  expect(calls.filter(({ other }) => other !== undefined)).toEqual([]);
  expect(texts.size).toBeGreaterThan(100);
});

test("the Korean catalogue has every text and no other", () => {
  expect([...texts].filter((text) => !(text in ko))).toEqual([]);
  expect(Object.keys(ko).filter((text) => !texts.has(text))).toEqual([]);
});

test("translations take the values of their texts", () => {
  const differing = Object.entries(ko).filter(([text, korean]) => valuesIn(text).join() !== valuesIn(korean).join());
  expect(differing).toEqual([]);
});

test("texts are in the active language, with their values and plurals", () => {
  expect(t("{n, plural, one {# message} other {# messages}}", { n: 1 })).toBe("1 message");
  expect(t("{n, plural, one {# message} other {# messages}}", { n: 2 })).toBe("2 messages");
  activateLanguage("ko");
  expect(t("Grid")).not.toBe("Grid");
  expect(t("a text that no catalogue has")).toBe("a text that no catalogue has");
  activateLanguage("en");
});

test("the first language asked for that there is", () => {
  expect(firstLanguage(["de-DE", "ko-KR", "en"])).toBe("ko");
  expect(firstLanguage(["en-GB", "ko"])).toBe("en");
  expect(firstLanguage(["fr"])).toBe("en");
});
