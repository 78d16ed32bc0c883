/** Series in folders and archives, through the command line: what is found, chosen, refused and written. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSeries, PATIENT, seriesUid, storedBytes } from "../formats/dicom/test-dicom";
import * as cases from "../formats/dicom/test-dicom-cases";
import { VERDICTS } from "../formats/dicom/test-verdicts";
import { buildNifti } from "../formats/nifti/test-nifti";
import { readFirstScan } from "../formats/registry";
import type { ScanFile } from "../formats/scan-format";
import { zipOf } from "../formats/zip";
import { fileAt, filesBelow } from "../hosts/node-file";
import { launched, eigenvox as runEigenvox } from "./test-run";

const folder = mkdtempSync(join(tmpdir(), "eigenvox-series-"));
const path = (...names: string[]) => join(folder, ...names);
/** What the built files tell of their patient. */
const SECRETS = [...Object.values(PATIENT), "Secretperson", cases.KOREAN.name];

function eigenvox(...args: string[]) {
  const run = runEigenvox(...args);
  expect(secretsIn(run.stdout + run.stderr)).toEqual([]);
  return run;
}

const secretsIn = (text: string) => SECRETS.filter((secret) => text.includes(secret));

/** What `info --json` says of paths, and its exit code. */
function info(...paths: string[]) {
  const { stdout, stderr, status } = eigenvox("info", "--json", ...paths);
  if (!stdout) throw new Error(stderr);
  return { ...(JSON.parse(stdout) as Listing), status };
}

interface Listing {
  readonly series: readonly {
    readonly number: number;
    readonly id: string;
    readonly format: string;
    readonly description: string;
    readonly dims: readonly number[];
    readonly spacingMm: readonly number[];
    readonly count: number;
    readonly frames: number;
    readonly rank: string;
    readonly warnings: readonly { readonly code: string; readonly text: string }[];
  }[];
  readonly skipped: readonly { readonly name: string; readonly code: string; readonly text: string }[];
}

async function store(name: string, files: readonly ScanFile[]): Promise<string> {
  mkdirSync(path(name));
  for (const file of files) {
    const target = path(name, file.path ?? file.name);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, await file.bytes());
  }
  return path(name);
}

/** Every byte that lies below a folder, as text. */
const allBytes = (name: string) =>
  readdirSync(path(name))
    .map((file) => readFileSync(path(name, file)).toString("latin1"))
    .join("");

const readBack = async (name: string) => (await readFirstScan(await filesBelow(path(name)))).volume;

