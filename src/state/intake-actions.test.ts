import { beforeEach, describe, expect, test, vi } from "vitest";
import type { GivenFile, OpenedScan, Outcome, SeriesInfo, SeriesRead, SurveyInfo } from "../session/wire";
import { cancelReading, openFiles, openPicked } from "./intake-actions";
import { closePicker, fetchPicture, forgetIntake, hasMore, openIds, pickedIntake, useIntake } from "./intake-store";
import { useNotices } from "./notice-store";
import { useSeries } from "./series-store";
import { testSeries } from "./test-series";

const engine = vi.hoisted(() => ({
  survey: vi.fn(),
  openSeries: vi.fn(),
  seriesPicture: vi.fn(),
  forgetSurvey: vi.fn(),
  cancel: vi.fn(),
  planResult: vi.fn(),
  evidence: vi.fn(),
}));
vi.mock("../session/client", () => ({ getEngine: () => engine }));

const ok = <T>(value: T): Outcome<T> => ({ ok: true, value });
const series = (id: string, rank: SeriesInfo["rank"] = "image"): SeriesInfo => ({
  id,
  name: `series ${id}`,
  dims: [4, 4, 4],
  spacing: [1, 1, 1],
  frames: 1,
  count: 4,
  notices: rank === "none" ? [{ code: "W_NOT_IMAGE", text: "A report." }] : [],
  rank,
  format: "dicom",
});
const junk = (name: string) => ({ name, files: 1, error: { code: "E_NOT_NIFTI", message: "This is text." } }) as const;
const found = (id: string, more: Partial<SurveyInfo>): Outcome<SurveyInfo> =>
  ok({ id, files: 9, series: [], refused: [], atOnce: [], ...more });
const files: readonly GivenFile[] = [{ file: new File([], "IM1"), path: "disc/IM1" }];

let scans = 0;
function scanOf(surveyId: string, seriesId: string): OpenedScan {
  const { grid, ...facts } = testSeries(`scan-${++scans}`);
  const volume = { ...grid, data: new Float32Array(1000) };
  return { ...facts, volume, notices: [], histogram: { counts: [], range: [0, 1] }, surveyId, seriesId } as OpenedScan;
}

const opened = () => useSeries.getState().series.map(({ seriesId }) => seriesId);
const notices = () => useNotices.getState().notices.map(({ subject, code }) => `${subject} ${code}`);

beforeEach(() => {
  for (const call of Object.values(engine)) call.mockReset().mockResolvedValue(ok(undefined));
  engine.openSeries.mockImplementation(
    async (_: string, surveyId: string, ids: readonly string[], onRead: (read: SeriesRead) => void) => {
      for (const id of ids) onRead({ seriesId: id, name: id, files: 1, outcome: ok(scanOf(surveyId, id)) });
      return ok(undefined);
    },
  );
  useSeries.setState(useSeries.getInitialState(), true);
  useIntake.setState(useIntake.getInitialState(), true);
  useNotices.setState({ notices: [] });
});

