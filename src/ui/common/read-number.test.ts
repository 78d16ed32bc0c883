import { expect, test } from "vitest";
import { readNumber } from "./read-number";

test.each([
  ["12", 12],
  [" 1.5 ", 1.5],
  ["1,5", 1.5],
  [",5", 0.5],
  ["5.", 5],
  ["\u22123", -3],
  ["\u20133,25", -3.25],
  ["+4", 4],
  ["1e\u22123", 1e-3],
  ["2,5E3", 2500],
  ["1\u2009234\u202f567,5", 1_234_567.5],
  ["1 000", 1000],
  ["\uff11\uff0c\uff15", 1.5],
  // One sign is the decimal one, whatever comes after it.
  ["1,234", 1.234],
  ["1.234", 1.234],
  ["1,234,567", 1_234_567],
  ["-1.234.567", -1_234_567],
  ["1,234.5", 1234.5],
  ["1.234,5", 1234.5],
])("%j is read as %d", (text, value) => {
  expect(readNumber(text)).toBe(value);
});

test.each([
  "",
  " ",
  "abc",
  "3 mm",
  "1,5,3",
  "1.2.3",
  "1,23.5",
  "--1",
  "1e999",
  "0x10",
  "Infinity",
  "-",
  ",",
  "1,234.5.6",
])("%j is no number", (text) => {
  expect(readNumber(text)).toBeUndefined();
});
