/**
 * `npm test`: every check of the project, stopping at the first that fails; sets up what is missing.
 * `node src/tools/test.mjs unit src/io` runs the named steps only and hands further arguments to the last one. The steps
 * `firefox`, `nipype` and `workflow` run only where they are named: they need what most machines of developers lack.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureBidsValidator } from "./bids-validator.mjs";
import { build, buildIfStale, TESTED_PAGE } from "./build.mjs";
import { differsWhenBuiltAgain } from "./build-twice.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureDicomTools } from "./dicom-tools.mjs";
import { ensureFirefox } from "./firefox.mjs";
import { ensureDependencies, fail, PROGRAMS, ROOT, runNode } from "./project.mjs";
import { ensureWorkflowTools } from "./slurm.mjs";
import { tryDemo } from "./try-demo.mjs";
import { tryPackage } from "./try-package.mjs";
import { tryPython } from "./try-python.mjs";
import { vulkanEnv } from "./vulkan.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 * @typedef {(args: string[]) => Promise<number>} Step  resolves to an exit code
 */

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };
const scratch = mkdtempSync(join(tmpdir(), "eigenvox-test-"));

/** @type {Record<string, Step>} */
const STEPS = {
  biome: (args) => runNode([PROGRAMS.biome, "check", "--error-on-warnings", ...(args.length > 0 ? args : ["."])]),
  types: (args) => runNode([PROGRAMS.tsc, "--noEmit", ...args]),
  knip: (args) => runNode([PROGRAMS.knip, "--no-progress", ...args]),
  // Without the variable the tests that need the programs are skipped.
  unit: (args) => vitest("unit", args, ensureDicomTools() ? { DICOM_TOOLS: "found" } : {}),
  gpu: (args) => {
    ensureChromium();
    return vitest("gpu", args, { ...vulkanEnv(), ...(ensureBidsValidator() ? { BIDS_VALIDATOR: "found" } : {}) });
  },
  build: async () => {
    // Not into the folder that a running `npm start` serves from.
    build("page", TESTED_PAGE);
    build("cli");
    build("lib");
    return 0;
  },
  twice: async () => {
    const names = differsWhenBuiltAgain(TESTED_PAGE);
    for (const name of names) console.error(`Built again from the same sources, ${name} is another file.`);
    count(names.length === 0 ? 1 : 0, names.length);
    return names.length === 0 ? 0 : 1;
  },
  package: async () => {
    ensureChromium();
    buildIfStale("page", TESTED_PAGE);
    const wrong = [
      ...(await tryPackage(mkdtempSync(join(scratch, "package-")), vulkanEnv())),
      ...(await tryDemo(join(ROOT, "dist", TESTED_PAGE), mkdtempSync(join(scratch, "demo-")))),
    ];
    for (const message of wrong) console.error(message);
    count(wrong.length === 0 ? 1 : 0, wrong.length);
    return wrong.length === 0 ? 0 : 1;
  },
  python: async () => pythons({ install: false }),
  nipype: async () => pythons({ install: true }),
  workflow: (args) => {
    if (!ensureWorkflowTools())
      fail("There is no Snakemake with Slurm: install snakemake, slurm-wlm and munge on Debian.");
    buildIfStale("cli");
    return vitest("gpu", ["src/tools/workflow.gpu.test.ts", ...args], { ...vulkanEnv(), WORKFLOW_TOOLS: "found" });
  },
  e2e: (args) => {
    ensureChromium();
    return playwright("e2e", args);
  },
  firefox: (args) => {
    ensureFirefox();
    buildIfStale("page", TESTED_PAGE);
    return playwright("e2e/firefox.config.ts", args);
  },
};

const ONLY_NAMED = ["firefox", "nipype", "workflow"];

process.exitCode = await main(process.argv.slice(2));
rmSync(scratch, { recursive: true });

/** @param {string[]} args */
async function main(args) {
  ensureDependencies();
  const named = args.flatMap((arg) => (arg === "check" ? ["biome", "types", "knip"] : [arg]));
  const firstExtra = named.findIndex((arg) => !Object.hasOwn(STEPS, arg));
  const steps = firstExtra < 0 ? named : named.slice(0, firstExtra);
  const extra = firstExtra < 0 ? [] : named.slice(firstExtra);
  const chosen = steps.length > 0 ? steps : Object.keys(STEPS).filter((name) => !ONLY_NAMED.includes(name));
  let code = 0;
  for (const name of chosen) {
    console.log(`\n== ${name}`);
    code = await /** @type {Step} */ (STEPS[name])(name === chosen.at(-1) ? extra : []);
    if (code !== 0) {
      console.log(`\n${name} failed.`);
      // A step that is no test, or broke before its first one, must not read as "0 failed".
      if (total.failed === 0) total.failed = 1;
      break;
    }
  }
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
  console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
  return code;
}

/**
 * @param {string} project
 * @param {string[]} args
 * @param {Record<string, string>} env
 */
async function vitest(project, args, env) {
  const report = join(scratch, `${project}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await runNode([PROGRAMS.vitest, "run", "--project", project, ...reporters, ...args], { env });
  const result = readReport(report);
  count(result.numPassedTests, result.numFailedTests, (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0));
  return code;
}

/**
 * @param {string} config
 * @param {string[]} args
 */
async function playwright(config, args) {
  const report = join(scratch, "e2e.json");
  const code = await runNode([PROGRAMS.playwright, "test", "-c", config, "--reporter", "list,json", ...args], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  const { stats } = readReport(report);
  count(stats?.expected, stats?.unexpected, stats?.skipped);
  return code;
}

/** @param {{ install: boolean }} options */
function pythons(options) {
  const { code, passed, failed, skipped } = tryPython(options);
  count(passed, failed, skipped);
  return code;
}

/** @param {string} path */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return {}; // the runner broke before it could report; its exit code speaks
  }
}

function count(passed = 0, failed = 0, skipped = 0) {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
