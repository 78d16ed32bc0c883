/** Pooled training on the command line: sites sum up, one merges. */

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
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

test("masked sums of three sites give the bank of their sums to the bit, and a site's classes of few rows stay at home", () => {
  for (const pair of ["ab", "ac", "bc"]) expect(eigenvox("make-seed", "-o", path(`${pair}.seed`)).status).toBe(0);
  expect(statSync(path("ab.seed")).mode & 0o777).toBe(0o600);
  expect(eigenvox("make-seed", "-o", path("ab.seed")).status).toBe(2);
  const mask = (site: string, to: string, ...more: string[]) => {
    const others = SITES.filter((other) => other !== site);
    const seeds = others.flatMap((other) => ["--with", `${other}:${path(`${[site, other].sort().join("")}.seed`)}`]);
    return eigenvox("mask-sums", path(site), "-o", path(to), "--site", site, ...seeds, ...more);
  };
  const round = (name: string, ...more: string[]) =>
    SITES.map((site) => {
      const run = mask(site, `${site}.${name}`, "--round", name, "--most-scans", "5", ...more);
      expect(run.status, run.stderr).toBe(0);
      return path(`${site}.${name}`);
    });
  const masked = round("spring");
  expect(merge(...masked, "-o", path("from-masked")).status).toBe(0);
  expect(merge(...SITES.map(path), "-o", path("from-clear")).status).toBe(0);
  expect(bytes("from-masked")).toBe(bytes("from-clear"));

  // The same sums again are the same file; others, under masks that were used, are refused.
  expect(mask("a", "again", "--round", "spring", "--most-scans", "5").status).toBe(0);
  expect(bytes("again")).toBe(bytes("a.spring"));
  const other = mask("a", "x", "--round", "spring", "--most-scans", "5", "--least-rows", "3");
  expect([other.status, other.stderr]).toEqual([2, expect.stringContaining("Agree on a new name")]);

  const [a, b, c] = masked as [string, string, string];
  for (const [files, why] of [
    [[a, b], "those of c are missing"],
    [[a, b, c, path("a")], "cannot be merged at once"],
    [[a, b, ...round("summer").slice(2)], "of the rounds spring and summer"],
  ] as const) {
    const { status, stderr } = merge(...files, "-o", path("x"));
    expect([status, stderr]).toEqual([3, expect.stringMatching(`E_SUMS_MISMATCH.*${why}`)]);
  }
  expect(eigenvox("mask-sums", path("a"), "-o", path("x"), "--round", "r", "--site", "a").status).toBe(2);

  // What each site leaves out at home is what it would leave out in clear.
  const few = SITES.map((site) => {
    expect(merge(path(site), "--least-rows", "20", "--save-sums", path(`${site}.few`)).status).toBe(0);
    return path(`${site}.few`);
  });
  expect(merge(...few, "-o", path("few-clear")).status).toBe(0);
  expect(merge(...round("autumn", "--least-rows", "20"), "-o", path("few-masked")).status).toBe(0);
  expect(bytes("few-masked")).toBe(bytes("few-clear"));
  expect(bytes("few-clear")).not.toBe(bytes("from-clear"));
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
