/** What the command line says on stderr: facts, the adapter, progress, and interruption. */

import { type Device, onChosenDevice, openDevice } from "../compute/device-choice";
import type { Executor } from "../compute/executor";
import { Reopening } from "../compute/reopening";
import { estimateSecondsLeft, type ProgressFn } from "../core/progress";
import { openNodeCpu } from "../hosts/node-cpu";
import { openNodeGpu } from "../hosts/node-device";

/** A line on stderr. */
export function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}

/** Text out of files without what a terminal would obey: control characters, and marks that turn its direction. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** Opens the device that was asked for, and says which it is. Lost, it is opened again once. */
export async function openExecutor(choice: Device = "auto"): Promise<Executor> {
  const open = () => openDevice(choice, { openGpu: openNodeGpu, openCpu: openNodeCpu });
  const executor = await open();
  tell(`Device: ${executor.name}${executor.isSoftware ? " (software: slow, same numbers)" : ""}`);
  return new Reopening(executor, (lost) => {
    lost.dispose();
    return open();
  });
}

/** Work on the device that was asked for, or on the processor where none was and a graphics card fails, which is said. */
export const onDevice = <T>(choice: Device, work: (executor: Executor) => Promise<T>): Promise<T> =>
  onChosenDevice(choice, openExecutor, work, ({ code, message }) =>
    tell(`\n${code}: ${message}\nThe processor goes on.`),
  );

/** Aborted by Ctrl+C, so that a job ends between submits and frees the device. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once("SIGINT", () => controller.abort(new DOMException("Interrupted.", "AbortError")));
  return controller.signal;
}

/** One line that is rewritten on a terminal, a line every 10 s elsewhere. */
export function progressLine(): ProgressFn & { end(): void } {
  const started = performance.now();
  const isTerminal = process.stderr.isTTY === true;
  let last = 0;
  let wrote = false;
  const report: ProgressFn = ({ stage, fraction }) => {
    const now = performance.now();
    if (now - last < (isTerminal ? 100 : 10_000)) return;
    last = now;
    wrote = true;
    const left = estimateSecondsLeft((now - started) / 1000, fraction);
    const text = `${stage}: ${Math.floor(fraction * 100)} %${left === undefined ? "" : `, ${formatSeconds(left)} left`}`;
    process.stderr.write(isTerminal ? `\r${text}\u001b[K` : `${text}\n`);
  };
  return Object.assign(report, {
    end: () => {
      if (isTerminal && wrote) process.stderr.write("\r\u001b[K");
    },
  });
}

function formatSeconds(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
