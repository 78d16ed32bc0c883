/** Makes every change of a window one that can be taken back. */

import { remember } from "../../state/undo";
import { useView } from "../../state/view-store";
import { t } from "../../text/text";

/** Changes closer than this are one change of the hand. */
const PAUSE_MS = 1000;

type Windows = Pick<ReturnType<typeof useView.getState>, "windows" | "own">;

/** Until the returned function is called. */
export function rememberWindows(): () => void {
  let changedAt = Number.NEGATIVE_INFINITY;
  let isTakingBack = false;
  return useView.subscribe((now, before) => {
    if (isTakingBack || !isOtherWindow(now, before)) return;
    const time = performance.now();
    const isNew = time - changedAt > PAUSE_MS;
    changedAt = time;
    if (!isNew) return;
    const undo = () => {
      isTakingBack = true;
      takeBack(before);
      isTakingBack = false;
      changedAt = Number.NEGATIVE_INFINITY;
    };
    remember({ text: t("Window"), undo });
  });
}

function isOtherWindow(now: Windows, before: Windows): boolean {
  if (now.windows !== before.windows) return true;
  return now.own !== before.own && Object.keys(now.own).some((id) => now.own[id]?.window !== before.own[id]?.window);
}

function takeBack({ windows, own }: Windows): void {
  useView.setState((now) => ({
    windows,
    own: Object.fromEntries(
      Object.entries(now.own).map(([id, { window: _, ...rest }]) => {
        const window = own[id]?.window;
        return [id, window ? { ...rest, window } : rest];
      }),
    ),
  }));
}
