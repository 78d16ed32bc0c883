/** The command line: the engine of the page for scripts and checks. Exit codes: 0, 2 usage, 3 bad input, 4 no device. */

import { EigenvoxError, type ErrorCode, isAbort, MACHINE_CODES } from "../core/errors";
import { readArguments } from "./arguments";
import { COMMANDS } from "./commands";
import { printable } from "./terminal";

const DEVICE_CODES: readonly ErrorCode[] = ["E_NO_GPU", "E_NO_CPU", ...MACHINE_CODES];

process.exit(await main(process.argv.slice(2)));

async function main([name, ...rest]: string[]): Promise<number> {
  const command = name && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const wantsHelp = name === "--help" || name === "-h" || name === "help";
    const all = Object.values(COMMANDS).map(({ usage }) => `eigenvox ${usage}\n`);
    (wantsHelp ? process.stdout : process.stderr).write(
      `${wantsHelp ? "" : `Unknown command: ${name ?? "none"}.\n`}Usage: npm run --silent eigenvox -- COMMAND …\n\n${all.join("\n")}`,
    );
    return wantsHelp ? 0 : 2;
  }
  try {
    const args = readArguments(rest, command);
    if (args.flag("help")) process.stdout.write(`eigenvox ${command.usage}\n`);
    else await command.run(args);
    return 0;
  } catch (error) {
    if (isAbort(error)) {
      process.stderr.write("\nInterrupted.\n");
      return 130;
    }
    if (!(error instanceof EigenvoxError)) throw error;
    process.stderr.write(`\n${error.code}: ${error.message.split("\n").map(printable).join("\n")}\n`);
    if (error.code === "E_ARGUMENT") process.stderr.write(`\neigenvox ${command.usage}\n`);
    return error.code === "E_ARGUMENT" ? 2 : DEVICE_CODES.includes(error.code) ? 4 : 3;
  }
}
