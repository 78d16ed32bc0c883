/** What a command is, and the arguments that several share. */

import { DEVICES, type Device } from "../compute/device-choice";
import { EigenvoxError } from "../core/errors";
import { type Factor, parseFactor } from "../core/volume";
import { checkDegradation, DEGRADATION_FORMS, type Degradation, parseDegradation } from "../degradations/degradation";
import { QUALITIES } from "../methods/method";
import { methodOf } from "../methods/registry";
import type { Arguments, OptionNames } from "./arguments";

export interface Command extends OptionNames {
  readonly usage: string;
  run(args: Arguments): Promise<void>;
}

/** What `deviceOf` reads. */
export const DEVICE_USAGE = `  --device auto|gpu|cpu|software
      what computes: a graphics card, else the processor (auto); software is WebGPU on a software adapter, slow`;

export const deviceOf = (args: Arguments): Device => args.word("device", DEVICES, "auto");

/** What each quality stands for. */
export const GRADES = QUALITIES.map((quality) => `${quality} (${methodOf(quality).id})`).join(", ");

/** What `degradationOf` reads; the default follows in brackets. */
export const DEGRADATION_USAGE = `  --degradation ${DEGRADATION_FORMS.join("|")}
      how low-resolution scans are made; slices along axis x, y or z, lengths in voxels of the input, as in
      slice:z,3,1 with --factor 1,1,4`;

/** Throws `E_ARGUMENT` where no path is given. */
export function checkPaths({ files }: Arguments): void {
  if (files.length === 0) throw new EigenvoxError("E_ARGUMENT", "Name a file, a folder or a ZIP archive.");
}

/** Names that other programs take for formats which are read here and not written into one file. */
const OTHER_FORMATS = /\.(mg[hz]|nrrd|nhdr|mh[ad]|img|hdr|dcm|zip)$/i;

export function outputPath(args: Arguments): string {
  const output = args.text("output");
  if (!output) throw new EigenvoxError("E_ARGUMENT", "Name what to write with -o.");
  return checkedPath(output, "-o");
}

/** Of a volume that is written beside the output, where it is wanted. */
export function volumePath(args: Arguments, option: string): string | undefined {
  const path = args.text(option);
  return path && checkedPath(path, `--${option}`);
}

function checkedPath(path: string, option: string): string {
  if (!OTHER_FORMATS.test(path)) return path;
  throw new EigenvoxError(
    "E_ARGUMENT",
    `${option} ${path}: volumes are written as NIfTI: name a .nii.gz or .nii file.`,
  );
}

export function factorOf(args: Arguments): Factor {
  const factor = args.text("factor");
  if (!factor) throw new EigenvoxError("E_ARGUMENT", "Give the factor: --factor 2.");
  return parseFactor(factor);
}

/** One or several; 2 where none is given. */
export function factorsOf(args: Arguments): Factor[] {
  const given = args.texts("factor");
  return (given.length > 0 ? given : ["2"]).map(parseFactor);
}

export function degradationOf(args: Arguments, factor: Factor, fallback: Degradation): Degradation {
  const degradation = parseDegradation(args.text("degradation") ?? fallback);
  checkDegradation(degradation, factor);
  return degradation;
}

/** Shares below 1, divided by commas. Throws `E_ARGUMENT`. */
export function sharesOf(args: Arguments, option: string, standard: string): number[] {
  const text = args.text(option) ?? standard;
  const shares = text.split(",").filter(Boolean).map(Number);
  if (shares.every((share) => share >= 0 && share < 1)) return shares;
  throw new EigenvoxError("E_ARGUMENT", `--${option} ${text}: expected shares, as in 0.02,0.04.`);
}
