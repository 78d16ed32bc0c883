/** Which series are meant by whoever gives files and says no more. */

import { FORMATS, formatOf } from "./registry";
import type { ScanFormat, ScanSeries } from "./scan-format";

/**
 * Every image that is a file of its own, and of images that lie in collections the only one: among several a person must
 * choose. Where there is no image, the only series that can be opened.
 */
export function opensAtOnce(
  series: readonly ScanSeries[],
  formats: readonly ScanFormat[] = FORMATS,
): readonly ScanSeries[] {
  const collected = series.filter((one) => formatOf(one, formats).isCollection === true);
  const own = series.filter((one) => one.rank === "image" && !collected.includes(one));
  const chosen = [...own, ...(only(collected) ?? [])];
  return chosen.length > 0 ? chosen : (only(series) ?? []);
}

/** The only image; where there is none, the only one that can be opened. */
function only(series: readonly ScanSeries[]): readonly ScanSeries[] | undefined {
  const ranked = ["image", "minor"].map((rank) => series.filter((one) => one.rank === rank));
  const best = ranked.find(({ length }) => length > 0);
  return best?.length === 1 ? best : undefined;
}
