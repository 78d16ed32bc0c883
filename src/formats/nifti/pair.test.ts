import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { EigenvoxError } from "../../core/errors";
import { surveyFiles } from "../registry";
import { type ScanSeries, SNIFFED_BYTES, type Survey } from "../scan-format";
import { watchAllocations } from "../test-allocations";
import { noticed, readOnly } from "../test-read";
import { memoryFile } from "../test-zip";
import { NIFTI } from "./format";
import { buildNifti, type NiftiSpec } from "./test-nifti";

type Bytes = Uint8Array<ArrayBuffer>;
const gzip = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes));
const same = (bytes: Bytes): Bytes => bytes;

/** The halves of the image that the spec would make as one file. */
function halves(spec: NiftiSpec = {}): { header: Bytes; voxels: Bytes } {
  const version = spec.version ?? 1;
  const magic = version === 1 ? "ni1\0" : "ni2\0\r\n\x1a\n";
  const whole = buildNifti({ voxOffset: 0, ...spec, magic });
  return { header: whole.slice(0, version === 1 ? 348 : 540), voxels: whole.slice(version === 1 ? 352 : 544) };
}

const pair = (stem: string, spec?: NiftiSpec, folder?: string) => {
  const { header, voxels } = halves(spec);
  const at = (name: string) => (folder === undefined ? undefined : `${folder}/${name}`);
  return [
    memoryFile(`${stem}.hdr`, header, at(`${stem}.hdr`)),
    memoryFile(`${stem}.img`, voxels, at(`${stem}.img`)),
  ] as const;
};

const verdicts = ({ refused }: Survey) =>
  refused.map(({ name, files, error }) => [name, (error as EigenvoxError).code, files.map((file) => file.name)]);
const messages = ({ refused }: Survey) => refused.map(({ error }) => (error as Error).message);

