/** `--progress`: whom a command speaks to. */

import { fstatSync } from "node:fs";
import { stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { EigenvoxError } from "../core/errors";
import type { Arguments } from "./arguments";
import type { Command } from "./command";
import { TO_PEOPLE, TO_PROGRAMS, type Voice } from "./voices";

export const PROGRESS_USAGE = `  --progress text|json   json: for programs, lines of JSON on stdout: progress, notices, result, error (text)`;

/** Of arguments that need not be right: what is wrong with them is told to whom they ask for. */
export function voiceFor(args: readonly string[]): Voice {
  const options = { progress: { type: "string" } } as const;
  const { progress } = parseArgs({ args: [...args], options, strict: false }).values;
  return progress === "json" ? TO_PROGRAMS : TO_PEOPLE;
}

/** Options whose values are written to. */
const WRITTEN = ["output", "residual", "error-map", "sidecar", "csv", "save-sums"];

/** Throws `E_ARGUMENT` for what is no way to speak, and where stdout, which has the lines of JSON, is to have more. */
export async function checkProgress(args: Arguments, { texts = [], flags = [] }: Command): Promise<void> {
  if (!texts.includes("progress") || args.word("progress", ["text", "json"], "text") === "text") return;
  if (flags.includes("json") && args.flag("json")) {
    throw new EigenvoxError("E_ARGUMENT", "--progress json has what --json prints in its last line: leave out --json.");
  }
  const stdout = fstatSync(1);
  for (const option of WRITTEN.filter((name) => texts.includes(name))) {
    for (const path of args.texts(option)) {
      const there = await stat(path).catch(() => undefined);
      if (there?.dev === stdout.dev && there.ino === stdout.ino && !stdout.isCharacterDevice()) {
        throw new EigenvoxError("E_ARGUMENT", `--${option} ${path} is stdout, which --progress json writes to.`);
      }
    }
  }
}
