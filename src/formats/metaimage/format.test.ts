import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { EigenvoxError } from "../../core/errors";
import { surveyFiles } from "../registry";
import { noticed, readOnly } from "../test-read";
import { latin1Bytes } from "../test-voxels";
import { memoryFile } from "../test-zip";
import { METAIMAGE } from "./format";
import { buildMeta, type MetaSpec, metaHalves } from "./test-metaimage";

const read = (spec: MetaSpec) => readOnly(METAIMAGE, [memoryFile("a.mha", buildMeta(spec))]);
const upTo = (length: number) => Array.from({ length }, (_, i) => i);
const pair = (stem: string, spec: MetaSpec = {}, folder = "") => {
  const { header, voxels } = metaHalves({ ...spec, fields: { ElementDataFile: `${stem}.raw`, ...spec.fields } });
  return [
    memoryFile(`${stem}.raw`, voxels, `${folder}${stem}.raw`),
    memoryFile(`${stem}.mhd`, header, `${folder}${stem}.mhd`),
  ] as const;
};

test("a header as ITK 5 wrote it for a NIfTI scan has that scan's affine", async () => {
  const { volume, details } = await read({
    sizes: [6, 5, 4],
    type: "float32",
    fields: {
      TransformMatrix:
        "0.99821466923686264 -0.055456367753684774 0.02218254710147391 0.059341590857913594 0.96301326413732125 " +
        "-0.26283840794304386 -0.006786024267445138 0.26368549736225527 0.96458483730331457",
      Offset: "-10 20 30",
      ElementSpacing: "0.89999997615814209 1.1000000238418579 2",
      descrip: "",
      "dim[0]": "3",
      srow_x: "-0.898393 -0.0652758 0.013572 10",
    },
  });
  const expected = [
    ...[-0.8983931785, -0.0652757514, 0.0135720485, 10],
    ...[0.0499107297, -1.0593146135, -0.5273709947, -20],
    ...[0.0199642919, -0.289122255, 1.9291696746, 30],
    ...[0, 0, 0, 1],
  ];
  for (const [i, value] of expected.entries()) expect(volume.affine[i], `element ${i}`).toBeCloseTo(value, 9);
  expect(details).toEqual(["MetaImage, float32, little-endian", "geometry from TransformMatrix (scanner)"]);
});

test.each([
  { TransformMatrix: undefined, Rotation: "1 0 0 0 0 1 0 1 0" },
  { TransformMatrix: undefined, Orientation: "1 0 0 0 0 1 0 1 0", ElementSpacing: undefined, ElementSize: "2 3 4" },
  { TransformMatrix: "1 0 0 0 0 1 0 1 0", Offset: undefined, Position: "10 20 30" },
  { TransformMatrix: "1 0 0 0 0 1 0 1 0", ElementSpacing: "0.2 0.3 0.4", Offset: "1 2 3", DistanceUnits: "cm" },
])("fields of the same meaning: %j", async (fields) => {
  const { volume } = await read({ fields: { ElementSpacing: "2 3 4", Offset: "10 20 30", ...fields } });
  const expected = [-2, 0, 0, -10, 0, 0, -4, -20, 0, 3, 0, 30, 0, 0, 0, 1];
  for (const [i, value] of expected.entries()) expect(volume.affine[i]).toBeCloseTo(value, 12);
});

test("without matrix left and right are unknown; without sizes 1 mm is assumed, and said", async () => {
  const fields = { TransformMatrix: undefined, Offset: "1 2 3", ElementSpacing: "2 3 4" };
  const scan = await read({ fields });
  expect(scan).toMatchObject({ orientationKnown: false, series: { origin: { isOriented: false } } });
  expect(scan.volume.affine).toEqual([2, 0, 0, -1, 0, 3, 0, -3, 0, 0, 4, -6, 0, 0, 0, 1]);
  expect(scan.notices).toEqual([noticed("W_NO_ORIENTATION", /left and right/)]);
  const negative = await read({ fields: { ...fields, ElementSpacing: "2 -3 4" } });
  expect(negative.volume).toEqual(scan.volume);
  expect(negative.notices).toEqual([noticed("W_GEOMETRY", /negative sizes/), ...scan.notices]);
  const unsized = await read({ fields: { ElementSpacing: undefined } });
  expect(unsized).toMatchObject({ orientationKnown: true, notices: [noticed("W_GEOMETRY", /1 mm/)] });
});

