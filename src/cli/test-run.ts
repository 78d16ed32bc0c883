/** For tests: the command line as it is built, a program of its own. */

import { spawnSync } from "node:child_process";

const run = (script: string, args: readonly string[]) =>
  spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });

/** Through the launcher, which builds what is missing or older than its sources. */
export const launched = (...args: string[]) => run("src/tools/eigenvox.mjs", args);

/** What was launched before, without the launcher's time. */
export const eigenvox = (...args: string[]) => run("dist/cli/eigenvox.js", args);
