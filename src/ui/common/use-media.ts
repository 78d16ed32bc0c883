/** Whether a media query holds, as long as it does. */

import { useSyncExternalStore } from "react";

/** Too narrow for columns beside the stage: they become sheets over it. */
export const NARROW = "(max-width: 899px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

export const useIsNarrow = (): boolean => useMedia(NARROW);
