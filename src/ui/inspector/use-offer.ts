/** What the next run of the scan that is looked at can be. */

import { useMemo } from "react";
import { usePrefs } from "../../state/prefs-store";
import { type RunOffer, runOffer, useRun } from "../../state/run-store";
import type { Series } from "../../state/series-store";
import { useSession } from "../../state/session-store";

export function useOffer(scan: Series | undefined): RunOffer | undefined {
  const run = useRun();
  const session = useSession();
  const kept = usePrefs((prefs) => prefs.quality);
  return useMemo(() => scan && runOffer(scan, run, session, kept), [scan, run, session, kept]);
}
