/** What was found in files that were dropped or chosen: held until it is opened, or forgotten. */

import type { JobQueue } from "../compute/job-queue";
import { Turns } from "../compute/turns";
import { invariant } from "../core/errors";
import { intensityFacts } from "../core/histogram";
import { partOf, sparsely } from "../core/progress";
import { opensAtOnce } from "../formats/at-once";
import { formatOf, readSeries } from "../formats/registry";
import type { ScanFormat, ScanSeries, Survey } from "../formats/scan-format";
import type { EngineCalls } from "./api";
import { settle, toWire } from "./outcome";
import type { Scans } from "./scans";
import { smallPicture } from "./small-picture";
import { Store } from "./store";
import { surveyGiven } from "./survey-given";
import type { SeriesInfo, SurveyInfo } from "./wire";

/** Scans that are opened without asking: more are a slip of the hand. */
const MOST_AT_ONCE = 16;

interface HeldSurvey {
  readonly info: SurveyInfo;
  readonly series: readonly ScanSeries[];
}

export class Surveys {
  private readonly pictures = new Turns();
  private readonly held = new Store<HeldSurvey>("survey", "These files are no longer held. Open them again.");

  /** Files are looked through in one queue, and volumes read in the other: one at a time. */
  constructor(
    private readonly looking: JobQueue,
    private readonly reading: JobQueue,
    private readonly scans: Scans,
    private readonly formats: readonly ScanFormat[],
  ) {}

  /** Rejects with an AbortError when cancelled. */
  readonly make: EngineCalls["survey"] = (jobId, files, onProgress) =>
    this.looking.run(jobId, async ({ signal }) => {
      const found = await surveyGiven(files, { signal, onProgress: sparsely(onProgress) }, this.formats);
      signal.throwIfAborted();
      const { series } = found;
      return this.held.add((id) => ({ series, info: { id, ...this.describe(found) } })).info;
    });

  /** Throws `E_NOT_FOUND`; rejects with an AbortError when cancelled, after which what was read stays open. */
  readonly open: EngineCalls["openSeries"] = (jobId, surveyId, seriesIds, onRead, onProgress) =>
    this.reading.run(jobId, async ({ signal }) => {
      const chosen = seriesIds.map((id) => this.find(surveyId, id));
      for (const [index, series] of chosen.entries()) {
        const report = partOf(sparsely(onProgress), index / chosen.length, (index + 1) / chosen.length);
        report({ stage: "Reading", fraction: 0 });
        const outcome = await settle(async () => {
          const scan = await readSeries(series, { signal, onProgress: report }, this.formats);
          signal.throwIfAborted();
          return { ...this.scans.open(scan), surveyId };
        });
        signal.throwIfAborted();
        const { id: seriesId, name, files } = series;
        // The page is another thread: without waiting, the end of the reading could overtake the last report.
        await onRead({ seriesId, name, files: files.length, outcome });
      }
    });

  /** Throws `E_NOT_FOUND` and what reading throws. */
  readonly picture: EngineCalls["seriesPicture"] = (surveyId, seriesId) =>
    this.pictures.run(async () => {
      const series = this.find(surveyId, seriesId);
      const volume = await formatOf(series, this.formats).picture?.(series);
      return volume && { volume: smallPicture(volume), window: intensityFacts(volume.data).window };
    });

  forget(surveyId: string): void {
    this.held.delete(surveyId);
  }

  private find(surveyId: string, seriesId: string): ScanSeries {
    const { series } = this.held.get(surveyId);
    const found = series.find(({ id }) => id === seriesId);
    invariant(found, `no series ${seriesId}`);
    return found;
  }

  private describe({ series, refused }: Survey): Omit<SurveyInfo, "id"> {
    const files = new Set([...series, ...refused].flatMap((one) => one.files));
    const others = series.filter(({ rank }) => rank === "none").reduce((sum, { count }) => sum + count, 0);
    return {
      files: files.size + others,
      series: series.map(describeSeries),
      refused: refused.map(({ name, files, error }) => ({ name, files: files.length, error: toWire(error) })),
      atOnce: opensAtOnce(series, this.formats)
        .slice(0, MOST_AT_ONCE)
        .map(({ id }) => id),
    };
  }
}

const describeSeries = ({ files: _, origin, ...facts }: ScanSeries): SeriesInfo => ({
  ...facts,
  format: origin.format,
});
