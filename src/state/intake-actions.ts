/** Files become series: what is found in them is opened where it is clear what is meant, and else picked from. */

import type { Progress } from "../core/progress";
import { isJunk } from "../formats/scan-names";
import { getEngine } from "../session/client";
import type { GivenFile, Outcome, RefusedFiles, SeriesInfo, SurveyInfo } from "../session/wire";
import { t } from "../text/text";
import { addScan } from "./actions";
import { openable, openIds, showPicker, useIntake } from "./intake-store";
import { newJobId } from "./job-store";
import { notify, valueOrNotice } from "./notice-store";
import { tellRefused } from "./read-files";

/** Looks through the files, opens what is meant, the first of it in front, and lets the person pick where that is unclear. */
export async function openFiles(files: readonly GivenFile[]): Promise<void> {
  const name = nameOf(files);
  const found = await whileReading(name, (jobId, onProgress) => getEngine().survey(jobId, files, onProgress));
  if (!found.ok) return tellFailure(t("Open files"), found);
  const survey = found.value;
  tellLeftOut(survey);
  if (survey.series.length === 0) return void getEngine().forgetSurvey(survey.id);
  await openSeries(survey, survey.atOnce);
  // What cannot be read is not offered again.
  const isLost = survey.atOnce.length === survey.series.length && openIds(survey.id).length === 0;
  if (isLost) return void getEngine().forgetSurvey(survey.id);
  // Only now, so that no button for the rest comes and goes while what is meant is read.
  useIntake.setState(({ intakes }) => ({ intakes: [...intakes, { ...survey, name }] }));
  if (isToPick(survey)) showPicker(survey.id);
}

/** Opens series of an intake, one after the other, the first of them in front; those that are open are left as they are. */
export async function openPicked(surveyId: string, seriesIds: readonly string[]): Promise<void> {
  const intake = useIntake.getState().intakes.find(({ id }) => id === surveyId);
  const open = openIds(surveyId);
  if (intake)
    await openSeries(
      intake,
      seriesIds.filter((id) => !open.includes(id)),
    );
}

async function openSeries({ id: surveyId, series }: SurveyInfo, ids: readonly string[]): Promise<void> {
  const first = series.find(({ id }) => id === ids[0]);
  if (!first) return;
  let opened = 0;
  const refused: RefusedFiles[] = [];
  const outcome = await whileReading(first.name, (jobId, onProgress) =>
    getEngine().openSeries(
      jobId,
      surveyId,
      ids,
      ({ name, files, outcome: read }) => {
        if (read.ok) addScan(read.value, opened++ === 0);
        else refused.push({ name, files, error: read.error });
      },
      onProgress,
    ),
  );
  for (const { name, error } of refused) notify(name, error);
  if (!outcome.ok) tellFailure(t("Open files"), outcome);
}

export async function openSample(): Promise<void> {
  const outcome = await whileReading(t("the sample"), () => getEngine().openSample());
  const sample = valueOrNotice(outcome, t("Sample"));
  if (sample) addScan(sample, true);
}

/** Stops looking through or reading; what was opened stays open. */
export function cancelReading(jobId: string): void {
  endReading(jobId);
  void getEngine().cancel(jobId);
}

/** True where there are images beyond those that are opened at once, or, where none is, other series to choose among. */
function isToPick({ series, atOnce }: SurveyInfo): boolean {
  const left = openable({ series }).filter(({ id }) => !atOnce.includes(id));
  return left.some(({ rank }) => rank === "image") || (atOnce.length === 0 && left.length > 0);
}

/** Tells of what was refused; what is no scan, or no image, is passed over in silence where there is anything else. */
function tellLeftOut({ files, series, refused }: SurveyInfo): void {
  const told = series.length > 0 ? refused.filter(({ name, error }) => !isJunk(name, error.code)) : refused;
  const noImages = openable({ series }).length > 0 ? [] : series.map(noImage);
  tellRefused([...noImages, ...told], files);
}

const noImage = ({ name, count, notices: [first] }: SeriesInfo): RefusedFiles => ({
  name,
  files: count,
  error: { code: "E_NOT_IMAGE", message: first?.text ?? "" },
});

/** What files that were given together are called: as the folder, or the first of them. */
function nameOf([first]: readonly GivenFile[]): string {
  return first?.path?.split("/").find(Boolean) ?? first?.file.name ?? "";
}

/** Shows what is being read or made of scans, until it is, with the way to stop it. */
export async function whileReading<T>(
  name: string,
  work: (jobId: string, onProgress: (progress: Progress) => void) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const jobId = newJobId();
  const reading = { jobId, name, stage: t("Starting"), fraction: 0 };
  useIntake.setState(({ readings }) => ({ readings: [...readings, reading] }));
  const report = (progress: Progress) =>
    useIntake.setState(({ readings }) => ({
      readings: readings.map((one) => (one.jobId === jobId ? { ...one, ...progress } : one)),
    }));
  const outcome = await work(jobId, report);
  endReading(jobId);
  return outcome;
}

function endReading(jobId: string): void {
  useIntake.setState(({ readings }) => ({ readings: readings.filter((one) => one.jobId !== jobId) }));
}

/** Nothing is told of what the person stopped. */
export function tellFailure(subject: string, { error }: Extract<Outcome<unknown>, { ok: false }>): void {
  if (error.code !== "ABORTED") notify(subject, error);
}
