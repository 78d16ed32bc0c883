/** How the tiles are arranged, and what they compare. */

import type { Plane } from "../../core/view";
import { setLayout } from "../../state/layout";
import { changePrefs, DEFAULT_PREFS, type Layout, usePrefs } from "../../state/prefs-store";
import { swapCompared } from "../../state/series-store";
import { t } from "../../text/text";
import { flip, useStage } from "../stage/stage-store";
import { type Command, hasPair, isViewing } from "./command";

/** Held longer than this, a key is held and was not pressed. */
const HELD_MS = 300;

const layout = (value: Layout, key: string, title: () => string, isEnabled = isViewing): Command => ({
  id: `layout-${value}`,
  keys: [key],
  title,
  run: () => setLayout(value),
  isEnabled,
});

const plane = (value: Plane, key: string, title: () => string): Command => ({
  id: `plane-${value}`,
  keys: [key],
  title,
  run: () => changePrefs({ plane: value }),
  isEnabled: isViewing,
});

export const LAYOUT_COMMANDS: readonly Command[] = [
  layout("grid", "KeyG", () => t("Grid: planes and series")),
  layout("plane", "KeyP", () => t("Plane: one plane of each series")),
  layout("two-up", "KeyU", () => t("Two-up: A beside B"), hasPair),
  layout("curtain", "KeyK", () => t("Curtain: A beside B in one place"), hasPair),
  {
    ...layout("flicker", "KeyF", () => t("Flicker: A and B in turn; press or hold"), hasPair),
    run: startFlicker,
    release: endFlicker,
  },
  layout("difference", "KeyD", () => t("Difference: A minus B"), hasPair),
  layout("render", "KeyV", () => t("3-D")),
  plane("axial", "Shift+Digit1", () => t("Axial")),
  plane("coronal", "Shift+Digit2", () => t("Coronal")),
  plane("sagittal", "Shift+Digit3", () => t("Sagittal")),
  { id: "swap", keys: ["KeyX"], title: () => t("Swap A and B"), run: swapCompared, isEnabled: hasPair },
  { id: "reset-layout", keys: [], title: () => t("Reset layout"), run: resetLayout, isEnabled: isViewing },
];

export function resetLayout(): void {
  useStage.setState({ maximised: undefined });
  setLayout(DEFAULT_PREFS.layout);
  changePrefs({ plane: DEFAULT_PREFS.plane });
}

/** Whether the key that is down has changed the picture, which letting it go takes back if it was held. */
let hasFlipped = false;

/** The first press goes to Flicker, later ones show the other picture. */
function startFlicker(): void {
  hasFlipped = usePrefs.getState().layout === "flicker";
  if (hasFlipped) flip();
  else setLayout("flicker");
}

function endFlicker(heldMs: number): void {
  if (heldMs > HELD_MS && hasFlipped) flip();
}
