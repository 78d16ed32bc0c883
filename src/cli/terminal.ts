/** What every command says, whoever listens: facts, the device, notices, progress, the result; and what interrupts it. */

import { constants } from "node:os";
import { type Device, onChosenDevice, openDevice } from "../compute/device-choice";
import type { Executor } from "../compute/executor";
import { Reopening } from "../compute/reopening";
import type { EigenvoxError } from "../core/errors";
import type { Notice } from "../core/notice";
import { openNodeCpu } from "../hosts/node-cpu";
import { openNodeGpu } from "../hosts/node-device";
import { TO_PEOPLE, type Voice, type WrittenFiles } from "./voices";

let voice: Voice = TO_PEOPLE;

export function speak(chosen: Voice): void {
  voice = chosen;
}

export const tell = (line: string): void => voice.note(line);

/** Of a scan, where one is named. */
export const tellNotice = ({ code, text }: Notice, scan?: string): void => voice.notice(code, text, scan);

/** What was gone on from. */
export const tellTrouble = ({ code, message }: EigenvoxError): void => voice.notice(code, message);

export const progressLine = () => voice.progress();

/** At the end: what was written, facts for a program, and what is printed on stdout for people. */
export const tellResult = (files: WrittenFiles, facts: object = {}, report = ""): void =>
  voice.result(files, facts, report);

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
  onChosenDevice(choice, openExecutor, work, (trouble) => {
    tellTrouble(trouble);
    tell("The processor goes on.");
  });

const interruption = new AbortController();
let isHeeded = false;
let interruptCode = 0;

/**
 * Ctrl+C and SIGTERM abort the job that asked for the signal, so that it ends between submits and frees the device; before
 * that, and the second time, they end the program. Either way it says so.
 */
export function heedInterrupts(): void {
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      interruptCode = 128 + constants.signals[name];
      if (isHeeded && !interruption.signal.aborted) {
        interruption.abort(new DOMException("Interrupted.", "AbortError"));
      } else {
        void leave(tellInterrupted());
      }
    });
  }
}

/** Aborted by Ctrl+C and SIGTERM. */
export function interruptSignal(): AbortSignal {
  isHeeded = true;
  return interruption.signal;
}

/** Says so; the exit code of a program that was. */
export function tellInterrupted(): number {
  voice.interrupted();
  return interruptCode;
}

/** Ends the program once everything that was said is on its way. */
export async function leave(exitCode: number): Promise<never> {
  await new Promise((done) => process.stdout.write("", done));
  process.exit(exitCode);
}
