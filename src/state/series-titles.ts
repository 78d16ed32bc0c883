/** What series are called. */

import { formatFactor } from "../core/volume";
import { BASELINE } from "../methods/interpolation/names";
import { t } from "../text/text";
import type { Series, UntitledSeries } from "./series-store";

/**
 * The series with their titles in the active language, and with keys, which are the English titles: what a program finds
 * them by. Two of one scan never share a title.
 */
export function withTitles(series: readonly UntitledSeries[]): Series[] {
  const taken = new Map<string, number>();
  return series.map((one) => {
    const [english, title] = titlesOf(one);
    const place = `${one.scanId} ${english}`;
    const count = (taken.get(place) ?? 0) + 1;
    taken.set(place, count);
    const number = count > 1 ? ` (${count})` : "";
    const origin = one.kind === "interpolated" ? t("{method}, no detail added", { method: BASELINE }) : one.origin;
    return { ...one, key: english + number, title: title + number, origin };
  });
}

function titlesOf({ kind, factor = [1, 1, 1], provenance }: UntitledSeries): readonly [string, string] {
  const times = formatFactor(factor);
  switch (kind) {
    case "scan":
      return ["Original", t("Original")];
    case "interpolated":
      return [`Interpolated ${times}`, t("Interpolated {times}", { times })];
    case "result": {
      const method = provenance?.bankTitle === "" ? `${provenance.method} ${times}` : undefined;
      return [method ?? `Super-resolved ${times}`, method ?? t("Super-resolved {times}", { times })];
    }
    case "error":
      return ["Expected error", t("Expected error")];
    case "residual":
      return ["Residual", t("Residual")];
  }
}