beforeAll(async () => {
  expect(launched("info", "--help").status).toBe(0);
  await store("one", buildSeries());
  await store("two", cases.twoSeries());
  writeFileSync(path("scan.nii"), buildNifti({ dim: [3, 8, 8, 4], values: Array.from({ length: 256 }, (_, i) => i) }));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.entries(VERDICTS))("info tells of %s", async (name, { files, series, skipped = [] }) => {
  const listing = info(await store(name, files()));
  const told = listing.series.map(({ rank, dims, count, warnings }) => {
    const matrix = rank === "none" ? "" : dims.join("×");
    return [rank, matrix, count, ...warnings.map(({ code }) => code)];
  });
  expect(told).toEqual(series);
  expect(listing.skipped.map(({ code }) => code).sort()).toEqual([...skipped].sort());
  expect(listing.status).toBe(series.some(([rank]) => rank !== "none") ? 0 : 3);
});

test("info tells of every format in one list, in files, folders and archives, and of what it skipped", async () => {
  const files = [...buildSeries({ series: 2 }), ...cases.junk(), ...cases.localizer().slice(0, 3), cases.report()];
  const mixed = await store("mixed", files);
  const listing = info(mixed, path("scan.nii"));
  expect(listing.series.map(({ number }) => number)).toEqual(listing.series.map((_, i) => i + 1));
  expect(listing.series.find(({ format }) => format === "nifti")).toMatchObject({
    description: "scan.nii",
    dims: [8, 8, 4],
    count: 1,
    frames: 1,
    rank: "image",
  });
  expect(listing.series.at(-1)).toMatchObject({ rank: "none", warnings: [{ code: "W_NOT_IMAGE" }] });
  expect(listing.skipped.map(({ code }) => code)).toEqual(expect.arrayContaining(["E_NOT_NIFTI", "E_EMPTY"]));

  const zipped = await zipOf(
    (async function* () {
      for (const file of buildSeries()) yield { name: `disc/${file.name}`, bytes: await file.bytes() };
    })(),
  );
  writeFileSync(path("disc.zip"), new Uint8Array(await zipped.arrayBuffer()));
  const [inFolder, inArchive] = [info(path("one")), info(path("disc.zip"))];
  expect(inArchive.series).toEqual(inFolder.series);
  expect(inFolder.series).toMatchObject([
    { id: seriesUid(1), description: "phantom 1", dims: [12, 10, 6], spacingMm: [2, 1.5, 3], count: 6, frames: 1 },
  ]);

  const text = eigenvox("info", mixed).stdout;
  expect(text).toMatch(/^ +1 {2}phantom 2: 12×10×6, 2 × 1\.5 × 3 mm, 6 images/m);
  expect(text).toMatch(/^skipped {2}E_NOT_NIFTI 2 files, such as /m);
});

test("where nothing can be opened info says why, and exits with 3", async () => {
  mkdirSync(path("nothing"));
  expect(info(path("nothing"))).toEqual({ series: [], skipped: [], status: 3 });
  expect(info(await store("only junk", cases.junk()))).toMatchObject({ series: [], skipped: { length: 4 }, status: 3 });
  expect(info(path("not there"))).toMatchObject({ series: [], skipped: [{ code: "E_NOT_FOUND" }], status: 3 });
  const told = eigenvox("info", path("nothing"));
  expect([told.status, told.stdout]).toEqual([3, ""]);
  expect(told.stderr).toContain("E_NOT_FOUND");
});

const nearest = (from: string, to: string, ...more: string[]) =>
  eigenvox("upscale", path(from), "-o", path(to), "--factor", "2,1,1", "--method", "nearest", ...more);

test.each([
  ["number", "2"],
  ["UID", seriesUid(2)],
  ["description", "PHANTOM 2"],
  ["part of its description", "tom 2"],
])("a series is chosen by its %s", async (_, chosen) => {
  const run = nearest("two", "chosen.nii.gz", "--series", chosen);
  expect([run.status, run.stderr]).toEqual([0, expect.not.stringContaining("E_")]);
  expect((await readFirstScan([await fileAt(path("chosen.nii.gz"))])).volume.dims).toEqual([24, 10, 9]);
});

test("where it is not clear which series is meant they are listed", async () => {
  await store("alike", [...buildSeries(), ...buildSeries({ series: 2, elements: { SeriesDescription: "phantom 1" } })]);
  for (const run of [
    nearest("two", "x.nii"),
    nearest("two", "x.nii", "--series", "3"),
    nearest("alike", "x.nii", "--series", "phantom 1"),
  ]) {
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/E_ARGUMENT: .*\n +1 {2}phantom 1.*: 12×10×6.*\n +2 {2}phantom [12].*: 12×10×[69]/);
  }
});

test("a DICOM series is made finer across its slices, written as DICOM and as NIfTI, and read again", async () => {
  const upscale = ["upscale", path("one"), "--factor", "1,1,2", "--method", "tricubic"];
  expect(eigenvox(...upscale, "-o", path("fine.nii.gz")).status).toBe(0);
  const options = ["--format", "dicom", "--sidecar", path("fine.json")];
  expect(eigenvox(...upscale, "-o", path("fine"), ...options).status).toBe(0);
  expect(info(path("fine"))).toMatchObject({
    series: [
      {
        description: "Eigenvox 1×1×2 interpolated, research only",
        format: "dicom",
        dims: [12, 10, 12],
        spacingMm: [2, 1.5, 1.5],
        count: 12,
        rank: "image",
      },
    ],
    status: 0,
  });
  const [fine, stored] = [(await readFirstScan([await fileAt(path("fine.nii.gz"))])).volume, await readBack("fine")];
  expect(stored.affine.map((v) => v.toFixed(3))).toEqual(fine.affine.map((v) => v.toFixed(3)));
  const range = Math.max(...fine.data) - Math.min(...fine.data);
  expect(Math.max(...stored.data.map((value, i) => Math.abs(value - (fine.data[i] as number))))).toBeLessThan(
    range / 4096,
  );
  const sidecar = readFileSync(path("fine.json"), "utf8");
  expect(JSON.parse(sidecar)).toMatchObject({ FileName: "fine", Sources: ["phantom 1"] });
  expect(secretsIn(allBytes("fine") + sidecar)).toEqual([]);

  const again = eigenvox(...upscale, "-o", path("fine"), "--format", "dicom");
  expect([again.status, again.stderr]).toEqual([2, expect.stringContaining("is not empty")]);

  expect(eigenvox(...upscale, "-o", path("kept"), "--format", "dicom", "--keep-patient").status).toBe(0);
  expect(secretsIn(allBytes("kept"))).toEqual(expect.arrayContaining([PATIENT.PatientName, PATIENT.PatientID]));
  expect(secretsIn(allBytes("kept"))).not.toContain(PATIENT.InstitutionName);
});

