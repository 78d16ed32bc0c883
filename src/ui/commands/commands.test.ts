/** The table of commands: every key means one thing, whatever script is typed. */

import { expect, test } from "vitest";
import { COMMANDS, commandOfKey } from "./commands";
import { keyLabel, keyName } from "./keys";

const press = (code: string, modifiers = {}) => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

test("no key and no id stands for two commands", () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  const ids = COMMANDS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every command has a title of its own", () => {
  const titles = COMMANDS.map(({ title }) => title());
  expect(titles).not.toContain("");
  expect(new Set(titles).size).toBe(titles.length);
});

test("keys are told by their place, so that Hangul letters are the same keys", () => {
  // With a Korean input method the G key's event has the key "ㅎ" and the code "KeyG".
  const hangul = { key: "ㅎ", ...press("KeyG") };
  expect(commandOfKey(keyName(hangul))?.id).toBe("layout-grid");
  expect(commandOfKey(keyName(press("KeyK", { metaKey: true })))?.id).toBe("palette");
});

test("modifiers make another key", () => {
  expect(commandOfKey(keyName(press("Digit1")))?.id).toBe("window-auto");
  expect(commandOfKey(keyName(press("Digit1", { shiftKey: true })))?.id).toBe("plane-axial");
  expect(commandOfKey(keyName(press("KeyZ")))?.id).toBe("tool-zoom");
  expect(commandOfKey(keyName(press("KeyZ", { ctrlKey: true })))?.id).toBe("undo");
  expect(commandOfKey(keyName(press("KeyG", { altKey: true })))).toBeUndefined();
});

test("keys are written as keyboards write them", () => {
  expect(
    ["KeyG", "Shift+Digit0", "Ctrl+KeyZ", "Equal", "Shift+Slash", "ArrowUp"].map((key) => keyLabel(key, false)),
  ).toEqual(["G", "Shift 0", "Ctrl Z", "+", "?", "↑"]);
  expect(keyLabel("Ctrl+KeyK", true)).toBe("⌘ K");
});
