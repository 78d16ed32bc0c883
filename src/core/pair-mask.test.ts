import { createCipheriv, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import { maskCheck, maskWords } from "./pair-mask";

const SEED = Uint8Array.from({ length: 32 }, (_, i) => i);
const derived = (info: string, bytes: number) => Buffer.from(hkdfSync("sha256", SEED, "eigenvox", info, bytes));

test("numbers are the stream of AES-256 in counter mode, under a key by HKDF", async () => {
  const cipher = createCipheriv("aes-256-ctr", derived("mask\nround", 32), Buffer.alloc(16));
  const stream = cipher.update(Buffer.alloc(80));
  const words = await maskWords(SEED, "round", 10);
  expect([...words]).toEqual(Array.from({ length: 10 }, (_, i) => stream.readBigUInt64LE(8 * i)));
  expect(await maskCheck(SEED, "round")).toBe(derived("check\nround", 16).toString("hex"));
});

test("another purpose or secret gives others", async () => {
  const other = SEED.map((byte, i) => (i === 31 ? byte ^ 1 : byte));
  const all = await Promise.all([maskWords(SEED, "a", 4), maskWords(SEED, "b", 4), maskWords(other, "a", 4)]);
  expect(new Set(all.map(String)).size).toBe(3);
  expect(await maskCheck(SEED, "a")).not.toBe(await maskCheck(other, "a"));
});
