import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { surveyFiles } from "../registry";
import { noticed, readOnly } from "../test-read";
import { latin1Bytes } from "../test-voxels";
import { memoryFile } from "../test-zip";
import { NRRD } from "./format";
import { buildNrrd, type NrrdSpec } from "./test-nrrd";

const read = (spec: NrrdSpec, frame?: number) => readOnly(NRRD, [memoryFile("a.nrrd", buildNrrd(spec))], frame);
const upTo = (length: number) => Array.from({ length }, (_, i) => i);

test("a header as ITK 5 wrote it for a NIfTI scan has that scan's affine", async () => {
  const { volume, details } = await read({
    sizes: [6, 5, 4],
    type: "float32",
    fields: {
      "space directions":
        "(0.89839317851388412,-0.049910729656133454,0.019964291862453382) " +
        "(0.065275751358518735,1.0593146135110787,-0.2891222550039042) " +
        "(-0.013572048534890276,0.52737099472451054,1.9291696746066291)",
      kinds: "domain domain domain",
      "space origin": "(-10,20,30)",
    },
    lines: ["ITK_FileNotes:=", "descrip:=an image: by ITK", "dim[0]:=3", "srow_x:=-0.898393 -0.0652758 0.013572 10"],
  });
  const expected = [
    ...[-0.8983931785, -0.0652757514, 0.0135720485, 10],
    ...[0.0499107297, -1.0593146135, -0.5273709947, -20],
    ...[0.0199642919, -0.289122255, 1.9291696746, 30],
    ...[0, 0, 0, 1],
  ];
  for (const [i, value] of expected.entries()) expect(volume.affine[i], `element ${i}`).toBeCloseTo(value, 9);
  expect(volume.spacing.map((size) => size.toFixed(6))).toEqual(["0.900000", "1.100000", "2.000000"]);
  expect(details).toEqual([
    "NRRD version 4, float32, little-endian",
    "geometry from space directions (left-posterior-superior)",
  ]);
});

test.each([
  ["right-anterior-superior", [2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30]],
  ["RAS", [2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30]],
  ["left-anterior-superior", [-2, 0, 0, -10, 0, 3, 0, 20, 0, 0, 4, 30]],
  ["LAS", [-2, 0, 0, -10, 0, 3, 0, 20, 0, 0, 4, 30]],
  ["left-posterior-superior", [-2, 0, 0, -10, 0, -3, 0, -20, 0, 0, 4, 30]],
  ["LPS", [-2, 0, 0, -10, 0, -3, 0, -20, 0, 0, 4, 30]],
])("the axes of space %s", async (space, rows) => {
  const fields = { space, "space directions": "(2,0,0) (0,3,0) (0, 0, 4)", "space origin": "(10,20,30)" };
  const scan = await read({ fields });
  expect(scan).toMatchObject({ orientationKnown: true, notices: [], volume: { affine: [...rows, 0, 0, 0, 1] } });
});

test.each([
  [{ space: "scanner-xyz" }],
  [{ space: "3D-right-handed" }],
  [{ space: undefined, "space dimension": "3" }],
  [{ space: undefined, "space directions": undefined, "space origin": undefined, spacings: "2 3 4" }],
])("left and right are unknown with %j", async (fields) => {
  const scan = await read({ fields: { "space directions": "(2,0,0) (0,0,3) (0,4,0)", ...fields } });
  expect(scan).toMatchObject({ orientationKnown: false, series: { origin: { isOriented: false } } });
  expect(scan.volume.affine).toEqual([2, 0, 0, -1, 0, 3, 0, -3, 0, 0, 4, -6, 0, 0, 0, 1]);
  expect(scan.notices).toEqual([noticed("W_NO_ORIENTATION", /left and right/)]);
});

test("without any sizes of voxels 1 mm is assumed, and said", async () => {
  const { volume, notices } = await read({ fields: { space: undefined, "space directions": undefined } });
  expect(volume.spacing).toEqual([1, 1, 1]);
  expect(notices).toEqual([noticed("W_GEOMETRY", /1 mm/), noticed("W_NO_ORIENTATION", /left and right/)]);
});

test.each([
  ['"mm" "mm" "mm"', 1],
  ['"cm" "cm" "cm"', 10],
  ['"um" "um" "um"', 0.001],
  ['"" "" ""', 1],
])("space units %s", async (units, scale) => {
  const fields = { "space units": units, "space origin": "(10,20,30)" };
  const { volume } = await read({ fields });
  expect(volume.spacing).toEqual([scale, scale, scale]);
  expect(volume.affine[11]).toBe(30 * scale);
});

test.each([
  ["signed char", "int8"],
  ["unsigned char", "uint8"],
  ["short int", "int16"],
  ["unsigned short int", "uint16"],
  ["int32_t", "int32"],
  ["unsigned int", "uint32"],
  ["signed long long int", "int64"],
  ["ulonglong", "uint64"],
])("%s is %s", async (name, type) => {
  const { volume, details } = await read({ type, fields: { type: name } });
  expect([...volume.data]).toEqual(upTo(24));
  expect(details[0]).toContain(type);
});

