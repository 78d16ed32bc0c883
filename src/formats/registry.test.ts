import { expect, test } from "vitest";
import { EigenvoxError } from "../core/errors";
import type { Volume } from "../core/volume";
import { buildNifti } from "./nifti/test-nifti";
import { FORMATS, readFirstScan, readScans, writeScan } from "./registry";
import type { ReadResult, Scan, ScanFile, ScanFormat } from "./scan-format";
import { isScanName, SCAN_EXTENSIONS, scanStem } from "./scan-names";

const encode = (text: string) => new TextEncoder().encode(text);
const identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
const volumeOf = (data: number[], dims: readonly [number, number, number]): Volume => ({
  data: Float32Array.from(data),
  dims,
  spacing: [1, 1, 1],
  affine: identity,
});

/** Names of the files that were read whole. */
const readNames: string[] = [];
const fileOf = (name: string, content: string | Uint8Array<ArrayBuffer>): ScanFile => {
  const bytes = typeof content === "string" ? encode(content) : content;
  return {
    name,
    size: bytes.length,
    head: async (length) => bytes.subarray(0, length),
    async bytes() {
      readNames.push(name);
      return bytes;
    },
  };
};
const unreadable = (name: string, error: Error): ScanFile => ({
  ...fileOf(name, ""),
  head: () => Promise.reject(error),
  bytes: () => Promise.reject(error),
});

/** Text files "toy nx ny nz value …"; every two of them make two scans, their sum and their difference. */
const TOY: ScanFormat = {
  id: "toy",
  title: "Toy",
  extensions: [".toy"],
  sniff: (head) => new TextDecoder().decode(head.subarray(0, 4)) === "toy ",
  async *read(files) {
    for (let i = 0; i < files.length; i += 2) {
      const pair = files.slice(i, i + 2);
      const name = pair.map((file) => file.name).join("+");
      const words = [];
      for (const file of pair)
        words.push(
          new TextDecoder()
            .decode(await file.bytes())
            .split(" ")
            .slice(1)
            .map(Number),
        );
      const [a = [], b = []] = words;
      if (a.length !== b.length) {
        yield { name, files: pair, error: new EigenvoxError("E_BAD_DIMS", `${name} are no pair.`) };
        continue;
      }
      const [nx, ny, nz] = a as [number, number, number];
      for (const [title, sign] of [
        ["sum", 1],
        ["difference", -1],
      ] as const) {
        yield {
          name: `${name} ${title}`,
          volume: volumeOf(
            a.slice(3).map((value, k) => value + sign * (b[k + 3] as number)),
            [nx, ny, nz],
          ),
          details: [],
          notices: [],
          frames: 1,
          orientationKnown: true,
          files: pair,
          origin: { format: "toy", greeting: words.length } as Scan["origin"],
        };
      }
    }
  },
  write: async ({ dims, data }, { description }, origin) =>
    encode(["toy", ...dims, ...data, description, JSON.stringify(origin)].join(" ")) as Uint8Array<ArrayBuffer>,
};
const WITH_TOY = [...FORMATS, TOY];

async function readAll(files: readonly ScanFile[], formats = WITH_TOY): Promise<ReadResult[]> {
  const results = [];
  for await (const result of readScans(files, formats)) results.push(result);
  return results;
}

const inShort = (result: ReadResult) =>
  "error" in result
    ? [result.name, (result.error as EigenvoxError).code ?? (result.error as Error).message]
    : [result.name, [...result.volume.data].slice(0, 2)];

test("several files become several scans, mixed with NIfTI and with files that are neither", async () => {
  const files = [
    fileOf("a.toy", "toy 2 1 1 5 7"),
    fileOf("notes.txt", "nothing of an image, only a text"),
    fileOf("head.nii", buildNifti()),
    fileOf("b.toy", "toy 2 1 1 1 2"),
    fileOf("empty.nii", ""),
    unreadable("gone.nii", new Error("it went away")),
    fileOf("c", "toy 2 1 1 0 0"),
    fileOf("d", "toy 1 1 1 0"),
    fileOf("e", "toy 1 1 1 3"),
    fileOf("f", "toy 1 1 1 4"),
  ];
  const results = await readAll(files);
  expect(results.map(inShort)).toEqual([
    ["a.toy+b.toy sum", [6, 9]],
    ["a.toy+b.toy difference", [4, 5]],
    ["c+d", "E_BAD_DIMS"],
    ["e+f sum", [7]],
    ["e+f difference", [-1]],
    ["notes.txt", "E_NOT_NIFTI"],
    ["head.nii", [0, 1]],
    ["empty.nii", "E_EMPTY"],
    ["gone.nii", "it went away"],
  ]);
  expect(results[0]?.files.map(({ name }) => name)).toEqual(["a.toy", "b.toy"]);
});

test("a scan is read when it is asked for", async () => {
  const files = ["1.nii", "2.nii", "3.nii"].map((name) => fileOf(name, buildNifti()));
  readNames.length = 0;
  expect(await readFirstScan(files)).toMatchObject({ name: "1.nii", frames: 1, orientationKnown: true });
  expect(readNames).toEqual(["1.nii"]);
});

test("the first scan may lie behind files that are none; without any the first refusal is thrown", async () => {
  const picture = fileOf("x.nii", "\x89PNG and so on");
  const [empty, head] = [fileOf("y.nii", ""), fileOf("head", buildNifti())];
  expect(await readFirstScan([empty, head])).toMatchObject({ name: "head" });
  await expect(readFirstScan([empty, picture])).rejects.toMatchObject({ code: "E_EMPTY" });
});

test("a result is written in its scan's format, with what that remembers, or else as NIfTI", async () => {
  const [toy] = await readAll([fileOf("a", "toy 1 1 1 2"), fileOf("b", "toy 1 1 1 3")]);
  const { volume, origin } = toy as Scan;
  const written = await writeScan(volume, { description: "why" }, origin, WITH_TOY);
  expect(new TextDecoder().decode(written)).toBe('toy 1 1 1 5 why {"format":"toy","greeting":2}');
  const readOnly = { ...TOY, write: undefined as never };
  for (const formats of [FORMATS, [readOnly, ...FORMATS]]) {
    const nifti = await readFirstScan([fileOf("r", await writeScan(volume, { description: "why" }, origin, formats))]);
    expect(nifti).toMatchObject({ volume, details: ["NIfTI-1, float32, little-endian, gzip", SCANNER] });
  }
});

const SCANNER = "geometry from sform (scanner)";

test("a NIfTI result lies in the space of its scan, one without origin in the scanner's", async () => {
  for (const [code, detail] of [
    [4, "geometry from sform (MNI 152)"],
    [0, "geometry from pixdim (orientation unknown)"],
  ] as const) {
    const { volume, origin } = await readFirstScan([fileOf("a", buildNifti({ sformCode: code }))]);
    const again = await readFirstScan([fileOf("b", await writeScan(volume, { description: "" }, origin))]);
    expect(again.details).toContain(detail);
    const made = await readFirstScan([fileOf("c", await writeScan(volume, { description: "" }))]);
    expect(made.details).toContain(SCANNER);
  }
});

test("the formats' names are those that the page knows", () => {
  expect(FORMATS.flatMap(({ extensions }) => extensions)).toEqual(SCAN_EXTENSIONS);
  expect(["a.nii", "a.NII.GZ", "a.nii.txt", "nii", "a.gz"].map(isScanName)).toEqual([true, true, false, false, false]);
  expect(["a.b.nii", "A.NII.gz", "a.gz", "a.mgz"].map(scanStem)).toEqual(["a.b", "A", "a", "a.mgz"]);
});
