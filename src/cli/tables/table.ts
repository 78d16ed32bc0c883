/** What the programs that print tables share: their arguments, scans, and Markdown. */

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { EigenvoxError } from "../../core/errors";
import type { Volume } from "../../core/volume";
import { readFirstScan } from "../../formats/registry";
import { fileAt } from "../../hosts/node-file";

/** Paths of the NIfTI files below the folder, sorted; with words only those whose names hold one of them. */
export function scansBelow(folder: string, words: readonly string[]): string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.nii(\.gz)?$/.test(name))
    .filter((name) => words.length === 0 || words.some((word) => basename(name).includes(word)))
    .sort()
    .map((name) => join(folder, name));
  if (paths.length === 0) throw new EigenvoxError("E_NOT_FOUND", `${folder}: there is no such NIfTI file.`);
  return paths;
}

export async function readVolume(path: string): Promise<Volume> {
  return (await readFirstScan([await fileAt(path)])).volume;
}

/** The name without what all NIfTI files end with. */
export const nameOf = (path: string): string => basename(path).replace(/\.nii(\.gz)?$/, "");

export const markdownRow = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

export const signed = (value: number, digits: number): string =>
  Number.isFinite(value) ? `${value < 0 ? "-" : "+"}${Math.abs(value).toFixed(digits)}` : "–";

/** Runs a program and ends the process with what it gives: a GPU's driver would keep it alive. */
export async function endingProgram(run: () => Promise<number>): Promise<never> {
  try {
    process.exit(await run());
  } catch (error) {
    if (!(error instanceof EigenvoxError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exit(3);
  }
}

/** Runs a program of tables with its folder and words, and ends the process. */
export async function tableProgram(
  name: string,
  run: (folder: string, words: readonly string[]) => Promise<void>,
  usage = "FOLDER [part of a name …]",
): Promise<never> {
  const [folder, ...words] = process.argv.slice(2);
  if (!folder) {
    process.stderr.write(`Usage: npm run --silent ${name} -- ${usage}\n`);
    process.exit(2);
  }
  return endingProgram(async () => {
    await run(folder, words);
    return 0;
  });
}
