/** Pooled training on the command line: sites sum up, one merges. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseSafetensors } from "../banks/safetensors";
import { writeScan } from "../formats/registry";
import { testHead } from "../phantom/test-head";
import { eigenvox, launched } from "./test-run";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-pooled-"));
const path = (name: string) => join(folder, name);
const SITES = ["a", "b", "c"];
const COMMON = "public/banks/folded-2x-box.safetensors";
const RULES = ["--factor", "2", "--rows", "2000", "--device", "cpu"];

beforeAll(async () => {
  expect(launched("info", "--help").status).toBe(0);
  for (const [seed, site] of SITES.entries()) {
    const head = testHead({ dims: [26, 28, 24], spacing: 6, noise: 5, seed: seed + 1 });
    writeFileSync(path(`${site}.nii`), await writeScan(head, { description: "phantom" }));
    const summed = eigenvox("train", path(`${site}.nii`), ...RULES, "--classes-of", COMMON, "--save-sums", path(site));
    expect(summed.status, summed.stderr).toBe(0);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const merge = (...args: string[]) => eigenvox("merge", ...args, "--device", "cpu");
const bytes = (name: string) => readFileSync(path(name)).toString("base64");
const tensors = (name: string) =>
  [...parseSafetensors(readFileSync(path(name))).tensors].map(([key, { bytes }]) => [
    key,
    Buffer.from(bytes).toString("base64"),
  ]);

test("sums of three sites give one bank in any order, that of all scans at once", () => {
  const [a, b, c] = SITES.map(path) as [string, string, string];
  expect(merge(a, b, c, "-o", path("abc")).status).toBe(0);
  expect(merge(c, a, b, "-o", path("cab")).status).toBe(0);
  expect(merge(b, c, "--save-sums", path("bc")).status).toBe(0);
  expect(merge(path("bc"), a, "-o", path("bc-a")).status).toBe(0);
  expect(bytes("cab")).toBe(bytes("abc"));
  expect(bytes("bc-a")).toBe(bytes("abc"));

  const all = SITES.map((site) => path(`${site}.nii`));
  expect(eigenvox("train", ...all, ...RULES, "--classes-of", COMMON, "-o", path("once")).status).toBe(0);
  expect(tensors("once")).toEqual(tensors("abc"));
  // One more scan where the sums of the others lie.
  const added = eigenvox("train", all[0] as string, ...RULES, "--add-sums", path("bc"), "-o", path("added"));
  expect(added.status, added.stderr).toBe(0);
  expect(tensors("added")).toEqual(tensors("abc"));
  expect(readFileSync(a, "latin1")).not.toContain("a.nii");
  expect(eigenvox("info", path("abc")).stdout).toMatch(/unnamed scan; voxels [0-9a-f]{16}/);
});

test.each([
  ["E_SUMS_REPEATED", () => merge(path("a"), path("a"), "-o", path("x"))],
  ["E_SUMS_REPEATED", () => eigenvox("train", path("a.nii"), ...RULES, "--add-sums", path("a"), "-o", path("x"))],
  ["E_BANK", () => merge(path("a.nii"), "-o", path("x"))],
  ["E_ARGUMENT", () => merge("-o", path("x"))],
  ["E_ARGUMENT", () => eigenvox("train", path("a.nii"), ...RULES, "--save-sums", path("x"))],
  [
    "E_SUMS_MISMATCH",
    () => eigenvox("train", path("b.nii"), "--factor", "2,2,1", "--add-sums", path("a"), "-o", path("x")),
  ],
])("%s", (code, run) => {
  const { status, stderr } = run();
  expect(stderr).toContain(code);
  expect(status).not.toBe(0);
});
