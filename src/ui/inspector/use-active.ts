/** What the inspector speaks of. */

import { activeResult, activeScan, findSeries, type Series, useSeries } from "../../state/series-store";

export const useActiveScan = (): Series | undefined => useSeries((state) => activeScan(state));

/** The result that is looked at, else the newest of the scan that is. */
export const useActiveResult = (): Series | undefined => useSeries((state) => activeResult(state));

/** The image that is looked at: the first that was opened where none was chosen. */
export const useActiveSeries = (): Series | undefined =>
  useSeries((state) => findSeries(state.active, state) ?? activeScan(state));
