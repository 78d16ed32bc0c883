import { expect, test } from "vitest";
import { plainNumbers } from "./plain-numbers";

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, most = 64) => plainNumbers(bytes(text), most);

test.each([
  "0",
  "-0",
  "7",
  "+7",
  "-11.5",
  ".5",
  "5.",
  "0.1",
  "1234567890.12345",
  "-0.30000000000001",
  "000000000000012",
])("%s as Number does", (text) => {
  expect(read(text)).toEqual([Number(text)]);
});

test("several, padded with spaces and zero bytes, and no more than are asked for", () => {
  expect(read(" 1\\ -2.25 \\3\0")).toEqual([1, -2.25, 3]);
  expect(read("1\\2\\3\\x", 3)).toEqual([1, 2, 3]);
});

test.each(["", " ", "1\\", "\\1", "x", "1x", "1 2", "1e3", "--1", "+", ".", "1.2.3", "1234567890.123456", "Infinity"])(
  "%j is not plainly written",
  (text) => {
    expect(read(text)).toBeUndefined();
  },
);
