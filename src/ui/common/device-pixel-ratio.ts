/** Device pixels per CSS pixel, which change without any box: on another screen, or by the browser's zoom. */

import { useSyncExternalStore } from "react";

/** Calls `changed` at every change until the function it gives is called. */
export function watchRatio(changed: () => void): () => void {
  let query: MediaQueryList | undefined;
  let last = devicePixelRatio;
  // A query tells that the ratio is not its own any more: then the next one is asked.
  const watch = () => {
    query?.removeEventListener("change", tell);
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", tell);
  };
  const tell = () => {
    if (devicePixelRatio === last) return;
    last = devicePixelRatio;
    watch();
    changed();
  };
  watch();
  // Where resolutions cannot be asked for, as in older Safari, zooming still resizes the window.
  window.addEventListener("resize", tell);
  return () => {
    query?.removeEventListener("change", tell);
    window.removeEventListener("resize", tell);
  };
}

export const useRatio = (): number => useSyncExternalStore(watchRatio, () => devicePixelRatio);
