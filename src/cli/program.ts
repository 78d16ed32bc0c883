/**
 * What programs of the command line have in common: how a command is run and how it ends. Exit codes: 0, 2 usage, 3 bad input,
 * 4 no device, 130 and 143 interrupted.
 */

import { EigenvoxError, type ErrorCode, isAbort, MACHINE_CODES } from "../core/errors";
import { type Arguments, readArguments } from "./arguments";
import type { Command } from "./command";
import { checkProgress, voiceFor } from "./progress-option";
import { heedInterrupts, speak, tellInterrupted } from "./terminal";
import { TO_PEOPLE } from "./voices";

const DEVICE_CODES: readonly ErrorCode[] = ["E_NO_GPU", "E_NO_CPU", ...MACHINE_CODES];

/** Not what was read or asked for, but what it was to be computed on. */
export const isOfDevice = ({ code }: EigenvoxError): boolean => DEVICE_CODES.includes(code);

/** The exit code. Throws mistakes in the program. */
export async function runCommand(
  program: string,
  command: Command,
  words: readonly string[],
  nameOf: (args: Arguments) => string,
): Promise<number> {
  const voice = voiceFor(words);
  speak(voice);
  heedInterrupts();
  try {
    const args = readArguments(words, command);
    if (args.flag("help")) {
      process.stdout.write(`${program} ${command.usage}\n`);
      return 0;
    }
    await checkProgress(args, command);
    voice.begin(nameOf(args));
    await command.run(args);
    return 0;
  } catch (error) {
    if (isAbort(error)) return tellInterrupted();
    if (!(error instanceof EigenvoxError)) {
      voice.error(String(error), 1);
      throw error;
    }
    const { code, message } = error;
    const exitCode = code === "E_ARGUMENT" ? 2 : isOfDevice(error) ? 4 : 3;
    voice.error(message, exitCode, code);
    if (code === "E_ARGUMENT" && voice === TO_PEOPLE) process.stderr.write(`\n${program} ${command.usage}\n`);
    return exitCode;
  }
}