describe("a fourth axis", () => {
  const three = "(1,0,0) (0,1,0) (0,0,1)";
  test.each([
    [[5, 2, 3, 4], { "space directions": `none ${three}` }],
    [[2, 5, 3, 4], { "space directions": "(1,0,0) none (0,1,0) (0,0,1)" }],
    [[2, 3, 4, 5], { "space directions": `${three} none`, kinds: "domain domain domain list" }],
    [[5, 2, 3, 4], { space: undefined, "space directions": undefined, kinds: "vector domain domain domain" }],
    [[2, 3, 5, 4], { space: undefined, "space directions": undefined, spacings: "1 1 NaN 1" }],
    [[2, 3, 4, 5], { space: undefined, "space directions": undefined }],
  ])("of sizes %j with %j holds the frames", async (sizes, fields) => {
    const other = sizes.indexOf(5);
    /** Voxel and frame of a place in the file. */
    const stride = sizes.slice(0, other).reduce((product, n) => product * n, 1);
    const values = upTo(120).map((i) => {
      const frame = Math.floor(i / stride) % 5;
      return 100 * frame + (i % stride) + Math.floor(i / stride / 5) * stride;
    });
    for (const encoding of ["raw", "gzip", "text"]) {
      for (const frame of [0, 1, 4]) {
        const scan = await read({ sizes, fields, values, encoding }, frame);
        expect(scan).toMatchObject({ frames: 5, volume: { dims: [2, 3, 4] } });
        expect([...scan.volume.data]).toEqual(upTo(24).map((voxel) => 100 * frame + voxel));
        expect(scan.notices[other < 0 ? 0 : scan.notices.length - 1]).toEqual(noticed("W_FRAMES", /5 frames/));
      }
    }
  });

  test("of colours, or of complex numbers", async () => {
    const directions = { "space directions": `none ${three}` };
    const colour = await read({
      type: "uint8",
      sizes: [3, 2, 1, 1],
      fields: { ...directions, kinds: "RGB-color domain domain domain" },
      values: [255, 0, 0, 9, 9, 9],
    });
    expect([...colour.volume.data]).toEqual([0.299 * 255, 9].map(Math.fround));
    const single = noticed("W_ONE_SLICE", /along y, z:/);
    expect(colour).toMatchObject({ frames: 1, notices: [noticed("W_COLOR", /RGB/), single] });
    const complex = await read({
      type: "float32",
      sizes: [2, 2, 1, 1],
      fields: { ...directions, kinds: "complex domain domain domain" },
      values: [3, 4, -8, 6],
    });
    expect([...complex.volume.data]).toEqual([5, 10]);
    expect(complex).toMatchObject({ frames: 1, notices: [noticed("W_COMPLEX", /magnitude/), single] });
  });
});

test.each([
  [{ "space directions": "(2,0,0) (0,0,3)" }, [2, 3, 1]],
  [{ space: undefined, "space directions": "(0,2) (3,0)", "space units": '"cm" "cm"' }, [20, 30, 1]],
  [{ space: undefined, "space directions": undefined, "space origin": undefined, spacings: "2 -3" }, [2, 3, 1]],
  [{ space: undefined, "space directions": undefined, "space origin": undefined }, [1, 1, 1]],
])("a plane is a slice: %j", async (fields, spacing) => {
  const { volume, notices, orientationKnown } = await read({ sizes: [3, 4], fields });
  expect(volume).toMatchObject({ dims: [3, 4, 1], spacing });
  expect([...volume.data]).toEqual(upTo(12));
  expect(orientationKnown).toBe(false);
  expect(notices).toEqual(
    expect.arrayContaining([noticed("W_GEOMETRY", /no thickness/), noticed("W_ONE_SLICE", /along z/)]),
  );
});

test.each([1, 2, 3, 4, 5])("version %i, with the line ends of Windows", async (version) => {
  const { volume } = await read({ version, lineEnd: "\r\n" });
  expect([...volume.data]).toEqual(upTo(24));
});

test("a header of many kilobytes, and bytes to be skipped", async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `DWMRI_gradient_${i}:=0.5 0.25 0.125`);
  const { volume } = await read({ lines, fields: { "byte skip": "4" }, values: [99, 99, ...upTo(24)] });
  expect([...volume.data]).toEqual(upTo(24));
});

test("told by its content, whatever it is called", async () => {
  const packed = new Uint8Array(gzipSync(buildNrrd()));
  const { series } = await surveyFiles([
    memoryFile("a", buildNrrd()),
    memoryFile("b.img", buildNrrd()),
    memoryFile("c", packed),
  ]);
  expect(series.map(({ id, origin }) => [id, origin.format])).toEqual([
    ["a", "nrrd"],
    ["b.img", "nrrd"],
    ["c", "nrrd"],
  ]);
});

