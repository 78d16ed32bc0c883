/** Banks by their addresses: a folder with its catalogue, a file, and what can be wrong with either. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Factor } from "../core/volume";
import { scanEvidence } from "../evidence/evidence";
import { testHead } from "../phantom/test-head";
import { bankOutOf, isFolder, openBankFile } from "./banks";

const SHIPPED = join(import.meta.dirname, "../../public/banks");
const FOLDER = "https://scans.example/deep/banks/";
let asked: { readonly url: string; readonly mode: RequestMode | undefined }[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", async (url: string, { mode }: RequestInit) => {
    asked.push({ url, mode });
    if (url.endsWith("page.html")) return new Response("<!doctype html>");
    const bytes = await readFile(join(SHIPPED, url.replace(FOLDER, ""))).catch(() => undefined);
    return bytes ? new Response(new Uint8Array(bytes)) : new Response("", { status: 404 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const evidence = await scanEvidence(testHead({ dims: [24, 30, 27], spacing: 6 }));
const outOf = (folder: string, method?: string, factor: Factor = [2, 2, 2]) =>
  bankOutOf(folder, "same-origin", factor, { method, degradation: "box" }, evidence);

test("out of a folder comes the bank that fits, and nothing else is fetched", async () => {
  expect([isFolder(FOLDER), isFolder(`${FOLDER}net-2x-box.safetensors`)]).toEqual([true, false]);
  const { bank, method } = await outOf(FOLDER, "net");
  expect([method.id, bank.metadata.degradation]).toEqual(["net", "box"]);
  expect(asked).toEqual(
    ["catalogue.json", "net-2x-box.safetensors"].map((name) => ({ url: FOLDER + name, mode: "same-origin" })),
  );
});

test.each([
  ["no bank of the factor", () => outOf(FOLDER, "net", [1, 2, 2]), "E_BANK_MISMATCH"],
  ["a folder without a catalogue", () => outOf(`${FOLDER}none/`), "E_BANK"],
  ["a file that is not there", () => openBankFile(`${FOLDER}none.safetensors`, "cors"), "E_BANK"],
  ["a page in place of a bank", () => openBankFile(`${FOLDER}page.html`, "cors"), "E_BANK"],
] as const)("%s", async (_, open, code) => {
  await expect(open()).rejects.toMatchObject({ code });
});
