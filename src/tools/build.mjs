/** Builds the page and the command line when a source is newer than what was built. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fail, PROGRAMS, ROOT } from "./project.mjs";

/** @typedef {"page" | "cli"} Target  mode of vite.config.ts and folder under dist/ */

const COMMON_INPUTS = ["src", "shaders", "package-lock.json", "vite.config.ts", "tsconfig.json"];
const INPUTS = {
  page: [...COMMON_INPUTS, "index.html", "public", "THIRD-PARTY-NOTICES.md"],
  cli: COMMON_INPUTS,
};

/** @param {Target} target */
export function buildIfStale(target) {
  const output = join(ROOT, "dist", target);
  const isFresh = existsSync(output) && statSync(output).mtimeMs >= Math.max(...INPUTS[target].map(newestChange));
  if (!isFresh) build(target);
}

/**
 * Builds beside dist/<target> and then swaps, so that a failed build leaves the old one and a program running from it
 * never sees half a folder. The folder's own time says when its build began. Output goes to stderr.
 *
 * @param {Target} target
 */
export function build(target) {
  const began = new Date();
  const output = join(ROOT, "dist", target);
  const fresh = join(ROOT, "dist", `.${target}-${process.pid}`);
  const args = [PROGRAMS.vite, "build", "--mode", target, "--outDir", fresh, "--emptyOutDir", "--logLevel", "warn"];
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    fail(`The build of the ${target === "page" ? "page" : "command line"} failed: see the messages above.`);
  }
  utimesSync(fresh, began, began);
  rmSync(output, { recursive: true, force: true });
  renameSync(fresh, output);
}

/**
 * Newest modification time under a path; folders count too, which is how a deleted file is noticed.
 *
 * @param {string} path relative to the project
 * @returns {number}
 */
function newestChange(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return 0;
  const own = statSync(full);
  if (!own.isDirectory()) return own.mtimeMs;
  return readdirSync(full).reduce((newest, name) => Math.max(newest, newestChange(join(path, name))), own.mtimeMs);
}
