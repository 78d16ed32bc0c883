/** The command line: the engine of the page for scripts and checks. */

import { COMMANDS } from "./commands";
import { runCommand } from "./program";
import { leave } from "./terminal";

await leave(await main(process.argv.slice(2)));

async function main([name, ...rest]: string[]): Promise<number> {
  const command = name && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!name || !command) {
    const wantsHelp = name === "--help" || name === "-h" || name === "help";
    const all = Object.values(COMMANDS).map(({ usage }) => `eigenvox ${usage}\n`);
    (wantsHelp ? process.stdout : process.stderr).write(
      `${wantsHelp ? "" : `Unknown command: ${name ?? "none"}.\n`}Usage: eigenvox COMMAND …\n\n${all.join("\n")}`,
    );
    return wantsHelp ? 0 : 2;
  }
  return runCommand("eigenvox", command, rest, () => name);
}
