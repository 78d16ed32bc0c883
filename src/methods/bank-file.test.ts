import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readBank, writeBank } from "./bank-file";

const FOLDER = new URL("../../public/banks/", import.meta.url);
const shipped = readdirSync(FOLDER).filter((name) => name.endsWith(".safetensors"));

test.each(shipped)("%s is as it was written, and refused with a flipped byte", (name) => {
  const file = readFileSync(new URL(name, FOLDER));
  expect(file.equals(writeBank(readBank(file)))).toBe(true);
  const data = 8 + Number(file.readBigUInt64LE());
  for (const share of [0, 0.5, 1]) {
    const damaged = Uint8Array.from(file);
    (damaged[Math.round(data + share * (file.length - 1 - data))] as number) ^= 1;
    expect(() => readBank(damaged)).toThrow(expect.objectContaining({ code: "E_BANK" }));
  }
});
