/** Commands of several processes that want to set up or build at once. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-lock-"));
afterAll(() => rmSync(folder, { recursive: true }));

const lock = join(folder, ".lock");
const count = join(folder, "count");
/** Adds 1 to the number in a file, slowly enough that two at once would lose one. */
const ADD_ONE = `
import { readFileSync, writeFileSync } from "node:fs";
import { whileLocked } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, "lock.mjs")).href)};
whileLocked(() => {
  const before = Number(readFileSync(${JSON.stringify(count)}, "utf8"));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  writeFileSync(${JSON.stringify(count)}, String(before + 1));
}, ${JSON.stringify(lock)});`;

function addOne(): Promise<{ code: number | null; stderr: string }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", ADD_ONE], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

test("they work one after the other, also where an earlier one was killed at it", async () => {
  const killed = spawnSync(process.execPath, ["-e", "console.log(process.pid)"], { encoding: "utf8" }).stdout.trim();
  writeFileSync(lock, killed);
  writeFileSync(count, "0");
  const runs = await Promise.all(Array.from({ length: 6 }, addOne));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(readFileSync(count, "utf8")).toBe("6");
  const said = runs.map(({ stderr }) => stderr).join("");
  expect(said).toContain(`Taking over from process ${killed}`);
  expect(said).toMatch(/Waiting for process \d+/);
  expect(existsSync(lock)).toBe(false);
});
