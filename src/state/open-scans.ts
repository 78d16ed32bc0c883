/** The scans that are open in View, as training and evaluation can take them. */

import type { OpenScan } from "../session/open-scans";
import type { Series } from "./series-store";

/** Those that were acquired and are not among the volumes yet. */
export function scansToAdd(
  series: readonly Series[],
  volumes: readonly { readonly scanId?: string }[],
): readonly OpenScan[] {
  return series
    .filter(({ kind, provenance }) => kind === "scan" && provenance === undefined)
    .filter(({ scanId }) => !volumes.some((volume) => volume.scanId === scanId))
    .map(({ scanId, name, warnings, orientationKnown }) => ({ scanId, name, notices: warnings, orientationKnown }));
}
