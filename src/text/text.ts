/** The page's words in the person's language. English texts are their own keys; catalogues hold the others. */

import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import ko from "./ko.json";

export type Language = "en" | "ko";

/** Each in its own words. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: "English", ko: "한국어" };

// Catalogues are read as they are written, so that no step of the build stands between a text and its translation.
const compiled = new Map<string, ReturnType<typeof compileMessage>>();
i18n.setMessagesCompiler((message) => {
  const known = compiled.get(message) ?? compileMessage(message);
  compiled.set(message, known);
  return known;
});
i18n.load({ en: {}, ko });
i18n.activate("en");

/**
 * The text in the active language; English where it has none. ICU message format: `{name}` stands for a value, plurals are
 * `{n, plural, one {# voxel} other {# voxels}}`.
 */
export function t(english: string, values?: Readonly<Record<string, string | number>>): string {
  return i18n._(english, values, { message: english });
}

/**
 * As `t`, for texts that stand in the registries of degradations, measures and methods rather than where they are used: an
 * entry is added without touching the page.
 */
export const entryText: typeof t = (english, values) => t(english, values);

/** The active one. */
export const language = (): Language => i18n.locale as Language;

/** False for the language that is active already. */
export function activateLanguage(language: Language): boolean {
  if (i18n.locale === language) return false;
  i18n.activate(language);
  return true;
}

/** The first of the languages asked for (as in `navigator.languages`) that there is. */
export function firstLanguage(asked: readonly string[]): Language {
  return asked.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag): tag is Language => tag in LANGUAGES) ?? "en";
}
