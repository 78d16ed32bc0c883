/** What of the series in files a picker lists where, and what it has chosen for the person before they choose. */

import type { SeriesInfo, SurveyInfo } from "../../session/wire";

/** More images than this are for the person to choose from. */
const FEW = 4;

type Ranked = Pick<SeriesInfo, "id" | "rank">;

export const ofRank = <T extends Ranked>(series: readonly T[], rank: SeriesInfo["rank"]): readonly T[] =>
  series.filter((one) => one.rank === rank);

/** Ids of all images that are not open yet, where they are few; else none. */
export function chosenAtFirst(series: readonly Ranked[], open: readonly string[]): readonly string[] {
  const images = ofRank(series, "image").filter(({ id }) => !open.includes(id));
  return images.length <= FEW ? images.map(({ id }) => id) : [];
}

/** Number of series that could still be opened. */
export const countMore = (series: readonly Ranked[], open: readonly string[]): number =>
  series.filter(({ id, rank }) => rank !== "none" && !open.includes(id)).length;

/** Files that were skipped for one reason. */
export interface Skipped {
  readonly code: SurveyInfo["refused"][number]["error"]["code"];
  readonly files: number;
  readonly items: readonly { readonly name: string; readonly message: string }[];
}

/** By their reasons, what most files have in common first. */
export function skippedByReason(refused: SurveyInfo["refused"]): readonly Skipped[] {
  const codes = [...new Set(refused.map(({ error }) => error.code))];
  return codes
    .map((code) => {
      const some = refused.filter(({ error }) => error.code === code);
      return {
        code,
        files: countFiles(some),
        items: some.map(({ name, error }) => ({ name, message: error.message })),
      };
    })
    .sort((a, b) => b.files - a.files);
}

export const countFiles = (refused: SurveyInfo["refused"]): number =>
  refused.reduce((sum, { files }) => sum + files, 0);
