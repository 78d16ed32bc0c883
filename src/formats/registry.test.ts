import { expect, test } from "vitest";
import { EigenvoxError } from "../core/errors";
import type { Volume } from "../core/volume";
import { buildMeta } from "./metaimage/test-metaimage";
import { buildMgh } from "./mgh/test-mgh";
import { buildNifti } from "./nifti/test-nifti";
import { buildNrrd } from "./nrrd/test-nrrd";
import { FORMATS, formatOf, readFirstScan, readFrame, readSeries, surveyFiles, writeScan } from "./registry";
import type { Refusal, Scan, ScanFile, ScanFormat, ScanOrigin, ScanSeries } from "./scan-format";
import { isScanName, SCAN_EXTENSIONS, scanStem } from "./scan-names";
import { latin1Bytes } from "./test-voxels";
import { memoryFile } from "./test-zip";

const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const textFile = (name: string, text: string) => memoryFile(name, latin1Bytes(text));
const unreadable = (name: string, error: Error): ScanFile => ({
  ...textFile(name, ""),
  slice: () => Promise.reject(error),
  bytes: () => Promise.reject(error),
});

interface ToyOrigin extends ScanOrigin {
  readonly sign: 1 | -1;
}

/** Text files "toy nx ny nz value …"; every two of them make two series, their sum and their difference. */
const TOY: ScanFormat = {
  id: "toy",
  title: "Toy",
  extensions: [".toy"],
  isCollection: true,
  sniff: (head) => new TextDecoder().decode(head.subarray(0, 4)) === "toy ",

  async survey(files) {
    const series: ScanSeries[] = [];
    const refused: Refusal[] = [];
    for (let i = 0; i < files.length; i += 2) {
      const pair = files.slice(i, i + 2);
      const name = pair.map((file) => file.name).join("+");
      const [a = [], b = []] = await Promise.all(pair.map(numbersOf));
      if (a.length !== b.length) {
        const error = new EigenvoxError("E_BAD_DIMS", `${name} are no pair.`);
        refused.push({ name, files: pair, error });
        continue;
      }
      for (const sign of [1, -1] as const) {
        const id = `${name} ${sign === 1 ? "sum" : "difference"}`;
        const origin: ToyOrigin = { format: "toy", sign };
        const grid = { dims: a.slice(0, 3) as unknown as ScanSeries["dims"], spacing: [1, 1, 1] as const };
        const rank = sign === 1 ? "image" : "minor";
        series.push({ ...grid, id, name: id, frames: 1, count: 2, notices: [], rank, files: pair, origin });
      }
    }
    return { series, refused };
  },

  async read(series): Promise<Scan> {
    const { name, dims, spacing, frames, files, origin } = series;
    const [a = [], b = []] = await Promise.all(files.map(numbersOf));
    const data = Float32Array.from(a.slice(3), (value, i) => value + (origin as ToyOrigin).sign * (b[i + 3] as number));
    const volume: Volume = { data, dims, spacing, affine: identity };
    return { series, name, volume, details: [], notices: [], frames, orientationKnown: true };
  },

  async *write({ dims, data }, { description }, origin) {
    yield latin1Bytes(["toy", ...dims, ...data].join(" "));
    yield latin1Bytes([" ", description, " ", JSON.stringify(origin)].join(""));
  },
};
const WITH_TOY = [...FORMATS, TOY];

async function numbersOf(file: ScanFile): Promise<number[]> {
  return new TextDecoder()
    .decode(await file.bytes())
    .split(" ")
    .slice(1)
    .map(Number);
}

const code = ({ error }: Refusal) => (error as EigenvoxError).code ?? (error as Error).message;

test("several files become several series, mixed with NIfTI and with files that are neither", async () => {
  const files = [
    textFile("a.toy", "toy 2 1 1 5 7"),
    textFile("notes.txt", "nothing of an image, only a text"),
    memoryFile("head.nii", buildNifti()),
    textFile("b.toy", "toy 2 1 1 1 2"),
    textFile("empty.nii", ""),
    textFile("empty", ""),
    unreadable("gone.nii", new Error("it went away")),
    textFile("c", "toy 2 1 1 0 0"),
    textFile("d", "toy 1 1 1 0"),
    textFile("e", "toy 1 1 1 3"),
    textFile("f", "toy 1 1 1 4"),
  ];
  const { series, refused } = await surveyFiles(files, {}, WITH_TOY);
  const found = [];
  for (const one of series)
    found.push([one.name, one.rank, [...(await readSeries(one, {}, WITH_TOY)).volume.data].slice(0, 2)]);
  expect(found).toEqual([
    ["a.toy+b.toy sum", "image", [6, 9]],
    ["a.toy+b.toy difference", "minor", [4, 5]],
    ["e+f sum", "image", [7]],
    ["e+f difference", "minor", [-1]],
    ["head.nii", "image", [0, 1]],
  ]);
  expect(series[0]?.files).toEqual([files[0], files[3]]);
  expect(refused.map((refusal) => [refusal.name, code(refusal)])).toEqual([
    ["c+d", "E_BAD_DIMS"],
    ["empty.nii", "E_EMPTY"],
    ["notes.txt", "E_NOT_NIFTI"],
    ["empty", "E_EMPTY"],
    ["gone.nii", "it went away"],
  ]);
  expect(formatOf(series[0] as ScanSeries, WITH_TOY)).toBe(TOY);
});

