/** What a command is. */

import { findSeries, type Series, useSeries } from "../../state/series-store";
import { useSession } from "../../state/session-store";

export interface Command {
  readonly id: string;
  readonly title: () => string;
  /** Names as `keyName` gives them; the first is the one that is shown. */
  readonly keys: readonly string[];
  readonly run: () => void;
  /** What happens when the key is let go, `heldMs` after it was pressed. */
  readonly release?: (heldMs: number) => void;
  /** Always where it is missing. */
  readonly isEnabled?: () => boolean;
  /** True where a key held down goes on. */
  readonly repeats?: boolean;
}

/** For commands on images: there are some, and they are looked at. */
export const isViewing = () => useSession.getState().panel === "view" && useSeries.getState().series.length > 0;

/** For commands that compare. */
export const hasPair = () => isViewing() && useSeries.getState().b !== undefined;

/** What commands on one series speak of. */
export function activeSeries(): Series | undefined {
  const { active, shown, series } = useSeries.getState();
  return findSeries(active) ?? findSeries(shown[0]) ?? series[0];
}
