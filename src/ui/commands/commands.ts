/** Everything that can be done by a key or from the command palette, in one table. */

import { t } from "../../text/text";
import type { Command } from "./command";
import { IMAGE_COMMANDS, TOOL_COMMANDS, WINDOW_COMMANDS } from "./image-commands";
import { LAYOUT_COMMANDS } from "./layout-commands";
import { PAGE_COMMANDS, SERIES_COMMANDS } from "./page-commands";

export interface CommandGroup {
  readonly id: string;
  readonly title: () => string;
  readonly commands: readonly Command[];
}

export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { id: "layout", title: () => t("Layout"), commands: LAYOUT_COMMANDS },
  { id: "images", title: () => t("Images"), commands: IMAGE_COMMANDS },
  { id: "window", title: () => t("Window"), commands: WINDOW_COMMANDS },
  { id: "tools", title: () => t("Tools"), commands: TOOL_COMMANDS },
  { id: "series", title: () => t("Series"), commands: SERIES_COMMANDS },
  { id: "page", title: () => t("Page"), commands: PAGE_COMMANDS },
];

export const COMMANDS: readonly Command[] = COMMAND_GROUPS.flatMap(({ commands }) => commands);

const BY_KEY = new Map(COMMANDS.flatMap((command) => command.keys.map((key) => [key, command] as const)));

/** The command of a key as `keyName` gives it. */
export function commandOfKey(name: string): Command | undefined {
  return BY_KEY.get(name);
}

export const isEnabled = ({ isEnabled: test }: Command): boolean => test?.() ?? true;
