/** One row, always as high and never two: what does not fit goes into menus. */

import { PanelLeft, PanelRight } from "lucide-react";
import { usePrefs } from "../../state/prefs-store";
import { useSeries } from "../../state/series-store";
import { useSession } from "../../state/session-store";
import { t } from "../../text/text";
import { toggleInspector } from "../commands/page-commands";
import { IconButton } from "../common/button";
import { useIsNarrow, useMedia } from "../common/use-media";
import { PrimaryAction } from "../inspector/primary-action";
import { StageBar } from "../stage/stage-bar";
import { MoreMenu, PageButtons } from "./more-menu";
import { OpenMenu } from "./open-menu";
import { PanelSwitch } from "./panel-switch";
import { SeriesMenu } from "./series-menu";
import { toggleSheet, useShell } from "./shell-store";

export function TopRow() {
  const isNarrow = useIsNarrow();
  const isTiny = useMedia("(max-width: 599px)");
  const isWide = useMedia("(min-width: 1200px)");
  const hasName = useMedia("(min-width: 1440px)");
  const hasScan = useSeries((state) => state.series.length > 0);
  const isViewing = useSession((session) => session.panel === "view");
  const showsInspector = usePrefs((prefs) => prefs.inspector);
  const sheet = useShell((shell) => shell.sheet);
  return (
    <header className="top-row">
      {isNarrow && (
        <IconButton
          label={t("Series")}
          disabled={!isViewing || !hasScan}
          aria-expanded={isViewing && hasScan && sheet === "rail"}
          onClick={() => toggleSheet("rail")}
        >
          <PanelLeft size={18} aria-hidden="true" />
        </IconButton>
      )}
      <h1 className="row brand">
        <img src="./icon.svg" alt={hasName ? "" : "Eigenvox"} width="22" height="22" />
        {hasName && "Eigenvox"}
      </h1>
      <PanelSwitch isShort={isNarrow} />
      <OpenMenu isShort={isNarrow} />
      {isViewing && hasScan ? (
        <>
          {!isTiny && <SeriesMenu />}
          <div className="stage-bar-place">
            <StageBar />
          </div>
          <PrimaryAction />
        </>
      ) : (
        <span className="stage-bar-place" />
      )}
      {isWide ? <PageButtons /> : <MoreMenu />}
      <IconButton
        label={t("Inspector")}
        disabled={!isViewing || !hasScan}
        aria-expanded={isViewing && hasScan && (isNarrow ? sheet === "inspector" : showsInspector)}
        onClick={toggleInspector}
      >
        <PanelRight size={18} aria-hidden="true" />
      </IconButton>
    </header>
  );
}
