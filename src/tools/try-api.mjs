/** The program of docs/api.md, in the folder of somebody who has installed the package. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.mjs";

/**
 * @param {string} consumer where the package is installed
 * @param {(args: string[], cwd: string) => { output: string }} run a Node script and its arguments
 * @returns {string[]} where it prints what does not stand there; empty when it does
 */
export function tryApi(consumer, run) {
  const blocks = readFileSync(join(ROOT, "docs/api.md"), "utf8").matchAll(/^```js\n(.*?)^```$/gms);
  const program = Array.from(blocks, ([, code]) => code).join("\n");
  const expected = Array.from(program.matchAll(/\/\/ → (.*)$/gm), ([, text]) => text);
  writeFileSync(join(consumer, "api.mjs"), program);
  const printed = run(["api.mjs"], consumer).output.trimEnd();
  if (expected.length > 0 && printed === expected.join("\n")) return [];
  return [`docs/api.md should print\n${expected.join("\n")}\nand prints\n${printed}`];
}