test("content goes before names, whichever format is asked first", async () => {
  const files = [
    memoryFile("a.nii", buildNrrd()),
    memoryFile("b.nrrd", buildMgh()),
    memoryFile("c.mgz", buildMeta()),
    memoryFile("d.mha", buildNifti()),
  ];
  for (const formats of [FORMATS, [...FORMATS].reverse()]) {
    const { series, refused } = await surveyFiles(files, {}, formats);
    expect(refused).toEqual([]);
    expect(Object.fromEntries(series.map(({ id, origin }) => [id, origin.format]))).toEqual({
      "a.nii": "nrrd",
      "b.nrrd": "mgh",
      "c.mgz": "metaimage",
      "d.mha": "nifti",
    });
  }
});

test("files of one name are series of different ids, the same each time", async () => {
  const files = [1, 2, 3].map((n) => memoryFile("T1.nii", buildNifti({ slope: n })));
  const ids = async () => (await surveyFiles(files)).series.map(({ id }) => id);
  expect(await ids()).toEqual(["T1.nii", "T1.nii#2", "T1.nii#3"]);
  expect(await ids()).toEqual(await ids());
});

test("only heads are read before a scan is asked for, and then only its files", async () => {
  const files = ["1.nii", "2.nii", "3.nii"].map((name) => memoryFile(name, buildNifti({ dim: [3, 20, 20, 20] })));
  expect(await readFirstScan(files)).toMatchObject({ name: "1.nii", frames: 1, orientationKnown: true });
  expect(await readFirstScan(files, "2.nii")).toMatchObject({ name: "2.nii" });
  const furthest = files.map(({ reads }) => Math.max(...reads.map(([, end]) => end)));
  expect(furthest).toEqual([16352, 16352, 1024]);
});

test("the first scan may lie behind files that are none; without any the first refusal is thrown", async () => {
  const picture = textFile("x.nii", "\x89PNG and so on");
  const [empty, head] = [textFile("y.nii", ""), memoryFile("head", buildNifti())];
  expect(await readFirstScan([empty, head])).toMatchObject({ name: "head" });
  await expect(readFirstScan([empty, picture])).rejects.toMatchObject({ code: "E_EMPTY" });
  await expect(readFirstScan([])).rejects.toMatchObject({ code: "E_NOT_NIFTI" });
});

test("a format without frames has one only", async () => {
  const { series } = await surveyFiles([textFile("a", "toy 1 1 1 2"), textFile("b", "toy 1 1 1 3")], {}, WITH_TOY);
  await expect(readFrame(series[0] as ScanSeries, 0, WITH_TOY)).rejects.toMatchObject({ code: "E_ARGUMENT" });
  const nifti = await surveyFiles([memoryFile("a.nii", buildNifti({ dim: [4, 1, 1, 2, 3] }))]);
  expect([...(await readFrame(nifti.series[0] as ScanSeries, 2)).data]).toEqual([4, 5]);
});

test("a result is written in its scan's format, with what that remembers, or else as NIfTI", async () => {
  const files = [textFile("a", "toy 1 1 1 2"), textFile("b", "toy 1 1 1 3")];
  const { series, volume } = await readFirstScan(files, undefined, WITH_TOY);
  const { origin } = series;
  const written = await writeScan(volume, { description: "why" }, origin, WITH_TOY);
  expect(new TextDecoder().decode(written)).toBe('toy 1 1 1 5 why {"format":"toy","sign":1}');
  const readOnly = { ...TOY, write: undefined as never };
  for (const formats of [FORMATS, [readOnly, ...FORMATS]]) {
    const bytes = await writeScan(volume, { description: "why" }, origin, formats);
    const nifti = await readFirstScan([memoryFile("r", bytes)]);
    expect(nifti).toMatchObject({ volume, details: ["NIfTI-1, float32, little-endian, gzip", SCANNER] });
  }
});

const SCANNER = "geometry from sform (scanner)";
const UNKNOWN = "geometry from pixdim (orientation unknown)";

test("a result says of its space what its scan says, one without origin that it is the scanner's", async () => {
  for (const [bytes, detail] of [
    [buildNifti({ sformCode: 4 }), "geometry from sform (MNI 152)"],
    [buildNifti({ sformCode: 0 }), UNKNOWN],
    [buildNrrd(), SCANNER],
    [buildNrrd({ fields: { space: undefined } }), UNKNOWN],
    [buildMgh({ flag: 0 }), UNKNOWN],
    [buildMeta({ fields: { TransformMatrix: undefined } }), UNKNOWN],
  ] as const) {
    const { volume, series } = await readFirstScan([memoryFile("a", bytes)]);
    const again = await readFirstScan([memoryFile("b", await writeScan(volume, { description: "" }, series.origin))]);
    expect(again.details).toContain(detail);
    expect(again.volume).toEqual(volume);
    const made = await readFirstScan([memoryFile("c", await writeScan(volume, { description: "" }))]);
    expect(made.details).toContain(SCANNER);
  }
});

test("the formats' names are those that the page knows", () => {
  expect(FORMATS.flatMap(({ extensions }) => extensions).sort()).toEqual([...SCAN_EXTENSIONS].sort());
  const scans = ["a.nii", "a.NII.GZ", "a.hdr", "a.img.gz", "a.mgz", "a.nrrd", "a.mha", "a.zraw"];
  expect(scans.filter(isScanName)).toEqual(scans);
  expect(["a.nii.txt", "nii", "a.gz", "a.dcm.txt"].filter(isScanName)).toEqual([]);
  expect(["a.b.nii", "A.NII.gz", "a.gz", "a.mgz", "a.img.gz"].map(scanStem)).toEqual(["a.b", "A", "a", "a", "a"]);
});
