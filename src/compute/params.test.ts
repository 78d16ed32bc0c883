import { expect, test } from "vitest";
import { ParamTable, wholeTable } from "./params";

test("values lie behind the range in the table's order, each in its type, and what is not read is 0", () => {
  const table = new ParamTable({ origin: "i32x3", unread: "f32x2", seed: "u32", window: "f32x2" });
  const words = table
    .reading("window", "origin", "seed")
    .pack({ origin: [1, -2, 3], seed: 0xfffffffe, window: [0.5, -0.25] }, 7, 9);
  expect(words.byteLength).toBe(48); // 10 words in whole units of 16 bytes
  expect([...new Uint32Array(words, 0, 2)]).toEqual([7, 9]);
  expect([...new Int32Array(words, 8, 3)]).toEqual([1, -2, 3]);
  expect([...new Uint32Array(words, 20, 3)]).toEqual([0, 0, 0xfffffffe]);
  expect([...new Float32Array(words, 32, 4)]).toEqual([0.5, -0.25, 0, 0]);
});

test("a field takes as many values as its type says", () => {
  const { pack } = wholeTable({ size: "i32x3" });
  expect(() => pack({ size: [1, 2] }, 0, 1)).toThrow("size takes 3 values, not 2");
});
