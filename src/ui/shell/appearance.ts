/** Theme and language of the whole document, as the person chose them or the system has them. */

import { usePrefs } from "../../state/prefs-store";
import { retitleSeries } from "../../state/series-store";
import { activateLanguage, firstLanguage, type Language } from "../../text/text";

/** The language in use. */
export const languageOf = (chosen: Language | undefined): Language => chosen ?? firstLanguage(navigator.languages);

/** To be called once, before anything is drawn: it must hear of a change before what draws the words does. */
export function followAppearance(): void {
  const light = matchMedia("(prefers-color-scheme: light)");
  const apply = () => {
    const { theme, language } = usePrefs.getState();
    const shown = theme === "system" ? (light.matches ? "light" : "dark") : theme;
    document.documentElement.dataset.theme = shown;
    document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", shown);
    const spoken = languageOf(language);
    if (activateLanguage(spoken)) retitleSeries();
    document.documentElement.lang = spoken;
  };
  apply();
  usePrefs.subscribe(apply);
  light.addEventListener("change", apply);
}
