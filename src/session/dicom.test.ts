/** DICOM from the files to open scans. */

import { describe, expect, test } from "vitest";
import { upsampledGrid } from "../core/affine";
import { SOFTWARE } from "../core/software";
import { voxelCount } from "../core/volume";
import { buildSeries, PATIENT } from "../formats/dicom/test-dicom";
import * as cases from "../formats/dicom/test-dicom-cases";
import { buildNifti } from "../formats/nifti/test-nifti";
import { FORMATS, readFirstScan } from "../formats/registry";
import type { ScanFile } from "../formats/scan-format";
import { openZip } from "../formats/zip";
import { fileOf } from "../hosts/browser-file";
import type { Provenance } from "../jobs/provenance";
import { Results } from "./results";
import { Scans } from "./scans";
import { given, silent, startSession } from "./test-session";
import type { GivenFile, OpenedScan, SeriesInfo } from "./wire";

async function filesOf(files: readonly ScanFile[]): Promise<GivenFile[]> {
  return Promise.all(
    files.map(async ({ name, path, bytes }) => ({ file: new File([await bytes()], name), ...(path && { path }) })),
  );
}

async function survey(files: readonly ScanFile[], ...others: readonly File[]) {
  const session = startSession();
  const found = await session.survey("1", [...(await filesOf(files)), ...given(...others)], silent);
  const open = async (ids: readonly string[] = found.atOnce) => {
    const opened: OpenedScan[] = [];
    const take = ({ outcome }: { outcome: { ok: boolean; value?: OpenedScan } }) =>
      void (outcome.value && opened.push(outcome.value));
    await session.openSeries("2", found.id, ids, take, silent);
    return opened;
  };
  return { session, found, open };
}

const codes = ({ notices }: Pick<SeriesInfo, "notices">) => notices.map(({ code }) => code);

describe("a folder of DICOM", () => {
  test("with one series in it is opened at once, whatever lies beside it", async () => {
    const { session, found, open } = await survey(cases.shuffled(), new File(["read me"], "README"));
    expect(found).toMatchObject({ files: 9, refused: [{ name: "README", error: { code: "E_NOT_NIFTI" } }] });
    expect(found.series).toMatchObject([{ format: "dicom", name: "phantom 1", dims: [12, 10, 8], count: 8 }]);
    const [scan] = await open();
    expect(scan).toMatchObject({ name: "phantom 1", canKeepPatient: true, seriesId: found.atOnce[0] });
    expect(scan?.slices).toMatchObject({ axis: 2, distanceMm: 3, thicknessMm: 3 });
    expect(scan?.volume.dims).toEqual([12, 10, 8]);
    expect(await session.sourceHash(scan?.id ?? "")).toMatch(/^[0-9a-f]{64}$/);
  });

  test("with two is picked from, by their pictures", async () => {
    const { session, found, open } = await survey(cases.twoSeries());
    expect(found.atOnce).toEqual([]);
    expect(found.series).toHaveLength(2);
    const ids = found.series.map(({ id }) => id);
    for (const id of ids) {
      const picture = await session.seriesPicture(found.id, id);
      expect(picture?.volume.dims).toEqual([12, 10, 1]);
      expect(picture?.window[0]).toBeLessThan(picture?.window[1] as number);
    }
    expect((await open(ids)).map(({ name }) => name).sort()).toEqual(["phantom 1", "phantom 2"]);
  });

  test("whose slices are uneven is opened with a warning and an obstacle", async () => {
    const { found, open } = await survey(cases.missingSlice());
    const [scan] = await open();
    expect(codes(found.series[0] as SeriesInfo)).toContain("W_MISSING_SLICE");
    expect(scan?.slices?.obstacle?.code).toBe("W_MISSING_SLICE");
    expect(codes(scan as OpenedScan)).toContain("W_MISSING_SLICE");
  });

  test("tells the page nothing of the patient", async () => {
    const { found, open } = await survey(buildSeries());
    const [scan] = await open();
    expect(JSON.stringify([found, { ...scan, volume: undefined }])).not.toMatch(/secret|193302|Testina/i);
  });
});

test("every series is taken to train and to evaluate on", async () => {
  const session = startSession();
  const names: string[] = [];
  const files = await filesOf(cases.twoSeries());
  await session.addTrainingVolumes(files, ({ outcome }) => outcome.ok && names.push(outcome.value.name));
  await session.addEvaluationVolumes(files, ({ outcome }) => outcome.ok && names.push(outcome.value.name));
  expect(names.sort()).toEqual(["phantom 1", "phantom 1", "phantom 2", "phantom 2"]);
});

describe("a result", () => {
  const PROVENANCE: Provenance = {
    method: "folded",
    factor: [1, 1, 2],
    bankTitle: "test",
    bankHash: "ab".repeat(32),
    software: SOFTWARE,
    adapterName: "none",
    seconds: 1,
  };

  /** Of the first series in the files; twice as fine across the slices. */
  async function savedOf(files: readonly ScanFile[], keepPatient: boolean) {
    const scans = new Scans(FORMATS);
    const results = new Results(scans, FORMATS);
    const opened = scans.open(await readFirstScan(files));
    const { volume, source } = scans.held.get(opened.id);
    const grid = upsampledGrid(volume, PROVENANCE.factor);
    const data = Float32Array.from({ length: voxelCount(grid.dims) }, (_, i) => i);
    const made = { scanId: opened.id, volume: { ...grid, data }, source, provenance: PROVENANCE };
    const archive = await results.encodeSeries(results.hold(made), { keepPatient, window: [10, 90] });
    const bytes = new Uint8Array(await archive.arrayBuffer());
    const saved = await readFirstScan([fileOf(new File([bytes], "saved.zip"))]);
    const images = await openZip(fileOf(new File([bytes], "saved.zip")));
    const text = new TextDecoder("latin1").decode((await images[0]?.bytes()) ?? new Uint8Array());
    return { saved, grid, data, images, text };
  }

  test("is a series of DICOM in an archive, on the same grid, with the window it is shown by", async () => {
    const { saved, grid, data, images } = await savedOf(buildSeries(), false);
    expect(images).toHaveLength(grid.dims[2]);
    expect(saved.volume.dims).toEqual(grid.dims);
    for (const [i, value] of saved.volume.affine.entries()) expect(value).toBeCloseTo(grid.affine[i] as number, 3);
    expect(Math.max(...saved.volume.data.map((value, i) => Math.abs(value - (data[i] as number))))).toBeLessThan(0.02);
    expect(saved.series.name).toMatch(/^Eigenvox .*research only$/);
    expect(saved.calWindow?.map((value) => Math.round(value))).toEqual([10, 90]);
  });

  test("has what the source tells of the patient only where that is wanted", async () => {
    expect((await savedOf(buildSeries(), true)).text).toContain(PATIENT.PatientName);
    expect((await savedOf(buildSeries(), false)).text).not.toMatch(/secret|193302/i);
  });

  test("of a scan of another format belongs to nobody", async () => {
    const { saved, grid } = await savedOf([fileOf(new File([buildNifti({})], "Doe.nii"))], true);
    expect(saved.volume.dims).toEqual(grid.dims);
  });
});
