/**
 * `npm run --silent table:refusals`: hostile files are made, and each is opened as the page opens it, in a process of its own:
 * what it is refused with, in which time, and how much memory that took beyond what the process had before. Exits with 1
 * where a file is not refused as it should be, or a bound is passed.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileAt } from "../../hosts/node-file";
import { HOSTILE_FILES } from "./hostile-files";
import { outcomeOf } from "./outcome-of";
import { markdownRow } from "./table";

/** Bounds of every refusal. */
const [MOST_SECONDS, MOST_MIB] = [1, 64];

/** What opening a file took. */
interface Opening {
  /** "opened", or what it was refused with. */
  readonly outcome: string;
  readonly seconds: number;
  /** Most memory of the process, beyond that before. */
  readonly mebibytes: number;
}

async function measured(path: string): Promise<Opening> {
  const before = process.memoryUsage.rss();
  const started = performance.now();
  const outcome = await outcomeOf(await fileAt(path));
  const seconds = (performance.now() - started) / 1000;
  return { outcome, seconds, mebibytes: process.resourceUsage().maxRSS / 2 ** 10 - before / 2 ** 20 };
}

function table(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "eigenvox-refusals-"));
  let isHeld = true;
  try {
    const bounds = [`s (at most ${MOST_SECONDS})`, `MiB (at most ${MOST_MIB})`];
    const head = ["file", "is", "KiB", "refused with", ...bounds];
    process.stdout.write(`${markdownRow(head)}\n${markdownRow(head.map(() => "---"))}\n`);
    for (const { name, what, code, make } of HOSTILE_FILES) {
      const path = join(folder, name);
      const bytes = make();
      writeFileSync(path, bytes);
      const { stdout } = spawnSync(process.execPath, [process.argv[1] as string, "--one", path], { encoding: "utf8" });
      const { outcome, seconds, mebibytes } = JSON.parse(stdout) as Opening;
      rmSync(path);
      if (outcome !== code || seconds > MOST_SECONDS || mebibytes > MOST_MIB) isHeld = false;
      const figures = [Math.ceil(bytes.length / 2 ** 10), outcome, seconds.toFixed(2), Math.ceil(mebibytes)].map(
        String,
      );
      process.stdout.write(`${markdownRow([name, what, ...figures])}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return isHeld;
}

const [option, path] = process.argv.slice(2);
if (option === "--one" && path) process.stdout.write(JSON.stringify(await measured(path)));
else process.exitCode = table() ? 0 : 1;
