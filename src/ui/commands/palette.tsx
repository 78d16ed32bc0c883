/** Every command by its name. */

import { Command as Palette } from "cmdk";
import { showPicker } from "../../state/intake-store";
import { t } from "../../text/text";
import { Modal } from "../common/modal";
import { useIntakesWithMore } from "../intake/intake-buttons";
import { moreOf } from "../intake/intake-texts";
import { closeDialog, useShell } from "../shell/shell-store";
import type { Command } from "./command";
import { COMMAND_GROUPS, type CommandGroup, isEnabled } from "./commands";
import { keyLabel } from "./keys";

/** Of no use by a name: the palette itself, and what lasts as long as its key is held. */
const LEFT_OUT = ["palette", "magnifier"];

export function CommandPalette() {
  const isOpen = useShell(({ dialog }) => dialog === "palette");
  const groups = [...COMMAND_GROUPS, useIntakeCommands()].filter(({ commands }) => commands.length > 0);
  return (
    <Modal title={t("All commands")} isOpen={isOpen} className="palette" onClose={() => closeDialog("palette")}>
      <Palette label={t("All commands")} loop filter={matches}>
        <Palette.Input className="palette-input" placeholder={t("What to do")} />
        <Palette.List className="palette-list" label={t("Commands")}>
          <Palette.Empty className="muted">{t("Nothing is called so.")}</Palette.Empty>
          {groups.map(({ id, title, commands }) => (
            <Palette.Group key={id} heading={title()}>
              {commands
                .filter((command) => !LEFT_OUT.includes(command.id))
                .map((command) => (
                  <PaletteItem key={command.id} command={command} />
                ))}
            </Palette.Group>
          ))}
        </Palette.List>
      </Palette>
    </Modal>
  );
}

/** One for each drop that has more in it than what is open. */
function useIntakeCommands(): CommandGroup {
  const commands = useIntakesWithMore().map(
    ({ intake, more }): Command => ({
      id: `intake-${intake.id}`,
      keys: [],
      title: () => moreOf(intake.name, more),
      run: () => showPicker(intake.id),
    }),
  );
  return { id: "intakes", title: () => t("Series in files"), commands };
}

/** Every word typed is somewhere in the command's names: letters strewn over several words are nobody's wish. */
function matches(id: string, typed: string, titles: readonly string[] = []): number {
  const names = [id, ...titles].join(" ").toLowerCase();
  const words = typed.toLowerCase().split(/\s+/);
  return words.every((word) => names.includes(word)) ? 1 : 0;
}

function PaletteItem({ command }: { command: Command }) {
  const { id, title, keys, run } = command;
  const [key] = keys;
  return (
    <Palette.Item
      value={id}
      keywords={[title()]}
      disabled={!isEnabled(command)}
      onSelect={() => {
        closeDialog("palette");
        run();
      }}
    >
      <span>{title()}</span>
      {key && <kbd>{keyLabel(key)}</kbd>}
    </Palette.Item>
  );
}
