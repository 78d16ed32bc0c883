/**
 * The command line: the engine of the page for scripts and checks. Exit codes: 0, 2 usage, 3 bad input, 4 no device, 130 and
 * 143 interrupted.
 */

import { EigenvoxError, type ErrorCode, isAbort, MACHINE_CODES } from "../core/errors";
import { readArguments } from "./arguments";
import { COMMANDS } from "./commands";
import { checkProgress, voiceFor } from "./progress-option";
import { heedInterrupts, leave, speak, tellInterrupted } from "./terminal";
import { TO_PEOPLE } from "./voices";

const DEVICE_CODES: readonly ErrorCode[] = ["E_NO_GPU", "E_NO_CPU", ...MACHINE_CODES];

await leave(await main(process.argv.slice(2)));

async function main([name, ...rest]: string[]): Promise<number> {
  const command = name && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!name || !command) {
    const wantsHelp = name === "--help" || name === "-h" || name === "help";
    const all = Object.values(COMMANDS).map(({ usage }) => `eigenvox ${usage}\n`);
    (wantsHelp ? process.stdout : process.stderr).write(
      `${wantsHelp ? "" : `Unknown command: ${name ?? "none"}.\n`}Usage: npm run --silent eigenvox -- COMMAND …\n\n${all.join("\n")}`,
    );
    return wantsHelp ? 0 : 2;
  }
  const voice = voiceFor(rest);
  speak(voice);
  heedInterrupts();
  try {
    const args = readArguments(rest, command);
    if (args.flag("help")) {
      process.stdout.write(`eigenvox ${command.usage}\n`);
      return 0;
    }
    await checkProgress(args, command);
    voice.begin(name);
    await command.run(args);
    return 0;
  } catch (error) {
    if (isAbort(error)) return tellInterrupted();
    if (!(error instanceof EigenvoxError)) {
      voice.error(String(error), 1);
      throw error;
    }
    const { code, message } = error;
    const exitCode = code === "E_ARGUMENT" ? 2 : DEVICE_CODES.includes(code) ? 4 : 3;
    voice.error(message, exitCode, code);
    if (code === "E_ARGUMENT" && voice === TO_PEOPLE) process.stderr.write(`\neigenvox ${command.usage}\n`);
    return exitCode;
  }
}
