/** The panes side by side: the original alone, or beside what was computed from it. */

import { useEffect, useMemo, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { showPicture } from "../../state/actions";
import { type ResultInfo, useSession } from "../../state/session-store";
import { useView } from "../../state/view-store";
import { PaneGroup } from "../../viewer/pane-group";
import { Segments } from "../common/segments";
import { Pane } from "./pane";
import { interpolatedFacts, mapFacts, originalFacts, superResolvedFacts } from "./pane-texts";

export function Panes() {
  const { scan, result } = useSession(useShallow(({ scan, result }) => ({ scan, result })));
  const [group] = useState(() => new PaneGroup());
  useEffect(() => useView.subscribe((view) => group.setView(view)), [group]);
  if (!scan) return null;
  return (
    <div className={result ? "panes three" : "panes"}>
      <Pane group={group} volumeId={scan.id} {...originalFacts(scan)} />
      {result && (
        <>
          <Pane group={group} volumeId={result.interpolatedId} {...interpolatedFacts(result)} />
          <ResultPane group={group} result={result} />
        </>
      )}
    </div>
  );
}

const PICTURES = { result: "Result", error: "Error", residual: "Residual" } as const;

/** The result, or in its place a map of how faithful it is. */
function ResultPane({ group, result }: { group: PaneGroup; result: ResultInfo }) {
  const { picture, mapKinds } = result;
  const map = picture === "result" ? undefined : result.maps[picture];
  const texts = useMemo(
    () => (map && picture !== "result" ? mapFacts(result, picture, map) : superResolvedFacts(result)),
    [result, picture, map],
  );
  return (
    <Pane group={group} volumeId={map?.volumeId ?? result.superResolvedId} {...texts}>
      {mapKinds.length > 0 && (
        <Segments
          name="picture"
          legend="Picture"
          choices={(["result", ...mapKinds] as const).map((choice) => [choice, PICTURES[choice]])}
          value={picture}
          onChange={(choice) => void showPicture(choice)}
        />
      )}
    </Pane>
  );
}
