/** What was found in the files of this visit, what is being looked through and read, and what the person is to pick from. */

import { create } from "zustand";
import type { Progress } from "../core/progress";
import { getEngine } from "../session/client";
import type { SeriesInfo, SeriesPicture, SurveyInfo } from "../session/wire";
import { type Series, useSeries } from "./series-store";

/** Files that were given together, and what was found in them. */
export interface Intake extends SurveyInfo {
  /** Of what was given: the first file's or the folder's. */
  readonly name: string;
}

/** What is being looked through or read. */
export interface Reading extends Progress {
  /** By which it is cancelled. */
  readonly jobId: string;
  /** What is being read, in words. */
  readonly name: string;
}

interface IntakeState {
  /** Oldest first; only those with a series in them. */
  readonly intakes: readonly Intake[];
  /** Ids of those that the person is to pick from; the first is the one that is shown. */
  readonly picking: readonly string[];
  readonly readings: readonly Reading[];
  /** By `pictureKey`; null where there is none. */
  readonly pictures: Readonly<Record<string, SeriesPicture | null>>;
}

export const useIntake = create<IntakeState>(() => ({ intakes: [], picking: [], readings: [], pictures: {} }));

export const pictureKey = (surveyId: string, seriesId: string) => `${surveyId} ${seriesId}`;

/** The intake whose picker is open. */
export function pickedIntake({ intakes, picking } = useIntake.getState()): Intake | undefined {
  return intakes.find(({ id }) => id === picking[0]);
}

/** What can be opened. */
export const openable = (intake: Pick<Intake, "series">): readonly SeriesInfo[] =>
  intake.series.filter(({ rank }) => rank !== "none");

/** Ids of the series of an intake that are open now. */
export function openIds(surveyId: string, series: readonly Series[] = useSeries.getState().series): readonly string[] {
  return series.flatMap((one) =>
    one.kind === "scan" && one.surveyId === surveyId && one.seriesId !== undefined ? [one.seriesId] : [],
  );
}

/** Whether there is more in an intake than what is open. */
export function hasMore(intake: Intake, series: readonly Series[]): boolean {
  const open = openIds(intake.id, series);
  return intake.refused.length > 0 || intake.series.some(({ id, rank }) => rank === "none" || !open.includes(id));
}

/** Opens the picker of an intake, behind one that is open. */
export function showPicker(surveyId: string): void {
  useIntake.setState(({ picking }) => (picking.includes(surveyId) ? {} : { picking: [...picking, surveyId] }));
}

/** Closes the picker; the next one that waits is open then. */
export function closePicker(): void {
  useIntake.setState(({ picking }) => ({ picking: picking.slice(1) }));
}

/** Forgets an intake; what was opened of it stays open. */
export function forgetIntake(surveyId: string): void {
  useIntake.setState(({ intakes, picking, pictures }) => ({
    intakes: intakes.filter(({ id }) => id !== surveyId),
    picking: picking.filter((id) => id !== surveyId),
    pictures: Object.fromEntries(Object.entries(pictures).filter(([key]) => !key.startsWith(`${surveyId} `))),
  }));
  void getEngine().forgetSurvey(surveyId);
}

const asked = new Set<string>();

/** Has the picture of a series put into the store, once. */
export async function fetchPicture(surveyId: string, seriesId: string): Promise<void> {
  const key = pictureKey(surveyId, seriesId);
  if (asked.has(key)) return;
  asked.add(key);
  const outcome = await getEngine().seriesPicture(surveyId, seriesId);
  const picture = (outcome.ok && outcome.value) || null;
  useIntake.setState(({ intakes, pictures }) =>
    intakes.some(({ id }) => id === surveyId) ? { pictures: { ...pictures, [key]: picture } } : {},
  );
}
