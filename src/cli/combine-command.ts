/** `eigenvox combine`: several thick scans of one body, put together into one. */

import { EigenvoxError } from "../core/errors";
import type { Volume } from "../core/volume";
import { type Combination, combineStacks, describeCombination } from "../jobs/combine";
import { motionText } from "../registration/rigid";
import { type Command, checkPaths, outputPath } from "./command";
import { PROGRESS_USAGE } from "./progress-option";
import { findScans, PATHS_USAGE } from "./scans";
import { interruptSignal, progressLine, tell, tellNotice, tellResult } from "./terminal";
import { writeVolume } from "./volume-file";

export const COMBINE: Command = {
  usage: `combine PATH PATH … -o OUT.nii.gz [--mask FILE] [--voxel MM]
  Puts scans of one body and one contrast, in thick slices of different directions, together into one of cubic voxels: each
  is moved as a whole to where the first one is. No GPU is used.
  ${PATHS_USAGE}; every image in it is taken
  --mask     where to look, in the first scan's world: what is not 0 there, and a little around it (the whole first scan)
  --voxel    voxel size of the result, mm (the finest of the scans')
${PROGRESS_USAGE}`,
  texts: ["output", "mask", "voxel", "progress"],
  async run(args) {
    checkPaths(args);
    const output = outputPath(args);
    const voxelMm = args.text("voxel") === undefined ? undefined : args.number("voxel", 0.1, 20, 1);
    const within = await maskOf(args.text("mask"));
    // Across its slices every scan is used as if they lay evenly.
    const found = await findScans(args.files, [[2, 2, 2]]);
    if (found.length < 2) throw new EigenvoxError("E_ARGUMENT", `There is ${found.length} scan: give at least two.`);
    const scans = [];
    for (const { read } of found) scans.push(await read());
    const onProgress = progressLine();
    const made = await combineStacks(
      scans.map(({ volume }) => volume),
      {
        thicknessMm: scans.map(({ series }) => series.slices?.thicknessMm),
        voxelMm,
        within,
        signal: interruptSignal(),
        onProgress,
      },
    );
    onProgress.end();
    const names = found.map(({ name }) => name);
    tellCombination(made, names);
    const origin = scans[0]?.series.origin;
    await writeVolume(output, made.output, describeCombination(made.provenance), origin);
    const { dims, spacing } = made.output;
    const stacks = made.provenance.stacks.map((stack, i) => ({ name: names[i], ...stack }));
    tellResult({ output }, { dims, spacingMm: spacing, stacks });
  },
};

async function maskOf(path: string | undefined): Promise<Volume | undefined> {
  if (path === undefined) return undefined;
  const [mask, ...others] = await findScans([path], []);
  if (!mask || others.length > 0) throw new EigenvoxError("E_ARGUMENT", `--mask ${path}: expected one image.`);
  return (await mask.read()).volume;
}

function tellCombination({ notices, provenance }: Combination, names: readonly string[]): void {
  for (const [i, { motion, correlation, rmse, rmseBefore }] of provenance.stacks.entries()) {
    const where = i === 0 ? "not moved" : `${motionText(motion)}, correlation ${correlation.toFixed(3)} with the first`;
    tell(
      `Scan ${i + 1}, ${names[i]}: ${where}; the result, seen as it was, differs by ${rmse.toPrecision(3)} RMS ` +
        `(${rmseBefore.toPrecision(3)} their mean)`,
    );
  }
  for (const notice of notices) tellNotice(notice);
}
