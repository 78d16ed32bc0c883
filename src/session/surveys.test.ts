/** Files on their way to open scans: what is found in them, and what is opened. */

import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { buildNifti, type NiftiSpec } from "../formats/nifti/test-nifti";
import { FORMATS } from "../formats/registry";
import type { ScanFormat } from "../formats/scan-format";
import { given, silent, startSession } from "./test-session";
import type { OpenedScan, SeriesRead } from "./wire";

const text = new File(["only a text"], "notes.txt");
const scan = (name: string, spec?: NiftiSpec) => new File([buildNifti(spec)], name);

async function open(files: readonly File[], session = startSession()) {
  const survey = await session.survey("1", given(...files), silent);
  const reads: SeriesRead[] = [];
  await session.openSeries("2", survey.id, survey.atOnce, (read) => void reads.push(read), silent);
  const scans = reads.flatMap(({ outcome }) => (outcome.ok ? [outcome.value] : []));
  return { session, survey, reads, scans, first: scans[0] as OpenedScan };
}

describe("opening files", () => {
  test("refuses a scan that a tab has no room for, before any of its voxels is read", async () => {
    const header = buildNifti({ datatype: 2, dim: [3, 812, 812, 812], values: [] });
    // As many compressed bytes as can hold the voxels; they are damaged.
    const large = new File([gzipSync(header), new Uint8Array(520_000)], "large.nii.gz");
    const { session, survey } = await open([large, scan("a.nii")]);
    expect(survey.series.map(({ id }) => id)).toEqual(["a.nii"]);
    const message = expect.stringMatching(/^The scan has 812×812×812 voxels, 2 GiB .*at most 1 GiB/);
    expect(survey.refused).toMatchObject([{ name: "large.nii.gz", error: { code: "E_TOO_LARGE", message } }]);
    const reads: [string, boolean][] = [];
    await session.addTrainingVolumes(given(large), ({ name, outcome }) => void reads.push([name, outcome.ok]));
    expect(reads).toEqual([["large.nii.gz", false]]);
  });

  test("opens every scan in them, whatever else is among them", async () => {
    const { survey, scans } = await open([text, scan("a.nii"), new File([], "empty.nii"), scan("b.nii")]);
    expect(survey).toMatchObject({
      files: 4,
      series: [
        { id: "a.nii", format: "nifti", dims: [2, 3, 4], count: 1, rank: "image" },
        { id: "b.nii", format: "nifti" },
      ],
      atOnce: ["a.nii", "b.nii"],
    });
    const refused = survey.refused.map(({ name, files, error }) => [name, files, error.code]);
    expect(refused.sort()).toEqual([
      ["empty.nii", 1, "E_EMPTY"],
      ["notes.txt", 1, "E_NOT_NIFTI"],
    ]);
    expect(new Set(scans.map(({ id }) => id)).size).toBe(2);
    expect(scans[1]).toMatchObject({
      name: "b.nii",
      frames: 1,
      range: [0, 23],
      synthetic: false,
      surveyId: survey.id,
      seriesId: "b.nii",
    });
  });

  test("tells only what can be sent to a page", async () => {
    const { survey, first } = await open([scan("a.nii"), text]);
    expect(structuredClone(survey)).toEqual(survey);
    expect(structuredClone(first)).toEqual(first);
  });

  test("opens 16 without asking, and the others when they are picked", async () => {
    const { session, survey, scans } = await open(Array.from({ length: 20 }, (_, i) => scan(`${i}.nii`)));
    expect(survey.series).toHaveLength(20);
    expect(scans).toHaveLength(16);
    const names: string[] = [];
    await session.openSeries("3", survey.id, ["18.nii", "17.nii"], ({ name }) => void names.push(name), silent);
    expect(names).toEqual(["18.nii", "17.nii"]);
  });

  test("tells the file's window beside the one that suits the eye", async () => {
    const { first } = await open([scan("a.nii", { calMin: 5, calMax: 15 })]);
    expect(first.headerWindow).toEqual([5, 15]);
    expect(first.window[1]).toBeGreaterThan(15);
    expect(first.histogram.counts).toHaveLength(256);
    expect((await open([scan("a.nii")])).first).not.toHaveProperty("headerWindow");
  });

  test("a file that cannot be read is refused alone", async () => {
    const whole = buildNifti();
    const { reads } = await open([new File([whole.slice(0, 360)], "cut.nii"), scan("b.nii")]);
    expect(reads.map(({ seriesId, outcome }) => [seriesId, outcome.ok || outcome.error.code])).toContainEqual([
      "b.nii",
      true,
    ]);
    expect(reads.filter(({ outcome }) => outcome.ok)).toHaveLength(1);
  });

  test("what was found is forgotten, and what was opened of it stays", async () => {
    const { session, survey, first } = await open([scan("a.nii")]);
    await session.forgetSurvey(survey.id);
    const gone = { code: "E_NOT_FOUND" };
    await expect(session.openSeries("3", survey.id, ["a.nii"], silent, silent)).rejects.toMatchObject(gone);
    await expect(session.seriesPicture(survey.id, "a.nii")).rejects.toMatchObject(gone);
    expect(await session.sourceHash(first.id)).toMatch(/^[0-9a-f]{64}$/);
  });
});

/** NIfTI whose reading and looking can be stopped in the middle. */
function slowFormat(started: () => void): ScanFormat {
  const untilStopped = (signal?: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
      started();
    });
  const [nifti] = FORMATS.filter(({ id }) => id === "nifti") as [ScanFormat];
  return {
    ...nifti,
    survey: (files, options) =>
      files.some(({ name }) => name.startsWith("slow-survey")) ? untilStopped(options?.signal) : nifti.survey(files),
    read: (series, options) =>
      series.name.startsWith("slow") ? untilStopped(options?.signal) : nifti.read(series, options),
    picture: async (series) => ({ ...(await nifti.read(series)).volume, dims: [2, 12, 1] }),
  };
}

describe("stopping", () => {
  const aborted = { name: "AbortError" };

  test("a survey leaves nothing, and the next one its turn", async () => {
    const session = startSession({ formats: [slowFormat(() => void session.cancel("1"))] });
    const stopped = session.survey("1", given(scan("slow-survey.nii")), silent);
    const next = session.survey("2", given(scan("a.nii")), silent);
    await expect(stopped).rejects.toMatchObject(aborted);
    expect(await next).toMatchObject({ atOnce: ["a.nii"] });
  });

  test("reading keeps what was opened before", async () => {
    const session = startSession({ formats: [slowFormat(() => void session.cancel("2"))] });
    const { id } = await session.survey("1", given(scan("a.nii"), scan("slow.nii"), scan("b.nii")), silent);
    const names: string[] = [];
    const reading = session.openSeries(
      "2",
      id,
      ["a.nii", "slow.nii", "b.nii"],
      ({ name }) => void names.push(name),
      silent,
    );
    await expect(reading).rejects.toMatchObject(aborted);
    expect(names).toEqual(["a.nii"]);
  });
});

test("a series has a picture where its format can make one", async () => {
  const session = startSession({ formats: [slowFormat(silent)] });
  const { id } = await session.survey("1", given(scan("a.nii")), silent);
  expect(await session.seriesPicture(id, "a.nii")).toMatchObject({
    volume: { dims: [2, 12, 1] },
    window: [expect.any(Number), expect.any(Number)],
  });
});
