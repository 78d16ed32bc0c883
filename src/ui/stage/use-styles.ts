/** Values of custom properties, for what draws on canvases and must know the theme. */

import { type RefObject, useEffect, useState } from "react";
import { usePrefs } from "../../state/prefs-store";

export function useStylesOf(
  host: RefObject<HTMLElement | null>,
  names: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const theme = usePrefs((prefs) => prefs.theme);
  const [styles, setStyles] = useState<Readonly<Record<string, string>>>();
  const key = names.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme gives other values
  useEffect(() => {
    const read = () => {
      if (!host.current) return;
      const computed = getComputedStyle(host.current);
      setStyles(Object.fromEntries(key.split(",").map((name) => [name, computed.getPropertyValue(name).trim()])));
    };
    read();
    // The theme is put on the page by another effect, maybe after this one.
    const frame = requestAnimationFrame(read);
    const scheme = matchMedia("(prefers-color-scheme: light)");
    scheme.addEventListener("change", read);
    return () => {
      cancelAnimationFrame(frame);
      scheme.removeEventListener("change", read);
    };
  }, [host, key, theme]);
  return styles;
}
