import { beforeEach, expect, test, vi } from "vitest";
import { saveDicom, saveResult } from "./saving";
import { findSeries, useSeries } from "./series-store";
import { testFamily } from "./test-series";
import { useView } from "./view-store";

const engine = vi.hoisted(() => ({
  sourceHash: vi.fn(),
  encodeDicom: vi.fn(),
  encodeResult: vi.fn(),
  sidecar: vi.fn(),
}));
const download = vi.hoisted(() => vi.fn());
vi.mock("../session/client", () => ({ getEngine: () => engine }));
vi.mock("./download", () => ({ download }));

const [, , result] = testFamily("a");
const id = result?.id ?? "";
const names = () => download.mock.calls.map(([, name]) => name);

beforeEach(() => {
  download.mockReset();
  engine.sourceHash.mockResolvedValue({ ok: true, value: "1a2b3c4d5e6f" });
  engine.encodeDicom.mockReset().mockResolvedValue({ ok: true, value: new Blob(["zip"]) });
  engine.encodeResult.mockResolvedValue({ ok: true, value: new Blob(["nifti"]) });
  engine.sidecar.mockResolvedValue({ ok: true, value: "{}" });
  const provenance = { factor: [2, 2, 2], bankTitle: "test" } as never;
  const series = testFamily("a").map((one) => ({
    ...one,
    name: "Doe^John head",
    contrast: "T1w",
    ...(one.kind === "result" && { provenance, isUnsaved: true }),
  }));
  useSeries.setState({ ...useSeries.getInitialState(), series }, true);
  useView.setState({ windows: { a: [5, 50] } });
});

test("a result is saved as DICOM, as it is displayed, under a name that names nobody", async () => {
  await saveDicom(id, { keepPatient: true });
  expect(engine.encodeDicom).toHaveBeenCalledWith(result?.resultId, { keepPatient: true, window: [5, 50] });
  expect(names()).toEqual(["scan-1a2b3c4d_res-sr2x_desc-superres_T1w.zip"]);
  expect(findSeries(id)?.isUnsaved).toBe(false);
  expect(useSeries.getState().saving).toEqual([]);
});

test("one that could not be written stays unsaved", async () => {
  engine.encodeDicom.mockResolvedValue({ ok: false, error: { code: "E_TOO_LARGE", message: "" } });
  await saveDicom(id, { keepPatient: false });
  expect(names()).toEqual([]);
  expect(findSeries(id)?.isUnsaved).toBe(true);
  expect(useSeries.getState().saving).toEqual([]);
});

test("a NIfTI file goes with what tells of it, and is saved once at a time", async () => {
  await Promise.all([saveResult(id), saveResult(id)]);
  const stem = "scan-1a2b3c4d_res-sr2x_desc-superres_T1w";
  expect(names()).toEqual([`${stem}.nii.gz`, `${stem}.json`]);
});
