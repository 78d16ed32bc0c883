/** Language, theme, keys and the rest of what is seldom needed; buttons of their own where there is room. */

import { CircleHelp, Command, Ellipsis, Languages, Moon, Sun } from "lucide-react";
import { changePrefs, usePrefs } from "../../state/prefs-store";
import { LANGUAGES, type Language, t } from "../../text/text";
import { keyLabel } from "../commands/keys";
import { IconButton } from "../common/button";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../common/menu";
import { languageOf } from "./appearance";
import { openDialog } from "./shell-store";

export function PageButtons() {
  const language = usePrefs((prefs) => languageOf(prefs.language));
  const theme = usePrefs((prefs) => prefs.theme);
  const other: Language = language === "ko" ? "en" : "ko";
  const isLight = theme === "light" || (theme === "system" && document.documentElement.dataset.theme === "light");
  return (
    <>
      <button
        type="button"
        className="button quiet small"
        aria-label={t("All commands")}
        title={t("All commands")}
        onClick={() => openDialog("palette")}
      >
        <kbd>{keyLabel("Ctrl+KeyK")}</kbd>
      </button>
      <button
        type="button"
        className="button quiet small language-button"
        title={t("Language")}
        onClick={() => changePrefs({ language: other })}
      >
        <span lang={other}>{LANGUAGES[other]}</span>
      </button>
      <IconButton
        label={isLight ? t("Dark theme") : t("Light theme")}
        onClick={() => changePrefs({ theme: isLight ? "dark" : "light" })}
      >
        {isLight ? <Moon size={16} aria-hidden="true" /> : <Sun size={16} aria-hidden="true" />}
      </IconButton>
      <IconButton label={t("Mouse and keys")} onClick={() => openDialog("help")}>
        <CircleHelp size={16} aria-hidden="true" />
      </IconButton>
    </>
  );
}

export function MoreMenu() {
  const language = usePrefs((prefs) => languageOf(prefs.language));
  const theme = usePrefs((prefs) => prefs.theme);
  const themes = [
    ["dark", t("Dark")],
    ["light", t("Light")],
    ["system", t("As the system")],
  ] as const;
  return (
    <Menu
      label={t("More")}
      button={<Ellipsis size={16} aria-hidden="true" />}
      hasArrow={false}
      kind="quiet small"
      align="end"
    >
      <MenuItem
        label={t("All commands")}
        icon={<Command size={14} aria-hidden="true" />}
        keys={keyLabel("Ctrl+KeyK")}
        onSelect={() => openDialog("palette")}
      />
      <MenuItem
        label={t("Mouse and keys")}
        icon={<CircleHelp size={14} aria-hidden="true" />}
        keys="?"
        onSelect={() => openDialog("help")}
      />
      <MenuItem label={t("Diagnostics to copy")} onSelect={() => openDialog("diagnostics")} />
      <MenuItem label={t("How to check that nothing is sent")} onSelect={() => openDialog("privacy")} />
      <MenuLine />
      <MenuHeading>
        <Languages size={14} aria-hidden="true" /> {t("Language")}
      </MenuHeading>
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <MenuItem
          key={one}
          label={<span lang={one}>{LANGUAGES[one]}</span>}
          isTicked={one === language}
          onSelect={() => changePrefs({ language: one })}
        />
      ))}
      <MenuHeading>{t("Theme")}</MenuHeading>
      {themes.map(([one, title]) => (
        <MenuItem key={one} label={title} isTicked={one === theme} onSelect={() => changePrefs({ theme: one })} />
      ))}
    </Menu>
  );
}
