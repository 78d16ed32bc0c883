/** Names of series that are told from each other, whatever their files call them. */

import type { ScanSeries } from "../scan-format";
import type { DicomObject } from "./image";

export interface NamedSeries {
  readonly series: ScanSeries;
  /** One of its images. */
  readonly object: DicomObject;
}

/** Of the series that have a name in common: by study, which may be another patient's, by number, else counted. */
export function toldApart(all: readonly NamedSeries[]): ScanSeries[] {
  const studies = [...new Set(all.map(({ object }) => object.studyUid))].sort();
  const words: readonly ((one: NamedSeries) => string)[] = [
    ({ object }) => `study ${studies.indexOf(object.studyUid) + 1}`,
    ({ object }) => (object.seriesNumber === undefined ? "" : `series ${object.seriesNumber}`),
    ({ series }) => series.id,
  ];
  const names = new Map<ScanSeries, string>();
  for (const alike of grouped(all, ({ series }) => series.name)) {
    for (const { series } of alike) names.set(series, series.name);
    for (const [level, word] of words.entries()) {
      const isCount = level === words.length - 1;
      for (const same of grouped(alike, ({ series }) => names.get(series) as string)) {
        const own = [...new Set(same.map(word))];
        if (own.length === 1) continue;
        for (const one of same) {
          const text = isCount ? `no. ${own.indexOf(word(one)) + 1}` : word(one);
          names.set(one.series, [names.get(one.series), text].filter(Boolean).join(", "));
        }
      }
    }
  }
  return all.map(({ series }) => ({ ...series, name: names.get(series) as string }));
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return [...groups.values()];
}