test("a fourth axis holds the frames", async () => {
  const files = [memoryFile("a.mha", buildMeta({ sizes: [2, 3, 4, 5], encoding: "zlib" }))];
  const scan = await readOnly(METAIMAGE, files, 3);
  expect([...scan.volume.data]).toEqual(upTo(24).map((i) => 72 + i));
  expect(scan).toMatchObject({ frames: 5, notices: [noticed("W_FRAMES", /5 frames/)], orientationKnown: true });
});

test.each([
  ["MET_LONG", "int32"],
  ["MET_ULONG", "uint32"],
])("%s has four bytes", async (named, type) => {
  expect([...(await read({ type, fields: { ElementType: named } })).volume.data]).toEqual(upTo(24));
});

describe("a pair", () => {
  test.each(["raw", "zlib", "text"] as const)("of %s voxels gives the same as one file", async (encoding) => {
    const single = await read({ encoding });
    const scan = await readOnly(METAIMAGE, pair("a", { encoding }));
    expect(scan.volume).toEqual(single.volume);
    expect(scan.details).toEqual(single.details);
    expect(scan.series.files.map(({ name }) => name)).toEqual(["a.mhd", "a.raw"]);
  });

  test("in the folder of the header, whatever the header says of folders", async () => {
    const files = ["x/", "y/"].flatMap((folder, i) =>
      pair("a", { values: new Array(24).fill(i), fields: { ElementDataFile: "C:\\data\\a.raw" } }, folder),
    );
    const { series, refused } = await surveyFiles([...files].reverse());
    expect(refused).toEqual([]);
    const found = await Promise.all(series.map(async (one) => [one.id, (await METAIMAGE.read(one)).volume.data[7]]));
    expect(found).toEqual([
      ["y/a.mhd", 1],
      ["x/a.mhd", 0],
    ]);
  });

  test("whose voxels begin later, or end too early", async () => {
    const { volume } = await readOnly(
      METAIMAGE,
      pair("a", { values: [99, 99, ...upTo(24)], fields: { HeaderSize: "4" } }),
    );
    expect([...volume.data]).toEqual(upTo(24));
    const short = readOnly(METAIMAGE, pair("a", { values: upTo(20) }));
    await expect(short).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });

  test("asks for what is missing", async () => {
    const [voxels] = pair("a");
    const [, header] = pair("b");
    const { refused } = await surveyFiles([voxels, header]);
    expect(refused.map(({ name, error }) => [name, (error as EigenvoxError).code, (error as Error).message])).toEqual([
      ["b.mhd", "E_PARTNER", expect.stringMatching(/lie in b\.raw beside it/)],
      ["a.raw", "E_PARTNER", expect.stringMatching(/Add a\.mhd/)],
    ]);
  });
});

test("told by its content, with comments first, whatever it is called and packed", async () => {
  const commented = latin1Bytes(`Comment = made by hand\nComment = and twice\n`);
  const bytes = new Uint8Array([...commented, ...buildMeta({ fields: { ObjectType: undefined }, lineEnd: "\r\n" })]);
  const { series } = await surveyFiles([
    memoryFile("a", bytes),
    memoryFile("b.raw", buildMeta()),
    memoryFile("c", new Uint8Array(gzipSync(buildMeta()))),
  ]);
  expect(series.map(({ id, origin }) => [id, origin.format])).toEqual([
    ["a", "metaimage"],
    ["b.raw", "metaimage"],
    ["c", "metaimage"],
  ]);
  for (const one of series) expect([...(await METAIMAGE.read(one)).volume.data]).toEqual(upTo(24));
});