describe("files that are opened", () => {
  test("are open at once where it is clear what is meant; the rest stays at hand", async () => {
    const all = [series("a"), series("b", "minor"), series("c", "none")];
    engine.survey.mockResolvedValue(found("s", { series: all, atOnce: ["a"], refused: [junk("x.txt")] }));
    await openFiles(files);
    expect(opened()).toEqual(["a"]);
    expect(pickedIntake()).toBeUndefined();
    const [intake] = useIntake.getState().intakes;
    expect(intake).toMatchObject({ id: "s", name: "disc" });
    expect(intake && hasMore(intake, useSeries.getState().series)).toBe(true);
    expect(notices()).toEqual([]);
    expect(useIntake.getState().readings).toEqual([]);
  });

  test("are picked from where it is not, one drop after the other", async () => {
    engine.survey.mockResolvedValueOnce(found("s", { series: [series("a"), series("b")] }));
    engine.survey.mockResolvedValueOnce(found("t", { series: [series("c", "minor"), series("d", "minor")] }));
    await Promise.all([openFiles(files), openFiles(files)]);
    expect(pickedIntake()?.id).toBe("s");
    closePicker();
    expect(pickedIntake()?.id).toBe("t");
    closePicker();
    expect(pickedIntake()).toBeUndefined();
    expect(useIntake.getState().intakes).toHaveLength(2);
  });

  test("keep what is on the screen, and are shown in front", async () => {
    useSeries.setState({ series: [testSeries("before")], shown: ["before"], active: "before" });
    engine.survey.mockResolvedValue(found("s", { series: [series("a"), series("b")], atOnce: ["a", "b"] }));
    await openFiles(files);
    expect(opened()).toEqual([undefined, "a", "b"]);
    expect(useSeries.getState().series.find(({ id }) => id === useSeries.getState().active)?.seriesId).toBe("a");
  });

  test("that are no scans are told of, and not held", async () => {
    engine.survey.mockResolvedValue(found("s", { refused: [junk("x.txt")], files: 1 }));
    await openFiles(files);
    expect(notices()).toEqual(["x.txt E_NOT_NIFTI"]);
    expect(useIntake.getState().intakes).toEqual([]);
    expect(engine.forgetSurvey).toHaveBeenCalledWith("s");
  });

  test("that look like a scan but cannot be read are told of, and not offered again", async () => {
    engine.survey.mockResolvedValue(found("s", { series: [series("a")], atOnce: ["a"] }));
    engine.openSeries.mockImplementation(
      async (_: string, __: string, [id]: readonly string[], onRead: (read: SeriesRead) => void) => {
        const error = { code: "E_TRUNCATED", message: "It is cut short." } as const;
        onRead({ seriesId: id as string, name: "cut.nii.gz", files: 1, outcome: { ok: false, error } });
        return ok(undefined);
      },
    );
    await openFiles(files);
    expect(notices()).toEqual(["cut.nii.gz E_TRUNCATED"]);
    expect(pickedIntake()).toBeUndefined();
    expect(useIntake.getState().intakes).toEqual([]);
  });

  test("with nothing but a report are told to hold no image", async () => {
    engine.survey.mockResolvedValue(found("s", { series: [series("r", "none")] }));
    await openFiles(files);
    expect(notices()).toEqual(["series r E_NOT_IMAGE"]);
    expect(pickedIntake()).toBeUndefined();
  });

  test("a damaged one among them is told of, though others are opened", async () => {
    const refused = [junk("x.txt"), junk("claims.nii"), { ...junk("y"), error: { code: "E_TRUNCATED", message: "" } }];
    engine.survey.mockResolvedValue(found("s", { series: [series("a")], atOnce: ["a"], refused } as never));
    await openFiles(files);
    expect(notices()).toEqual(["claims.nii E_NOT_NIFTI", "y E_TRUNCATED"]);
  });

  test("stop being read when that is cancelled", async () => {
    let stop = (_: Outcome<never>) => {};
    engine.survey.mockReturnValue(new Promise((resolve) => (stop = resolve)));
    const opening = openFiles(files);
    const [reading] = useIntake.getState().readings;
    cancelReading(reading?.jobId ?? "");
    expect(useIntake.getState().readings).toEqual([]);
    expect(engine.cancel).toHaveBeenCalledWith(reading?.jobId);
    stop({ ok: false, error: { code: "ABORTED", message: "" } });
    await opening;
    expect(notices()).toEqual([]);
  });
});

describe("series that are picked", () => {
  beforeEach(async () => {
    engine.survey.mockResolvedValue(found("s", { series: [series("a"), series("b")] }));
    await openFiles(files);
  });

  test("are opened once, and again after they were closed", async () => {
    await openPicked("s", ["b", "a"]);
    await openPicked("s", ["a", "b"]);
    expect(opened()).toEqual(["b", "a"]);
    expect(openIds("s")).toEqual(["b", "a"]);
    useSeries.setState(({ series }) => ({ series: series.filter(({ seriesId }) => seriesId !== "a") }));
    await openPicked("s", ["a"]);
    expect(opened()).toEqual(["b", "a"]);
  });

  test("are told of by name where they cannot be read", async () => {
    const error = { code: "E_PIXELS", message: "not decoded" } as const;
    engine.openSeries.mockImplementation(async (_job, _survey, _ids, onRead: (read: SeriesRead) => void) => {
      onRead({ seriesId: "a", name: "series a", files: 4, outcome: { ok: false, error } });
      return ok(undefined);
    });
    await openPicked("s", ["a"]);
    expect(notices()).toEqual(["series a E_PIXELS"]);
  });

  test("have a picture, asked for once", async () => {
    const picture = { volume: {}, window: [0, 1] };
    engine.seriesPicture.mockResolvedValueOnce(ok(picture));
    await Promise.all([fetchPicture("s", "pictured"), fetchPicture("s", "pictured"), fetchPicture("s", "without")]);
    expect(useIntake.getState().pictures).toEqual({ "s pictured": picture, "s without": null });
    expect(engine.seriesPicture).toHaveBeenCalledTimes(2);
  });

  test("are forgotten with their files", () => {
    forgetIntake("s");
    expect(useIntake.getState()).toMatchObject({ intakes: [], picking: [], pictures: {} });
    expect(engine.forgetSurvey).toHaveBeenCalledWith("s");
  });
});