describe("refused", () => {
  const fields = (changed: Record<string, string | undefined>): NrrdSpec => ({ fields: changed });
  test.each([
    [{ version: 6 }, "E_BAD_HEADER", /version 6/],
    [fields({ "data file": "brain.raw.gz" }), "E_UNSUPPORTED_TYPE", /brain\.raw\.gz.*as one file/],
    [fields({ datafile: "LIST" }), "E_UNSUPPORTED_TYPE", /another file/],
    [fields({ encoding: "bzip2" }), "E_UNSUPPORTED_TYPE", /bzip2/],
    [fields({ type: "block" }), "E_UNSUPPORTED_TYPE", /block/],
    [fields({ "line skip": "1" }), "E_UNSUPPORTED_TYPE", /lines/],
    [fields({ "byte skip": "-1" }), "E_UNSUPPORTED_TYPE", /-1 bytes/],
    [fields({ "byte skip": "0.5" }), "E_BAD_HEADER", /whole number/],
    [fields({ "byte skip": "5000" }), "E_BAD_OFFSET", /begin at byte/],
    [fields({ dimension: "1", sizes: "6" }), "E_BAD_DIMS", /1 dimensions/],
    [fields({ dimension: "5", sizes: "1 1 2 3 4" }), "E_BAD_DIMS", /5 dimensions/],
    [fields({ sizes: "2 3 0" }), "E_BAD_DIMS", /size 0/],
    [fields({ sizes: "2 3 4.5" }), "E_BAD_DIMS", /size 4.5/],
    [fields({ sizes: "2 3" }), "E_BAD_HEADER", /"sizes" is "2 3"/],
    [fields({ sizes: "2 three 4" }), "E_BAD_HEADER", /"sizes"/],
    [fields({ sizes: undefined }), "E_BAD_HEADER", /no field "sizes"/],
    [fields({ endian: undefined }), "E_BAD_HEADER", /no field "endian"/],
    [fields({ endian: "middle" }), "E_BAD_HEADER", /"endian" is "middle"/],
    [fields({ "space directions": "(1,0,0) (0,1,0)" }), "E_BAD_HEADER", /3 values/],
    [fields({ "space directions": "(1,0) (0,1) (1,1)" }), "E_BAD_HEADER", /3 numbers/],
    [fields({ "space directions": "none (0,1,0) (0,0,1)" }), "E_BAD_DIMS", /2 axes of space/],
    [fields({ "space directions": "(1,0,0) (1,0,0) (0,0,1)" }), "E_BAD_GEOMETRY", /singular/],
    [fields({ "space directions": "(nan,0,0) (0,1,0) (0,0,1)" }), "E_BAD_GEOMETRY", /not finite/],
    [fields({ "space origin": "(1e9,0,0)" }), "E_BAD_GEOMETRY", /out of range/],
    [fields({ "space units": '"mm" "cm" "mm"' }), "E_BAD_GEOMETRY", /units/],
    [fields({ space: undefined, "space directions": undefined, spacings: "1 0 1" }), "E_BAD_GEOMETRY", /1, 0, 1 mm/],
    [fields({ sizes: "100000 100000 100000" }), "E_TOO_LARGE", /100000×100000×100000/],
    [{ encoding: "text", values: [1, 2, 3] }, "E_TRUNCATED", /cut short/],
    [{ encoding: "hex", values: [1, 2, 3] }, "E_TRUNCATED", /cut short/],
    [{ encoding: "gzip", values: [1, 2, 3] }, "E_TRUNCATED", /cut short/],
  ] as [NrrdSpec, string, RegExp][])("%j: %s", async (spec, code, message) => {
    await expect(read(spec)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  const bytes = buildNrrd();
  const refuses = (content: Uint8Array<ArrayBuffer>) => expect(readOnly(NRRD, [memoryFile("a.nrrd", content)])).rejects;

  test("a file that ends inside its header, and a header without end", async () => {
    await refuses(bytes.slice(0, 100)).toMatchObject({ code: "E_TRUNCATED" });
    await refuses(latin1Bytes(`NRRD0004\n${"comment:=x\n".repeat(30000)}`)).toMatchObject({ code: "E_BAD_HEADER" });
    await refuses(latin1Bytes("only a name")).toMatchObject({ code: "E_NOT_NIFTI" });
  });

  test("text that is no numbers, and alternating frames beyond 2 GiB", async () => {
    const text = buildNrrd({ encoding: "text", values: [1] });
    await refuses(latin1Bytes(`${Buffer.from(text).toString("latin1")}two ${"3 ".repeat(30)}`)).toMatchObject({
      code: "E_BAD_HEADER",
      message: expect.stringContaining('"two"'),
    });
    const hex = buildNrrd({ encoding: "hex", values: [1] });
    await refuses(latin1Bytes(`${Buffer.from(hex).toString("latin1")}0x${"00".repeat(60)}`)).toMatchObject({
      code: "E_BAD_HEADER",
    });
    const sizes = { dimension: "4", sizes: "3000 100 100 100", "space directions": "none (1,0,0) (0,1,0) (0,0,1)" };
    await refuses(buildNrrd({ fields: sizes })).toMatchObject({ code: "E_TOO_LARGE" });
  });

  test("compressed as a whole and inside", async () => {
    await refuses(new Uint8Array(gzipSync(buildNrrd({ encoding: "gzip" })))).toMatchObject({ code: "E_GZIP" });
  });
});
