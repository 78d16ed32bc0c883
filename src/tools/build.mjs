/** Builds the page, the command line and the package's modules when a source is newer than what was built. */

import { spawnSync } from "node:child_process";
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { whileLocked } from "./lock.mjs";
import { fail, PROGRAMS, ROOT } from "./project.mjs";

/** @typedef {"page" | "cli" | "lib"} Target  mode of vite.config.ts and folder under dist/ */

/** Folder under dist/ of the page that the tests open. */
export const TESTED_PAGE = "tested-page";

const COMMON_INPUTS = ["src", "shaders", "package-lock.json", "vite.config.ts", "tsconfig.json"];
const INPUTS = {
  page: [...COMMON_INPUTS, "index.html", "public", "THIRD-PARTY-NOTICES.md"],
  cli: COMMON_INPUTS,
  lib: [...COMMON_INPUTS, "tsconfig.lib.json"],
};
const NAMES = { page: "page", cli: "command line", lib: "package's modules" };

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
  const bundle = [PROGRAMS.vite, "build", "--mode", target, "--outDir", fresh, "--emptyOutDir", "--logLevel", "warn"];
  if (!run(bundle) || (target === "lib" && !declareTypes(join(fresh, "types")))) {
    rmSync(fresh, { recursive: true, force: true });
    fail(`The build of the ${NAMES[target]} failed: see the messages above.`);
  }
  utimesSync(fresh, began, began);
  rmSync(output, { recursive: true, force: true });
  renameSync(fresh, output);
}

/** Declares the package's modules; imports get the extension that Node's way asks for. @param {string} folder */
function declareTypes(folder) {
  if (!run([PROGRAMS.tsc, "-p", "tsconfig.lib.json", "--outDir", folder])) return false;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const path = join(folder, name);
    writeFileSync(path, readFileSync(path, "utf8").replace(/(from |import\()"(\.[^"]+)"/g, '$1"$2.js"'));
  }
  return true;
}

/** Whether the Node script succeeded. @param {string[]} args the script and its arguments */
function run(args) {
  const { status } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  return status === 0;
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
