/** `--progress json`: the command line as a program drives it. */

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildNifti } from "../formats/nifti/test-nifti";
import { writeScan } from "../formats/registry";
import { testHead } from "../phantom/test-head";
import { eigenvox, launched } from "./test-run";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-progress-"));
const path = (name: string) => join(folder, name);
const ON_PROCESSOR = ["--device", "cpu", "--progress", "json"];

beforeAll(async () => {
  expect(launched("info", "--help").status).toBe(0);
  const head = testHead({ dims: [33, 36, 30], spacing: 5, noise: 5 });
  writeFileSync(path("head.nii.gz"), await writeScan(head, { description: "phantom" }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const read = (text: string) => text.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : []));

/** The lines of a run, of which stderr has none. */
function linesOf(...args: string[]) {
  const { stdout, stderr, status } = eigenvox(...args);
  expect(stderr).toBe("");
  const lines = read(stdout);
  return { status, lines, last: lines.at(-1), ofType: (type: string) => lines.filter((line) => line.type === type) };
}

test("every command that computes tells its progress, and at the end what it wrote", () => {
  const head = path("head.nii.gz");
  const runs = [
    { written: { output: "low.nii" }, args: ["degrade", head, "--factor", "2", ...ON_PROCESSOR] },
    {
      written: { output: "fine.nii.gz", residual: "residual.nii.gz", sidecar: "fine.json" },
      args: ["upscale", path("low.nii"), "--factor", "2", ...ON_PROCESSOR],
    },
    { written: { output: "bank" }, args: ["train", head, "--factor", "2", "--rows", "5000", ...ON_PROCESSOR] },
    { written: { output: "both.nii.gz" }, args: ["combine", head, head, "--progress", "json"] },
    {
      written: { csv: "scores.csv" },
      args: ["evaluate", head, "--method", "tricubic", "--bank", path("bank"), ...ON_PROCESSOR],
    },
  ];
  for (const { written, args } of runs) {
    const options = Object.entries(written).flatMap(([option, name]) => [`--${option}`, path(name)]);
    const { status, lines, last, ofType } = linesOf(...args, ...options);
    expect(status).toBe(0);
    expect(lines[0]).toMatchObject({ type: "start", format: "eigenvox-progress/1", command: args[0] });
    const fractions = ofType("progress").map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(last.type).toBe("result");
    expect(last.files).toEqual(Object.fromEntries(Object.entries(written).map(([key, name]) => [key, path(name)])));
    expect(Object.values<string>(last.files).every(existsSync)).toBe(true);
    if (args[0] === "degrade") {
      // Named as a plain file, it is one.
      expect(readFileSync(path("low.nii"), "latin1").slice(344, 347)).toBe("n+1");
    }
    if (args[0] === "upscale") {
      expect(last).toMatchObject({ dims: [32, 36, 30], method: "folded", consistency: { degradation: "box" } });
      expect(ofType("note").some(({ text }) => /^Device: /.test(text))).toBe(true);
    }
    if (args[0] === "evaluate") {
      const names = last.evaluation.rows.map(({ name }: { name: string }) => name);
      expect(names).toEqual(["tricubic", "bank"]);
    }
  }
});

test("notices have codes and the scan's name; errors are the last line, with the exit code", () => {
  const values = Array.from({ length: 24 }, (_, i) => i);
  writeFileSync(
    path("odd.nii"),
    buildNifti({ dim: [2, 4, 6], sformCode: 4097, calMin: 9, calMax: 1, slope: 1e30, values }),
  );
  const odd = ["upscale", path("odd.nii"), "--factor", "2", "--method", "nearest", "-o", path("odd.nii.gz")];
  const { ofType } = linesOf(...odd, ...ON_PROCESSOR);
  expect(ofType("notice")).toContainEqual({
    type: "notice",
    scan: "odd.nii",
    code: "W_RANGE",
    text: expect.any(String),
  });

  writeFileSync(path("text.nii"), "not an image, only a text that goes on for a while. ".repeat(20));
  const cases = [
    [3, "E_NOT_NIFTI", ["upscale", path("text.nii"), "--factor", "2", "-o", path("x.nii")]],
    [2, "E_ARGUMENT", ["upscale", path("head.nii.gz"), "--frobnicate"]],
    // What else would be printed on stdout.
    [2, "E_ARGUMENT", ["evaluate", path("head.nii.gz"), "--json"]],
    [2, "E_ARGUMENT", ["degrade", path("head.nii.gz"), "--factor", "2", "-o", "/dev/stdout"]],
  ] as const;
  for (const [exitCode, code, args] of cases) {
    const { status, last } = linesOf(...args, "--progress", "json");
    expect(last).toEqual({ type: "error", code, message: expect.any(String), exitCode });
    expect(status).toBe(exitCode);
  }
  expect(existsSync(path("x.nii"))).toBe(false);
  const text = eigenvox("degrade", path("head.nii.gz"), "--factor", "2", "-o", path("y.nii"), "--progress", "xml");
  expect([text.status, text.stdout]).toEqual([2, ""]);
  expect(text.stderr).toContain("--progress xml: expected text, json.");
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("%s during a job ends it with a line that says so, and exit code %i", async (signal, exitCode) => {
  const long = ["train", path("head.nii.gz"), "--method", "paper", "--factor", "2", "-o", path("never")];
  const child = spawn(process.execPath, ["dist/cli/eigenvox.js", ...long, ...ON_PROCESSOR]);
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
    if (out.includes('"progress"')) child.kill(signal);
  });
  const ended = await new Promise((done) => child.on("close", (code) => done(code)));
  expect(read(out).at(-1)).toEqual({ type: "cancelled" });
  expect(ended).toBe(exitCode);
  expect(existsSync(path("never"))).toBe(false);
});

test("a run that nobody listens to any more ends", async () => {
  const long = ["train", path("head.nii.gz"), "--method", "paper", "--factor", "2", "-o", path("never")];
  const child = spawn(process.execPath, ["dist/cli/eigenvox.js", ...long, ...ON_PROCESSOR]);
  child.stdout.once("data", () => child.stdout.destroy());
  let err = "";
  child.stderr.on("data", (data) => {
    err += data;
  });
  const ended = await new Promise((done) => child.on("close", (code) => done(code)));
  expect([ended, err]).toEqual([141, ""]);
});

test("an evaluation that is cancelled gives what is done before it says so", async () => {
  const larger = testHead({ dims: [44, 48, 40], spacing: 4, noise: 5 });
  writeFileSync(path("larger.nii.gz"), await writeScan(larger, { description: "phantom" }));
  const bank = ["--bank", "public/banks/folded-2x-box.safetensors"];
  const args = ["evaluate", path("head.nii.gz"), path("larger.nii.gz"), "--method", "nearest", ...bank];
  const child = spawn(process.execPath, ["dist/cli/eigenvox.js", ...args, ...ON_PROCESSOR]);
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
    if (out.includes("larger.nii.gz: ")) child.kill("SIGTERM");
  });
  await new Promise((done) => child.on("close", done));
  const [result, last] = read(out).slice(-2);
  expect(result.evaluation).toMatchObject({ isComplete: false, volumes: [{ name: "head.nii.gz" }] });
  expect(last).toEqual({ type: "cancelled" });
});
