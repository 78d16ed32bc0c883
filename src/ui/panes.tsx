/** The panes side by side: the original alone, or beside what was computed from it. */

import { useEffect, useState } from "react";
import { useShallow } from "zustand/react/shallow";
import { useSession } from "../state/session-store";
import { useView } from "../state/view-store";
import { PaneGroup } from "../viewer/pane-group";
import { Pane } from "./pane";
import { interpolatedFacts, originalFacts, superResolvedFacts } from "./pane-texts";

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
          <Pane group={group} volumeId={result.superResolvedId} {...superResolvedFacts(result)} />
        </>
      )}
    </div>
  );
}
