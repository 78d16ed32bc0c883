/** What npm runs before it publishes: nothing is published by accident, and nothing that did not pass. CONTRIBUTING.md has the steps. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ROOT, runNode } from "./project.mjs";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
if (process.env.EIGENVOX_PUBLISH !== version) {
  fail(`Nothing was published. A release is meant where EIGENVOX_PUBLISH=${version} says so: see CONTRIBUTING.md.`);
}
const { stdout, status } = spawnSync("git", ["status", "--porcelain"], { cwd: ROOT, encoding: "utf8" });
if (status !== 0 || stdout !== "")
  fail(`Nothing was published: there are changes that no commit has.\n${stdout ?? ""}`);
process.exitCode = await runNode([join(ROOT, "src/tools/test.mjs")]);
