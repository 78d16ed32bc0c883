/** Builds the page and the command line when a source is newer than what was built. */

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { whileLocked } from "./lock.mjs";
import { fail, PROGRAMS, ROOT } from "./project.mjs";

/** @typedef {"page" | "cli"} Target  mode of vite.config.ts and folder under dist/ */

/** Folder under dist/ of the page that the tests open. */
export const TESTED_PAGE = "tested-page";

const COMMON_INPUTS = ["src", "shaders", "package-lock.json", "vite.config.ts", "tsconfig.json"];
const INPUTS = {
  page: [...COMMON_INPUTS, "index.html", "public", "THIRD-PARTY-NOTICES.md"],
  cli: COMMON_INPUTS,
};

/**
 * @param {Target} target
 * @param {string} [folder] under dist/
 */
export function buildIfStale(target, folder = target) {
  const isFresh = () => {
    const output = join(ROOT, "dist", folder);
    return existsSync(output) && statSync(output).mtimeMs >= Math.max(...INPUTS[target].map(newestChange));
  };
  if (isFresh()) return;
  whileLocked(() => {
    // Another command may have built it while this one waited.
    if (!isFresh()) buildLocked(target, folder);
  });
}

/**
 * Builds beside dist/<folder> and then swaps, so that a failed build leaves the old one and a program running from it
 * never sees half a folder. The folder's own time says when its build began. Output goes to stderr.
 *
 * @param {Target} target
 * @param {string} [folder] under dist/
 */
export function build(target, folder = target) {
  whileLocked(() => buildLocked(target, folder));
}

/**
 * @param {Target} target
 * @param {string} folder
 */
function buildLocked(target, folder) {
  const began = new Date();
  const output = join(ROOT, "dist", folder);
  const fresh = join(ROOT, "dist", `.${folder}-${process.pid}`);
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
