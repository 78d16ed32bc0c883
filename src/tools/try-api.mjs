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
  const text = readFileSync(join(ROOT, "docs/api.md"), "utf8");
  const blocks = text.matchAll(/^```js\n(.*?)^```$/gms);
  const program = Array.from(blocks, ([, code]) => code).join("\n");
  const expected = Array.from(program.matchAll(/\/\/ → (.*)$/gm), ([, text]) => text);
  writeFileSync(join(consumer, "api.mjs"), program);
  const printed = run(["api.mjs"], consumer).output.trimEnd();
  return [
    ...(expected.length > 0 && printed === expected.join("\n")
      ? []
      : [`docs/api.md should print\n${expected.join("\n")}\nand prints\n${printed}`]),
    // Pieces of files that others run.
    ...Array.from(text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)).flatMap(([, file = "", piece = ""]) =>
      readFileSync(join(ROOT, file), "utf8").includes(piece)
        ? []
        : [`docs/api.md shows what is not in ${file}:\n${piece}`],
    ),
  ];
}
