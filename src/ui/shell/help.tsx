/** What the mouse does in both habits, and every key. */

import { changePrefs, usePrefs } from "../../state/prefs-store";
import { t } from "../../text/text";
import { COMMAND_GROUPS } from "../commands/commands";
import { keyLabel } from "../commands/keys";
import { Modal } from "../common/modal";
import { Segments } from "../common/segments";
import { closeDialog, useShell } from "./shell-store";

/** What is done, by the habits of neuroimaging tools, and by those of radiology workstations. */
const gestures = (): readonly (readonly [neuro: string, radiology: string, effect: string])[] => [
  [t("Left drag"), "—", t("Crosshair, in all tiles")],
  [t("Right drag"), t("Left drag"), t("Window: right is wider, up is brighter")],
  ["—", t("Right drag"), t("Zoom")],
  [t("Wheel"), t("Wheel"), t("Slice")],
  [t("Ctrl or ⌘ + wheel, pinch"), t("Ctrl or ⌘ + wheel, pinch"), t("Zoom at the pointer")],
  [t("Middle drag"), t("Middle drag"), t("Pan")],
  [t("Double click"), t("Double click"), t("One tile alone, and back")],
  [t("Right click"), t("Right click"), t("Menu of the tile")],
  [t("One finger"), t("One finger"), t("Crosshair")],
  [t("Two fingers"), t("Two fingers"), t("Pan and zoom")],
];

export function Help() {
  const isOpen = useShell(({ dialog }) => dialog === "help");
  const mouse = usePrefs((prefs) => prefs.mouse);
  return (
    <Modal title={t("Mouse and keys")} isOpen={isOpen} className="wide-dialog" onClose={() => closeDialog("help")}>
      <div className="help">
        <section className="stack">
          <h3>{t("Mouse")}</h3>
          <Segments
            name="help-mouse"
            legend={t("Mouse")}
            choices={[
              ["neuro", t("Neuroimaging")],
              ["radiology", t("Radiology")],
            ]}
            value={mouse}
            onChange={(chosen) => changePrefs({ mouse: chosen })}
          />
          <KeyList
            rows={gestures()
              .map(([neuro, radiology, effect]) => [mouse === "neuro" ? neuro : radiology, effect] as const)
              .filter(([gesture]) => gesture !== "—")}
          />
        </section>
        {COMMAND_GROUPS.map(({ id, title, commands }) => (
          <section key={id} className="stack">
            <h3>{title()}</h3>
            <KeyList rows={commands.flatMap(({ keys, title }) => (keys[0] ? [[keyLabel(keys[0]), title()]] : []))} />
          </section>
        ))}
        <section className="stack">
          <h3>{t("Curtain, while its divider has the focus")}</h3>
          <KeyList
            rows={[
              ["1 2 3", t("Left, middle, right")],
              ["← →", t("Move the divider")],
            ]}
          />
        </section>
      </div>
    </Modal>
  );
}

function KeyList({ rows }: { rows: readonly (readonly [key: string, effect: string])[] }) {
  return (
    <dl className="key-list">
      {rows.map(([key, effect]) => (
        <div key={effect}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{effect}</dd>
        </div>
      ))}
    </dl>
  );
}
