/** Where the project lies, how its programs are started, and its dependencies. Needs nothing but Node. */

import { spawn, spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { whileLocked } from "./lock.mjs";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The script behind a package's command, to be run by `process.execPath`: no shell, the same on every system. */
export const PROGRAMS = {
  attw: join(ROOT, "node_modules/@arethetypeswrong/cli/dist/index.js"),
  biome: join(ROOT, "node_modules/@biomejs/biome/bin/biome"),
  knip: join(ROOT, "node_modules/knip/bin/knip.js"),
  playwright: join(ROOT, "node_modules/@playwright/test/cli.js"),
  publint: join(ROOT, "node_modules/publint/src/cli.js"),
  tsc: join(ROOT, "node_modules/typescript/bin/tsc"),
  vite: join(ROOT, "node_modules/vite/bin/vite.js"),
  vitest: join(ROOT, "node_modules/vitest/vitest.mjs"),
};

/**
 * Installs the locked dependencies when they are missing or older than package-lock.json. Says so on stderr: stdout
 * belongs to the command that needs them.
 */
export function ensureDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: Eigenvox needs Node 20.19 or newer (https://nodejs.org).`);
  }
  if (!isInstalled()) whileLocked(install);
}

/** npm writes the file that this looks at when everything else is in place. */
function isInstalled() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(ROOT, "package-lock.json")).mtimeMs;
}

function install() {
  if (isInstalled()) return; // by the command that held the lock before
  console.error("Installing dependencies (npm ci) …");
  // npm is a .cmd file on Windows, which only a shell starts.
  const { status } = spawnSync("npm ci --ignore-scripts --no-audit --no-fund --loglevel=error", {
    cwd: ROOT,
    shell: true,
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status !== 0) fail("npm ci failed: the dependencies could not be installed. See its messages above.");
}

/**
 * Runs a Node script on this terminal, passing signals on.
 *
 * @param {string[]} args script and its arguments
 * @param {{ env?: Record<string, string>, cwd?: string }} [options] `env` is added to this process's
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it, as shells say
 */
export function runNode(args, { env = {}, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: "inherit" });
    /** @type {NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    // A terminal's Ctrl-C reaches the child by itself; what matters then is that this process waits for it.
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, forward);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 1));
    });
  });
}

/**
 * Where programs lie on PATH: the first name's places come first.
 *
 * @param {string[]} names
 */
export function placesOnPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).filter((path) => existsSync(path));
}

/**
 * Ends the program with a message and no stack.
 *
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  console.error(message);
  process.exit(1);
}
