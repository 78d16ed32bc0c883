/** The viewer: rail, stage and inspector; the last two over each other where the window is narrow. */

import { usePrefs } from "../../state/prefs-store";
import { useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { useIsNarrow } from "../common/use-media";
import { Inspector } from "../inspector/inspector";
import { Stage } from "../stage/stage";
import { OrientationCard } from "./orientation-card";
import { Rail } from "./rail";
import { Sheet } from "./sheet";
import { useShell } from "./shell-store";
import { Welcome } from "./welcome";

export function ViewPanel({ isHidden }: { isHidden: boolean }) {
  const hasScan = useSeries(({ series }) => series.length > 0);
  const wantsInspector = usePrefs((prefs) => prefs.inspector);
  const sheet = useShell((shell) => shell.sheet);
  const isNarrow = useIsNarrow();
  return (
    <div className="view-panel" hidden={isHidden}>
      {hasScan && !isNarrow && <Rail />}
      {/* Another element for another place: what it holds does not move, it is new. */}
      <main key={hasScan ? "stage" : "start"} className="stage-place" tabIndex={-1} aria-label={t("View")}>
        {hasScan ? (
          <>
            <Stage />
            <OrientationCard />
          </>
        ) : (
          <Welcome />
        )}
      </main>
      {hasScan && !isNarrow && wantsInspector && <Inspector />}
      {hasScan && isNarrow && sheet === "rail" && (
        <Sheet title={t("Series")} side="left">
          <Rail />
        </Sheet>
      )}
      {hasScan && isNarrow && sheet === "inspector" && (
        <Sheet title={t("Inspector")} side="right">
          <Inspector />
        </Sheet>
      )}
    </div>
  );
}
