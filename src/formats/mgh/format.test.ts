import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { surveyFiles } from "../registry";
import { noticed, readOnly } from "../test-read";
import { memoryFile } from "../test-zip";
import { MGH } from "./format";
import { buildMgh, type MghSpec } from "./test-mgh";

const read = (spec: MghSpec) => readOnly(MGH, [memoryFile("a.mgh", buildMgh(spec))]);
const failure = (code: string, message = /./) => ({ code, message: expect.stringMatching(message) });

test("a header as nibabel 5.4 wrote it has the affine that nibabel gives", async () => {
  const scan = await read({
    sizes: [5, 4, 3, 2],
    spacing: [0.8999999761581421, 1.100000023841858, 2],
    directions: [
      ...[-0.9982146620750427, 0.05545637011528015, 0.02218254841864109],
      ...[-0.059341590851545334, -0.9630132913589478, -0.2628384232521057],
      ...[0.006786024197936058, -0.2636854946613312, 0.9645848274230957],
    ],
    centre: [7.643823623657227, -22.784908294677734, 32.365421295166016],
  });
  const expected = [
    ...[-0.8983931541442871, -0.06527575105428696, 0.013572048395872116, 10],
    ...[0.04991073161363602, -1.0593146085739136, -0.5273709893226624, -20],
    ...[0.019964292645454407, -0.2891222834587097, 1.9291696548461914, 30],
    ...[0, 0, 0, 1],
  ];
  for (const [i, value] of expected.entries()) expect(scan.volume.affine[i], `element ${i}`).toBeCloseTo(value, 5);
  expect(scan).toMatchObject({ frames: 2, orientationKnown: true });
  expect(scan.details).toEqual(["MGH, int16, big-endian", "geometry from the header (scanner)"]);
});

test("the centre lies at half of each size, also of an odd one", async () => {
  const { volume } = await read({ sizes: [3, 4, 5, 1], spacing: [1, 2, 3], centre: [10, 20, 30] });
  expect(volume.affine).toEqual([1, 0, 0, 8.5, 0, 2, 0, 16, 0, 0, 3, 22.5, 0, 0, 0, 1]);
  expect(volume.spacing).toEqual([1, 2, 3]);
});

test("without directions left and right are unknown, and so they are of results", async () => {
  for (const flag of [0, -1]) {
    const scan = await read({ flag, sizes: [3, 4, 5, 1], spacing: [7, 7, 7], directions: new Array(9).fill(0) });
    expect(scan.orientationKnown).toBe(false);
    expect(scan.volume).toMatchObject({
      spacing: [1, 1, 1],
      affine: [1, 0, 0, -1, 0, 1, 0, -1.5, 0, 0, 1, -2, 0, 0, 0, 1],
    });
    expect(scan.notices).toEqual([noticed("W_GEOMETRY", /1 mm/), noticed("W_NO_ORIENTATION", /left and right/)]);
    expect(scan.series.origin).toEqual({ format: "mgh", isOriented: false });
  }
});

test("what FreeSurfer writes behind the voxels is left alone", async () => {
  const { volume, notices } = await read({ footer: new Uint8Array(500).fill(77) });
  expect([...volume.data]).toEqual(Array.from({ length: 24 }, (_, i) => i));
  expect(notices).toEqual([]);
});

test("told by its content, whatever it is called; by its name what is damaged", async () => {
  const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
  const { series, refused } = await surveyFiles([
    memoryFile("a", buildMgh()),
    memoryFile("b.gz", gzip(buildMgh())),
    memoryFile("c.nii", buildMgh()),
    memoryFile("d.mgz", new TextEncoder().encode("nothing of the kind")),
    memoryFile("e.mgz", gzip(buildMgh()).slice(0, 30)),
    memoryFile("f.mgh", buildMgh().slice(0, 100)),
    memoryFile("g", buildMgh({ type: "int32", sizes: [0, 1, 1, 1] })),
  ]);
  expect(series.map(({ id, origin }) => [id, origin.format])).toEqual([
    ["a", "mgh"],
    ["b.gz", "mgh"],
    ["c.nii", "mgh"],
  ]);
  expect(refused.map(({ name, error }) => [name, (error as { code: string }).code])).toEqual([
    ["d.mgz", "E_NOT_NIFTI"],
    ["e.mgz", "E_TRUNCATED"],
    ["f.mgh", "E_TRUNCATED"],
    ["g", "E_NOT_NIFTI"],
  ]);
});

describe("refused", () => {
  test.each([
    [{ version: 2 }, "E_NOT_NIFTI", /no|name of an MGH scan/],
    [{ sizes: [2, 0, 4, 1] }, "E_BAD_DIMS", /size 0 for dimension 2/],
    [{ sizes: [2, 3, -4, 1], values: [] }, "E_BAD_DIMS", /size -4 for dimension 3/],
    [{ sizes: [2, 3, 4, 0], values: [] }, "E_BAD_DIMS", /size 0 for dimension 4/],
    [{ code: 2 }, "E_UNSUPPORTED_TYPE", /MGH type 2/],
    [{ code: 9 }, "E_UNSUPPORTED_TYPE", /MGH type 9/],
    [{ code: -1 }, "E_UNSUPPORTED_TYPE", /MGH type -1/],
    [{ sizes: [163842, 1, 1, 1], values: [] }, "E_NOT_NIFTI", /163842 values.*surface/],
    [{ sizes: [2048, 2048, 2048, 1], values: [] }, "E_TOO_LARGE", /2048×2048×2048/],
    [{ values: [1, 2, 3] }, "E_TRUNCATED", /332 bytes, but it holds 290/],
    [{ spacing: [1, 0, 1] }, "E_BAD_GEOMETRY", /directions/],
    [{ spacing: [1, Number.NaN, 1] }, "E_BAD_GEOMETRY", /directions/],
    [{ directions: [1, 0, 0, 1, 0, 0, 0, 0, 1] }, "E_BAD_GEOMETRY", /directions/],
    [{ centre: [0, 1e30, 0] }, "E_BAD_GEOMETRY", /position/],
  ] as [MghSpec, string, RegExp][])("%j: %s", async (spec, code, message) => {
    await expect(read(spec)).rejects.toMatchObject(failure(code, message));
  });
});
