/** Whom the command line speaks to: people, on stderr, or a program that drives it, in lines of JSON on stdout. */

import { resolve } from "node:path";
import type { ErrorCode } from "../core/errors";
import type { NoticeCode } from "../core/notice";
import { estimateSecondsLeft, type Progress, type ProgressFn, sparsely } from "../core/progress";
import { SOFTWARE } from "../core/software";

/** Paths, by the options that name them; undefined for what is not written. */
export type WrittenFiles = Readonly<Record<string, string | undefined>>;

export interface Voice {
  begin(command: string): void;
  note(text: string): void;
  /** What must be known, by its code; of a scan, where one is named. */
  notice(code: NoticeCode | ErrorCode, text: string, scan?: string): void;
  /** For the reports of one job. */
  progress(): ProgressFn & { end(): void };
  /** At the end; `report` is what a command prints for people. */
  result(files: WrittenFiles, facts: object, report: string): void;
  /** The last word of a run that failed; without a code, by a mistake in the program. */
  error(message: string, exitCode: number, code?: ErrorCode): void;
  interrupted(): void;
}

/** Text out of files without what a terminal would obey: control characters, and marks that turn its direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\ufffd");
}

const writeError = (text: string) => process.stderr.write(text);

export const TO_PEOPLE: Voice = {
  begin() {},
  note: (text) => writeError(`${printable(text)}\n`),
  notice: (code, text, scan) => writeError(`${printable(`${scan === undefined ? "" : `${scan}: `}${code} ${text}`)}\n`),
  progress: progressLine,
  result: (_files, _facts, report) => process.stdout.write(report),
  error(message, _exitCode, code) {
    // Node prints what no code was given to, with its stack.
    if (code) writeError(`\n${code}: ${message.split("\n").map(printable).join("\n")}\n`);
  },
  interrupted: () => writeError("\nInterrupted.\n"),
};

/** Of reports of progress there are five in a second at the most. */
const EVERY_MS = 200;

export const TO_PROGRAMS: Voice = {
  begin(command) {
    // Whom it speaks to is gone: as SIGPIPE ends other programs.
    process.stdout.once("error", () => process.exit(141));
    writeLine("start", { format: "eigenvox-progress/1", software: SOFTWARE, command });
  },
  note: (text) => writeLine("note", { text }),
  notice: (code, text, scan) => writeLine("notice", { code, text, scan }),
  progress: () => {
    const report = timed((progress, secondsLeft) => writeLine("progress", { ...progress, secondsLeft }));
    return Object.assign(sparsely(report, EVERY_MS), { end: () => {} });
  },
  result(files, facts) {
    const written = Object.entries(files).flatMap(([option, path]) => (path ? [[option, resolve(path)]] : []));
    writeLine("result", { files: Object.fromEntries(written), ...facts, seconds: performance.now() / 1000 });
  },
  error: (message, exitCode, code) => writeLine("error", { code, message, exitCode }),
  interrupted: () => writeLine("cancelled", {}),
};

function writeLine(type: string, fields: object): void {
  process.stdout.write(`${JSON.stringify({ type, ...fields })}\n`);
}

/** Reports with the seconds that are left, while enough is known. */
function timed(report: (progress: Progress, secondsLeft: number | undefined) => void): ProgressFn {
  const started = performance.now();
  return ({ stage, fraction }) =>
    report({ stage, fraction }, estimateSecondsLeft((performance.now() - started) / 1000, fraction));
}

/** One line that is rewritten on a terminal, a line every 10 s elsewhere. */
function progressLine(): ProgressFn & { end(): void } {
  const isTerminal = process.stderr.isTTY === true;
  let last = 0;
  let wrote = false;
  const report = timed(({ stage, fraction }, left) => {
    const now = performance.now();
    if (now - last < (isTerminal ? 100 : 10_000)) return;
    last = now;
    wrote = true;
    const text = `${stage}: ${Math.floor(fraction * 100)} %${left === undefined ? "" : `, ${formatSeconds(left)} left`}`;
    writeError(isTerminal ? `\r${text}\u001b[K` : `${text}\n`);
  });
  return Object.assign(report, {
    end: () => {
      if (isTerminal && wrote) writeError("\r\u001b[K");
    },
  });
}

function formatSeconds(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
