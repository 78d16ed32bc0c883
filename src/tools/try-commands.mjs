/** The programs of the package, in the folder of somebody who has installed it. */

import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} consumer where the package is installed, with the examples and the scan that they made
 * @param {(npm: string, cwd: string) => { status: number | null, output: string }} run
 * @returns {string[]} what is wrong with them; empty when nothing is
 */
export function tryCommands(consumer, run) {
  const npx = (/** @type {string} */ command) => run(`exec --offline -- ${command}`, join(consumer, "node"));
  const info = npx("eigenvox info head.nii.gz");
  const upscale = npx("eigenvox upscale head.nii.gz -o by-command.nii --factor 2 --device cpu");
  const bids = npx("eigenvox-bids --version");
  return [
    ...(info.status === 0 && /24×30×27/.test(info.output)
      ? []
      : [`npx eigenvox info should tell of it:\n${info.output}`]),
    ...(upscale.status === 0 && existsSync(join(consumer, "node/by-command.nii"))
      ? []
      : [`npx eigenvox upscale should make it finer:\n${upscale.output}`]),
    ...(bids.status === 0 && bids.output.startsWith("Eigenvox ")
      ? []
      : [`npx eigenvox-bids should start:\n${bids.output}`]),
  ];
}
