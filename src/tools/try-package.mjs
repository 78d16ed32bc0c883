/** The package as somebody else meets it: packed, installed without network in an empty folder, and used there. */

import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROGRAMS, ROOT } from "./project.mjs";
import { tryApi } from "./try-api.mjs";
import { tryCommands } from "./try-commands.mjs";
import { tryExamples } from "./try-examples.mjs";

const EXAMPLE = join(ROOT, "docs/example.mjs");

/** Every entry resolves, and to its own types: what has none would be `any` and take the wrong value. */
const TYPED = `
import type { Factor } from "eigenvox";
export * as banks from "eigenvox/banks";
export * as browser from "eigenvox/browser";
export * as formats from "eigenvox/formats";
export * as niivue from "eigenvox/niivue";
export * as node from "eigenvox/node";
export * as viewer from "eigenvox/viewer-element";
export const factor: Factor = [2, 2, 2];
// @ts-expect-error A factor is three numbers.
export const wrong: Factor = "2";
`;

/**
 * @param {string} folder an empty one
 * @param {Record<string, string>} env variables for the GPU program
 * @returns {Promise<string[]>} what is wrong with the package; empty when nothing is
 */
export async function tryPackage(folder, env) {
  const consumer = join(folder, "consumer");
  mkdirSync(consumer);
  writeFileSync(join(consumer, "package.json"), '{ "private": true, "type": "module" }');
  copyFileSync(EXAMPLE, join(consumer, "example.mjs"));
  writeFileSync(join(consumer, "typed.ts"), TYPED);

  const packed = run(`pack --pack-destination "${folder}"`, ROOT);
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  if (packed.status !== 0 || !tarball) return [`npm pack failed:\n${packed.output}`];
  /** @type {string[]} */
  const wrong = [];
  // Of what the package is as others resolve it: as ES modules, which is all that it has.
  for (const judge of [
    [PROGRAMS.publint, "run", tarball, "--strict"],
    [PROGRAMS.attw, tarball, "--profile", "esm-only", "--no-color", "--no-emoji"],
  ]) {
    const judged = run(judge, folder);
    if (judged.status !== 0) wrong.push(judged.output);
  }
  const installed = run(`install --offline --no-audit --no-fund "${join(folder, tarball)}"`, consumer);
  if (installed.status !== 0) return [`npm install failed:\n${installed.output}`];

  const packages = readdirSync(join(consumer, "node_modules")).filter((name) => !name.startsWith("."));
  if (packages.join() !== "eigenvox") wrong.push(`It brings packages along: ${packages.join(", ")}`);

  const withoutDawn = run(["example.mjs"], consumer);
  if (withoutDawn.status === 0 || !withoutDawn.output.includes("code: 'E_NO_GPU'")) {
    wrong.push(`Without the package webgpu it should end with E_NO_GPU:\n${withoutDawn.output}`);
  }
  const onProcessor = readFileSync(EXAMPLE, "utf8").replaceAll("openNodeGpu", "openNodeCpu");
  writeFileSync(join(consumer, "processor.mjs"), onProcessor);
  const processor = run(["processor.mjs"], consumer);
  if (processor.status !== 0 || !(gainOf(processor.output) > 0)) {
    wrong.push(`On the processor, without webgpu, it should end with a gain:\n${processor.output}`);
  }
  wrong.push(...tryApi(consumer, run), ...(await tryExamples(consumer, run)), ...tryCommands(consumer, run));
  symlinkSync(join(ROOT, "node_modules/webgpu"), join(consumer, "node_modules/webgpu"), "junction");
  const example = run(["example.mjs"], consumer, env);
  console.log(example.output.trim());
  if (example.status !== 0 || !(gainOf(example.output) > 0)) wrong.push("The example should end with a gain above 0.");

  for (const [resolution, module] of Object.entries({ bundler: "esnext", nodenext: "nodenext" })) {
    const options = ["--noEmit", "--strict", "--module", module, "--moduleResolution", resolution];
    const types = run([PROGRAMS.tsc, ...options, "typed.ts"], consumer);
    if (types.status !== 0) wrong.push(`Types, moduleResolution ${resolution}:\n${types.output}`);
  }

  if (!readFileSync(join(ROOT, "README.md"), "utf8").includes(readFileSync(EXAMPLE, "utf8"))) {
    wrong.push("README.md does not show docs/example.mjs as it is.");
  }
  return wrong;
}

/**
 * @param {string | string[]} args of npm, or a Node script and its arguments
 * @param {string} cwd
 * @param {Record<string, string>} [env]
 */
function run(args, cwd, env = {}) {
  // npm is a .cmd file on Windows, which only a shell starts.
  const [program, list] = typeof args === "string" ? [`npm --loglevel=error ${args}`, []] : [process.execPath, args];
  const options = { cwd, env: { ...process.env, ...env }, shell: typeof args === "string" };
  const { status, stdout, stderr } = spawnSync(program, list, { ...options, encoding: "utf8" });
  return { status, output: `${stdout}${stderr}` };
}

/** The gain that the example prints, dB. */
const gainOf = (/** @type {string} */ output) => Number(/gain (\S+) dB/.exec(output)?.[1]);