test("a NIfTI scan becomes a DICOM series of nobody", async () => {
  const options = ["--format", "dicom"];
  expect(nearest("scan.nii", "from-nifti", ...options).status).toBe(0);
  expect((await readBack("from-nifti")).dims).toEqual([16, 8, 4]);
  const kept = nearest("scan.nii", "not-made", ...options, "--keep-patient");
  expect([kept.status, kept.stderr]).toEqual([2, expect.stringContaining("--keep-patient")]);
});

test("nothing is made finer across slices that do not lie evenly, but within them it is", async () => {
  const files = await store("gapped", cases.missingSlice());
  const upscale = ["upscale", files, "--method", "nearest", "-o", path("gapped.nii.gz"), "--factor"];
  const across = eigenvox(...upscale, "1,1,2");
  expect([across.status, across.stderr]).toEqual([
    3,
    expect.stringMatching(/E_SLICES: phantom 1: W_MISSING_SLICE .* 2,2,1/),
  ]);
  const within = eigenvox(...upscale, "2,2,1");
  expect([within.status, within.stderr]).toEqual([0, expect.stringContaining("phantom 1: W_MISSING_SLICE ")]);
});

test("learning from the scan itself takes its slices to be as thick as the files tell", async () => {
  const thick = { columns: 32, rows: 32, slices: 12, distanceMm: 4, elements: { SliceThickness: 3 } };
  const value = (x: number, y: number, index: number) => ((x * 7 + y * 13 + index * 29) % 97) * 10;
  const files = await store("thick", buildSeries({ ...thick, value }));
  const run = eigenvox("upscale", files, "-o", path("thick.nii.gz"), "--factor", "1,1,2", "--self");
  expect(run.stderr).toContain("Slices of 3 mm, 4 mm apart, as the files tell: degradation slice:z,1.5,0.5");
  expect(run.stderr).toContain("Degraded again (slice:z,1.5,0.5)");
  expect(run.status).toBe(0);
});

test("every image in folders of DICOM is judged and learned from, by names of their own", async () => {
  const value = (x: number, y: number, index: number) => ((x * 7 + y * 13 + index * 29) % 97) * 10;
  const large = { columns: 24, rows: 24, slices: 24, value };
  const alike = { series: 2, elements: { SeriesDescription: "phantom 1" } };
  const files = await store("many", [...buildSeries(large), ...buildSeries({ ...large, ...alike }), cases.report()]);
  const judged = eigenvox("evaluate", files, "--factor", "1,1,2", "--method", "nearest", "--json");
  expect(judged.status).toBe(0);
  const { volumes } = JSON.parse(judged.stdout) as { volumes: { name: string }[] };
  expect(volumes.map(({ name }) => name)).toEqual(["phantom 1, series 1", "phantom 1, series 2"]);
  const train = ["train", files, "-o", path("many-bank"), "--factor", "1,1,2", "--rows", "2000"];
  expect(eigenvox(...train, "--source", "only one").stderr).toContain("1 --source for 2 scans");
  expect(eigenvox(...train).status).toBe(0);
  expect(eigenvox("info", path("many-bank")).stdout).toMatch(/trained on +phantom 1, series 1; voxels/);
});

test("compressed pixels are read as what they were", async () => {
  const values = (index: number) => Array.from({ length: 120 }, (_, i) => i * 7 + index * 100);
  await store(
    "plain",
    buildSeries({}, (slice, i) => ({ ...slice, pixelData: storedBytes(values(i), 16) })),
  );
  const packed = buildSeries({}, (slice, i) => ({ ...slice, syntax: "rle", fragments: [cases.runLength(values(i))] }));
  await store("packed", packed);
  for (const name of ["plain", "packed"]) expect(nearest(name, `${name}.nii`).status).toBe(0);
  expect(readFileSync(path("packed.nii"))).toEqual(readFileSync(path("plain.nii")));
});