describe("two files, one series", () => {
  const specs: NiftiSpec[] = [
    {},
    { version: 2, littleEndian: false, datatype: 64 },
    { dim: [4, 2, 3, 4, 3], slope: 2, intercept: -1, sformCode: 0, qformCode: 1 },
  ];
  test.each(specs)("the same scan as of a single file: %j", async (spec) => {
    const single = await readOnly(NIFTI, [memoryFile("a.nii", buildNifti(spec))]);
    const { header, voxels } = halves(spec);
    for (const [packHeader, packVoxels] of [
      [same, same],
      [gzip, gzip],
      [same, gzip],
      [gzip, same],
    ] as const) {
      for (const end of ["", ".gz"]) {
        const files = [
          memoryFile("a.img.gz".slice(0, 5 + end.length), packVoxels(voxels)),
          memoryFile("a.hdr", packHeader(header)),
        ];
        const { series, refused } = await surveyFiles(files);
        expect(refused).toEqual([]);
        expect(series).toMatchObject([{ ...single.series, id: "a.hdr", name: "a.hdr", files: [files[1], files[0]] }]);
        const scan = await NIFTI.read(series[0] as ScanSeries);
        expect(scan.volume).toEqual(single.volume);
        expect(scan.notices).toEqual(single.notices);
        expect(scan.details[0]).toBe(single.details[0] + (packVoxels === gzip ? ", gzip" : ""));
      }
    }
  });

  test("another frame", async () => {
    const scan = await readOnly(NIFTI, pair("a", { dim: [4, 2, 3, 4, 3] }), 2);
    expect([...scan.volume.data]).toEqual(Array.from({ length: 24 }, (_, i) => 48 + i));
  });

  test("voxels that begin later", async () => {
    const { header, voxels } = halves({ voxOffset: 16 });
    const later = new Uint8Array([...new Uint8Array(16).fill(99), ...voxels]);
    const scan = await readOnly(NIFTI, [memoryFile("a.hdr", header), memoryFile("a.img", later)]);
    expect([...scan.volume.data]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  });

  test("voxels that begin as a gzip file does", async () => {
    const values = [0x8b1f, 8, 1, 2];
    const scan = await readOnly(NIFTI, pair("a", { datatype: 512, dim: [3, 4, 1, 1], values }));
    expect([...scan.volume.data]).toEqual(values);
  });

  test("many, in any order, of the same names in several folders", async () => {
    const files = ["x", "y", "x/deep"].flatMap((folder, i) => [
      ...pair("a", { values: new Array(24).fill(i) }, folder),
      ...pair("B", { values: new Array(24).fill(10 + i) }, folder),
    ]);
    const shuffled = files.map((_, i) => files[(i * 5 + 3) % files.length] as (typeof files)[number]);
    const { series, refused } = await surveyFiles(shuffled);
    expect(refused).toEqual([]);
    const found = new Map<string, number>();
    for (const one of series) found.set(one.id, (await NIFTI.read(one)).volume.data[5] as number);
    expect([...found].sort()).toEqual([
      ["x/B.hdr", 10],
      ["x/a.hdr", 0],
      ["x/deep/B.hdr", 12],
      ["x/deep/a.hdr", 2],
      ["y/B.hdr", 11],
      ["y/a.hdr", 1],
    ]);
  });

  test("names that differ in upper and lower case", async () => {
    const { header, voxels } = halves();
    const scan = await readOnly(NIFTI, [memoryFile("A.HDR", header), memoryFile("a.img", voxels)]);
    expect(scan.volume.data[5]).toBe(5);
  });

  test("a whole image in a file named .img", async () => {
    const { series } = await surveyFiles([
      memoryFile("a.img", buildNifti()),
      memoryFile("b.img.gz", gzip(buildNifti())),
    ]);
    expect(series.map(({ id }) => id)).toEqual(["a.img", "b.img.gz"]);
  });
});

describe("the partner", () => {
  test("of a header is asked for by name", async () => {
    const [header] = pair("brain");
    const survey = await surveyFiles([header, ...pair("other")]);
    expect(verdicts(survey)).toEqual([["brain.hdr", "E_PARTNER", ["brain.hdr"]]]);
    expect(messages(survey)[0]).toMatch(/brain\.img or brain\.img\.gz.*missing/);
    expect(survey.series).toHaveLength(1);
  });

  test("of voxels is asked for by name", async () => {
    const [, voxels] = pair("brain");
    const packed = memoryFile("skull.img.gz", gzip(halves().voxels));
    const survey = await surveyFiles([voxels, packed]);
    expect(verdicts(survey)).toEqual([
      ["brain.img", "E_PARTNER", ["brain.img"]],
      ["skull.img.gz", "E_PARTNER", ["skull.img.gz"]],
    ]);
    expect(messages(survey)).toEqual([
      expect.stringMatching(/brain\.hdr or brain\.hdr\.gz/),
      expect.stringMatching(/skull\.hdr or skull\.hdr\.gz/),
    ]);
  });

  test("is not one from another folder", async () => {
    const [header] = pair("a", {}, "x");
    const [, voxels] = pair("a", {}, "y");
    const codes = verdicts(await surveyFiles([header, voxels]));
    expect(codes).toEqual([
      ["a.hdr", "E_PARTNER", ["a.hdr"]],
      ["a.img", "E_PARTNER", ["a.img"]],
    ]);
  });

  test("is not guessed where several files have its name", async () => {
    const survey = await surveyFiles([...pair("a"), ...pair("a", { values: new Array(24).fill(7) })]);
    expect(survey.series).toEqual([]);
    expect(messages(survey)[0]).toMatch(/several files a\.img/);
  });

  test("that is too short is refused with its header", async () => {
    const [header, voxels] = pair("a");
    const short = memoryFile("a.img", (await voxels.bytes()).slice(0, 40));
    const survey = await surveyFiles([short, header]);
    expect(verdicts(survey)).toEqual([["a.hdr", "E_TRUNCATED", ["a.hdr", "a.img"]]]);
    expect(messages(survey)[0]).toMatch(/take 48 bytes, but it holds 40/);
  });
});

test("Analyze 7.5 is refused by name, both halves together", async () => {
  const { header, voxels } = halves();
  header.fill(0, 344, 348);
  const survey = await surveyFiles([memoryFile("a.img", voxels), memoryFile("a.hdr", header)]);
  expect(verdicts(survey)).toEqual([["a.hdr", "E_NOT_NIFTI", ["a.hdr", "a.img"]]]);
  expect(messages(survey)[0]).toMatch(/Analyze 7\.5/);
});

test("a header that lies about its size takes no memory", async () => {
  const { header, voxels } = halves({ dim: [3, 800, 800, 800], values: [1, 2, 3] });
  for (const pack of [same, gzip]) {
    const files = [memoryFile("a.hdr", header), memoryFile("a.img", pack(voxels))];
    const largest = await watchAllocations(async () => {
      expect(verdicts(await surveyFiles(files))[0]?.[1]).toBe("E_TRUNCATED");
    });
    // Room for heads.
    expect(largest).toBeLessThanOrEqual(SNIFFED_BYTES);
  }
});

test("what is wrong with the scan is said before it is read", async () => {
  const { series } = await surveyFiles(pair("a", { sformCode: 0 }));
  expect(series[0]).toMatchObject({
    notices: [noticed("W_NO_ORIENTATION", /left and right/)],
    rank: "image",
    count: 1,
  });
});