test.each([
  [{ ElementSpacing: "2 3" }, [2, 3, 1]],
  [{ ElementSpacing: undefined, TransformMatrix: undefined, Offset: undefined }, [1, 1, 1]],
])("a plane is a slice: %j", async (fields, spacing) => {
  const { volume, notices, orientationKnown } = await read({ sizes: [3, 4], fields });
  expect(volume).toMatchObject({ dims: [3, 4, 1], spacing });
  expect([...volume.data]).toEqual(upTo(12));
  expect(orientationKnown).toBe(false);
  expect(notices).toEqual(
    expect.arrayContaining([noticed("W_GEOMETRY", /no thickness/), noticed("W_ONE_SLICE", /along z/)]),
  );
});

describe("refused", () => {
  test.each([
    [{ ObjectType: "Mesh" }, "E_NOT_NIFTI", /Mesh/],
    [{ NDims: "1", DimSize: "6" }, "E_BAD_DIMS", /1 dimensions/],
    [{ NDims: "three" }, "E_BAD_HEADER", /"NDims" is "three"/],
    [{ DimSize: "2 3" }, "E_BAD_HEADER", /"DimSize" is "2 3"/],
    [{ DimSize: "2 0 4" }, "E_BAD_DIMS", /size 0/],
    [{ DimSize: undefined }, "E_BAD_HEADER", /no field "DimSize"/],
    [{ DimSize: "90000 90000 90000" }, "E_TOO_LARGE", /90000×90000×90000/],
    [{ DimSize: "800 800 800" }, "E_TRUNCATED", /cut short/],
    [{ ElementType: "MET_STRING" }, "E_UNSUPPORTED_TYPE", /MET_STRING/],
    [{ ElementNumberOfChannels: "3" }, "E_UNSUPPORTED_TYPE", /3 channels/],
    [{ ElementDataFile: "LIST" }, "E_UNSUPPORTED_TYPE", /other files \(LIST\)/],
    [{ ElementDataFile: "slice%03d.raw 1 9 1" }, "E_UNSUPPORTED_TYPE", /as one file/],
    [{ ElementDataFile: "a.raw", HeaderSize: "-1" }, "E_UNSUPPORTED_TYPE", /HeaderSize -1/],
    [{ TransformMatrix: "1 0 0 0 1 0" }, "E_BAD_HEADER", /9 numbers/],
    [{ TransformMatrix: "1 0 0 1 0 0 0 0 1" }, "E_BAD_GEOMETRY", /singular/],
    [{ ElementSpacing: "1 0 1" }, "E_BAD_GEOMETRY", /out of range/],
    [{ ElementSpacing: "1 0 1", TransformMatrix: undefined }, "E_BAD_GEOMETRY", /1, 0, 1 mm/],
    [{ Offset: "1 2" }, "E_BAD_HEADER", /3 numbers/],
    [{ Offset: "1 2 1e9" }, "E_BAD_GEOMETRY", /position/],
    [{ DistanceUnits: "furlong" }, "E_BAD_HEADER", /furlong/],
  ])("%j: %s", async (fields, code, message) => {
    await expect(read({ fields })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test("a header that does not end", async () => {
    const refuses = (text: string) => expect(readOnly(METAIMAGE, [memoryFile("a.mha", latin1Bytes(text))])).rejects;
    await refuses("ObjectType = Image\nNDims = 3\n").toMatchObject({ code: "E_TRUNCATED" });
    await refuses(`ObjectType = Image\n${"Name = x\n".repeat(9000)}`).toMatchObject({ code: "E_BAD_HEADER" });
    await refuses("a scan, they said").toMatchObject({ code: "E_NOT_NIFTI" });
  });
});
