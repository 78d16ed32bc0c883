/** Runs a program of dist/cli, built afresh when needed, with a Vulkan driver, in the caller's folder. */

import { join } from "node:path";
import { buildIfStale } from "./build.mjs";
import { ensureDependencies, ROOT, runNode } from "./project.mjs";
import { vulkanEnv } from "./vulkan.mjs";

/** @param {"eigenvox" | "eigenvox-bids" | "bench" | "beside-table" | "programs-table" | "pairs-table" | "anatomy-table" | "combine-table" | "grain-table" | "evidence-table" | "choice-table" | "lesions-table" | "probe-table" | "refusals-table" | "scale-table" | "net-data" | "net-bank"} program */
export async function launch(program) {
  ensureDependencies();
  buildIfStale("cli");
  // npm runs scripts in the project's folder and says in INIT_CWD where the person was, to whom file names refer.
  const cwd = (process.env.npm_lifecycle_event && process.env.INIT_CWD) || process.cwd();
  const args = [join(ROOT, "dist/cli", `${program}.js`), ...process.argv.slice(2)];
  process.exitCode = await runNode(args, { env: vulkanEnv(), cwd });
}
