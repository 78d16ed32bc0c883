/** `npm run test:workflow`: the workflow on phantoms, here and on a cluster, with jobs that are killed and scans that fail. */

import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeScan } from "../formats/registry";
import { testHead } from "../phantom/test-head";
import { startSlurm, until } from "./slurm.mjs";

const isAsked = Boolean(process.env.WORKFLOW_TOOLS);
const folder = isAsked ? mkdtempSync(join(tmpdir(), "eigenvox-workflow-")) : "";
const path = (name: string) => join(folder, name);
const RULES = ["--rows", "2000", "--noise", "own"].map((word) => `--option=${word}`);

async function writeHead(name: string, seed: number): Promise<void> {
  const head = testHead({ dims: [26, 28, 24], spacing: 6, noise: 5, seed });
  writeFileSync(path(name), await writeScan(head, { description: "phantom" }));
}

const wordsOf = (out: string, more: readonly string[]) => [
  ...["src/tools/workflow.mjs", path("scans"), path(out), "--held-out", path("held-out"), "--device", "cpu"],
  ...["--fan-in", "2", ...RULES, ...more],
];
const run = (out: string, ...more: string[]) =>
  spawnSync(process.execPath, wordsOf(out, more), { encoding: "utf8", env: process.env });
const sha256 = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
const bankOf = (out: string) => sha256(join(path(out), "derivatives/bank.safetensors"));
/** The scans that are done. */
function doneIn(out: string): string[] {
  const folder = join(path(out), "work/scans");
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
}
const timesOf = (out: string) =>
  new Map(doneIn(out).map((name) => [name, statSync(join(path(out), "work/scans", name)).mtimeMs]));
const jobsIn = (output: string, rule: string) => output.match(new RegExp(`^rule ${rule}:`, "gm"))?.length ?? 0;

describe.runIf(isAsked)("the workflow", { timeout: 1_200_000 }, () => {
  beforeAll(async () => {
    for (const name of ["scans", "held-out"]) mkdirSync(path(name));
    for (const seed of [1, 2, 3, 4]) await writeHead(`scans/Kim Chul-soo ${seed}.nii`, seed);
    await writeHead("held-out/Lee.nii", 9);
    const { status, stderr, stdout } = run("local");
    expect(status, stdout + stderr).toBe(0);
  }, 1_200_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test("on this machine: a bank, which tells no word of a scan's path", () => {
    const bank = JSON.parse(readFileSync(join(path("local"), "derivatives/bank.json"), "utf8"));
    expect(bank.Scans).toHaveLength(4);
    expect(bank.LeftOut).toEqual([]);
    expect(bank.HeldOut).toEqual(["bids:raw:sub-0005/anat/sub-0005_T1w.nii"]);
    const written = spawnSync("grep", ["-rlE", "Kim|Lee", join(path("local"), "derivatives")], { encoding: "utf8" });
    expect([written.status, written.stdout]).toEqual([1, ""]);
  });

  test("on a cluster, where two jobs are killed: the same bank, of what was done nothing done again", async () => {
    const slurm = await startSlurm(path("slurm"));
    Object.assign(process.env, slurm.env);
    const first = spawn(process.execPath, wordsOf("cluster", ["--slurm"]), { stdio: "ignore", detached: true });
    try {
      const ended = new Promise<number | null>((done) => first.on("exit", done));
      const running = () =>
        spawnSync("squeue", ["-h", "-t", "RUNNING", "-n", "eigenvox-sum_scan", "-o", "%i"], { encoding: "utf8" })
          .stdout.split("\n")
          .filter((id) => id !== "");
      const programs = () =>
        spawnSync("pgrep", ["-f", `eigenvox-bids.js ${join(path("cluster"), "scans")}.* --scan`], { encoding: "utf8" })
          .stdout.split("\n")
          .filter((id) => id !== "")
          .map(Number);
      // One is done, so that there is something to keep.
      expect(await until(() => running().length > 0)).toBe(true);
      expect(await until(() => doneIn("cluster").length > 0)).toBe(true);
      const killOne = () => programs().some((pid) => spawnSync("kill", ["-9", String(pid)]).status === 0);
      expect(await until(killOne)).toBe(true);
      expect(await until(() => running().length > 0)).toBe(true);
      spawnSync("scancel", [running().at(-1) as string]);
      expect(await ended).toBe(1);

      const before = timesOf("cluster");
      expect(before.size).toBeGreaterThan(0);
      expect(before.size).toBeLessThan(4);
      const { status, stdout, stderr } = run("cluster", "--slurm");
      expect(status, stdout + stderr).toBe(0);
      expect(jobsIn(stdout + stderr, "sum_scan")).toBe(4 - before.size);
      for (const [name, time] of before) expect(timesOf("cluster").get(name)).toBe(time);
      expect(bankOf("cluster")).toBe(bankOf("local"));
    } finally {
      if (first.exitCode === null) process.kill(-(first.pid as number));
      spawnSync("scancel", ["--user", "root", "--full", "--signal=KILL"]);
      await slurm.stop();
    }
  });

  test("a scan that cannot be read stops the run, or is left out and told of, as the policy says; a new one is added", async () => {
    writeFileSync(path("scans/broken.nii"), "no image");
    await writeHead("scans/Kim Chul-soo 5.nii", 5);
    const stopped = run("local");
    expect(stopped.status).toBe(1);
    expect(stopped.stdout + stopped.stderr).toContain("E_NOT_NIFTI");
    const { status, stdout, stderr } = run("local", "--failed-scans", "leave-out");
    expect(status, stdout + stderr).toBe(0);
    const all = stopped.stdout + stopped.stderr + stdout + stderr;
    // The two new ones, and the broken one once more.
    expect(jobsIn(all, "sum_scan")).toBeLessThanOrEqual(3);
    const bank = JSON.parse(readFileSync(join(path("local"), "derivatives/bank.json"), "utf8"));
    expect(bank.Scans).toHaveLength(5);
    expect(bank.LeftOut).toEqual([
      { Source: expect.stringMatching(/^bids:raw:sub-000\d\/anat\//), Reason: expect.stringContaining("E_NOT_NIFTI") },
    ]);
  });
});
