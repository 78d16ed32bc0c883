import { describe, expect, test } from "vitest";
import { noticed } from "../test-read";
import { HEAD_BYTES, parseHeader } from "./header";
import { buildNifti, type NiftiSpec } from "./test-nifti";

const parse = (spec: NiftiSpec) => parseHeader(buildNifti({ values: [], ...spec }).subarray(0, HEAD_BYTES));
const failure = (code: string, message = /./) =>
  expect.objectContaining({ name: "EigenvoxError", code, message: expect.stringMatching(message) });
const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

test.each([
  [1, true],
  [1, false],
  [2, true],
  [2, false],
] as const)("every field of NIfTI-%i, little-endian %s", (version, littleEndian) => {
  const sform = [0.5, 0, 0, -1, 0, 0.25, 0, -2, 0, 0, 4, -3];
  const header = parse({
    version,
    littleEndian,
    datatype: 512,
    dim: [5, 20, 300, 4, 5, 6],
    pixdim: [-1, 0.5, 0.25, 4],
    slope: 2,
    intercept: -3,
    calMin: -10,
    calMax: 90,
    unit: 3 | 16,
    qformCode: 2,
    quaternion: [0.5, -0.25, 0.125],
    qoffset: [7, 8, 9],
    sformCode: 4,
    sform,
    extension: new Uint8Array(32),
  });
  expect(header).toMatchObject({
    version,
    littleEndian,
    type: { name: "uint16", bytes: 2 },
    isHalf: false,
    dims: [20, 300, 4],
    frames: 30,
    dataOffset: (version === 1 ? 352 : 544) + 32,
    headerBytes: version === 1 ? 352 : 544,
    scaling: [2, -3],
    calWindow: [-10, 90],
    placement: {
      pixdim: [-1, 0.5, 0.25, 4],
      unit: 3,
      qformCode: 2,
      quaternion: [0.5, -0.25, 0.125],
      qoffset: [7, 8, 9],
      sformCode: 4,
      sform,
    },
    notices: [],
  });
});

describe("dimensions", () => {
  test.each([
    [[1, 5], [5, 1, 1], 1],
    [[2, 5, 6], [5, 6, 1], 1],
    [[2, 5, 6, 9, 9], [5, 6, 1], 1],
    [[3, 1, 1, 1], [1, 1, 1], 1],
    [[4, 5, 6, 7, 1], [5, 6, 7], 1],
    [[4, 5, 6, 7, 8], [5, 6, 7], 8],
    [[7, 2, 3, 4, 2, 3, 1, 5], [2, 3, 4], 30],
  ])("%j", (dim, dims, frames) => {
    expect(parse({ dim })).toMatchObject({ dims, frames });
  });

  test.each([
    [0, 2, 3, 4],
    [8, 2, 3, 4],
    [-3, 2, 3, 4],
    [3, 0, 3, 4],
    [3, 2, -3, 4],
    [3, 2, 3, 0],
    [4, 2, 3, 4, 0],
    [5, 2, 3, 4, 1, -1],
  ])("%i axes of %i, %i, %i are refused", (...dim) => {
    expect(() => parse({ dim })).toThrow(failure("E_BAD_DIMS"));
    expect(() => parse({ dim, version: 2 })).toThrow(failure("E_BAD_DIMS"));
  });

  test("sizes beyond 2^53 and beyond counting are refused", () => {
    expect(() => parse({ version: 2, dim: [3, 2 ** 53, 3, 4] })).toThrow(failure("E_BAD_DIMS", /9007199254740992/));
    const frames = [7, 2, 3, 4, 2 ** 20, 2 ** 20, 2 ** 20, 2 ** 20];
    expect(() => parse({ version: 2, dim: frames })).toThrow(failure("E_BAD_DIMS", /frames/));
  });
});

describe("voxel offset", () => {
  test.each([1, 2] as const)("0 becomes the end of the NIfTI-%i header, with a notice", (version) => {
    const header = parse({ version, voxOffset: 0 });
    expect(header.dataOffset).toBe(version === 1 ? 352 : 544);
    expect(header.notices).toEqual([noticed("W_HEADER", /where the voxels begin/)]);
  });

  test.each([Number.NaN, Infinity, -Infinity, -352, 1, 348, 352.5, 1e30])("%d is refused", (voxOffset) => {
    expect(() => parse({ voxOffset })).toThrow(failure("E_BAD_OFFSET", /begin at byte/));
  });

  test("NIfTI-2: inside the header, negative and beyond 2^31 are refused", () => {
    for (const voxOffset of [352, -544, 2 ** 31 + 1, 2 ** 62]) {
      expect(() => parse({ version: 2, voxOffset })).toThrow(failure("E_BAD_OFFSET"));
    }
  });
});

describe("intensity scaling", () => {
  test.each([
    [1, 0, [1, 0]],
    [0, 0, [1, 0]],
    [Number.NaN, Number.NaN, [1, 0]],
    [-2, 5, [-2, 5]],
    [2 ** -100, 0, [2 ** -100, 0]],
    [2 ** 100, 0, [2 ** 100, 0]],
  ])("slope %d and intercept %d", (slope, intercept, scaling) => {
    expect(parse({ slope, intercept })).toMatchObject({ scaling, notices: [] });
    expect(parse({ slope, intercept, version: 2 })).toMatchObject({ scaling, notices: [] });
  });

  test.each([
    [0, 5],
    [0, Number.NaN],
    [Number.NaN, 5],
  ])("slope %d does not count, and that intercept %d does not either is said", (slope, intercept) => {
    const text = new RegExp(`intercept is ${intercept} beside a slope of ${slope}; the stored values are used`);
    expect(parse({ slope, intercept })).toMatchObject({ scaling: [1, 0], notices: [noticed("W_SCALING", text)] });
  });

  test("an infinite slope is left out, with a notice", () => {
    for (const slope of [Infinity, -Infinity]) {
      expect(parse({ slope, intercept: 5 })).toMatchObject({
        scaling: [1, 0],
        notices: [noticed("W_SCALING", /infinite/)],
      });
    }
  });

  test.each([Number.NaN, Infinity, -Infinity])(
    "intercept %d beside a valid slope is left out, with a notice",
    (intercept) => {
      const text = new RegExp(`intercept is ${intercept} beside a slope of 2; none is added`);
      const expected = { scaling: [2, 0], notices: [noticed("W_SCALING", text)] };
      expect(parse({ slope: 2, intercept })).toMatchObject(expected);
      expect(parse({ slope: 2, intercept, version: 2 })).toMatchObject(expected);
    },
  );
});

test.each([
  [5, 5, /cannot be used/],
  [9, -9, /reversed \(cal_min 9, cal_max -9\)/],
  [Number.NaN, 5, /cannot be used/],
  [0, Infinity, /cannot be used/],
  [-Infinity, 5, /cannot be used/],
])("display window %d to %d is no window, and said", (calMin, calMax, text) => {
  expect(parse({ calMin, calMax })).toMatchObject({ calWindow: undefined, notices: [noticed("W_HEADER", text)] });
});

test("a display window of two zeros is none", () => {
  expect(parse({ calMin: 0, calMax: 0 })).toMatchObject({ calWindow: undefined, notices: [] });
});

describe("voxel types", () => {
  test.each([
    [0, "unknown"],
    [1, "binary"],
    [1536, "float128"],
    [2048, "complex256"],
    [3, "not defined"],
    [-1, "not defined"],
  ])("datatype %i (%s) is refused by name", (datatype, name) => {
    const message = new RegExp(`datatype ${datatype} \\(${name}`);
    expect(() => parse({ datatype })).toThrow(failure("E_UNSUPPORTED_TYPE", message));
  });

  test.each([0, 8, 32, -16])("the datatype is trusted over %i bits per voxel, with a notice", (bitpix) => {
    const header = parse({ datatype: 4, bitpix });
    expect(header).toMatchObject({ type: { name: "int16" } });
    const text = new RegExp(`gives ${bitpix} bits per voxel, but int16 has 16`);
    expect(header.notices).toEqual([noticed("W_HEADER", text)]);
  });
});

describe("identification", () => {
  test.each([
    ["PNG", "\x89PNG\r\n\x1a\n"],
    ["ZIP", "PK\x03\x04\x14\0"],
    ["HTML", "<!doctype html><title>404"],
    ["Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n"],
    ["plain text", "not a scan"],
    ["unrecognised binary", "\0"],
    ["unrecognised binary", "\x9c\x01\xfe\x02\xc3\x5c"],
  ])("%s is named", (kind, content) => {
    expect(() => parseHeader(bytesOf(content))).toThrow(
      failure("E_NOT_NIFTI", new RegExp(`${kind}.*name of a NIfTI scan`)),
    );
    expect(() => parseHeader(bytesOf(content.padEnd(HEAD_BYTES, kind === "plain text" ? "." : "\0")))).toThrow(
      failure("E_NOT_NIFTI"),
    );
  });

  test.each([1, 2] as const)("the header of a NIfTI-%i pair, whose voxels may begin at any byte", (version) => {
    const magic = `ni${version}\0${version === 1 ? "" : "\r\n\x1a\n"}`;
    for (const voxOffset of [0, 16, 352]) {
      expect(parse({ version, magic, voxOffset })).toMatchObject({
        isHalf: true,
        dataOffset: voxOffset,
        headerBytes: 0,
        notices: [],
      });
    }
    expect(() => parse({ version, magic, voxOffset: -16 })).toThrow(failure("E_BAD_OFFSET"));
  });

  test.each([1, 2] as const)("NIfTI-%i headers without magic", (version) => {
    const rest = version === 1 ? "" : "\r\n\x1a\n";
    const expected = version === 1 ? failure("E_NOT_NIFTI", /Analyze 7\.5/) : failure("E_BAD_HEADER", /magic/);
    expect(() => parse({ version, magic: `\0\0\0\0${rest}` })).toThrow(expected);
  });

  test("a NIfTI-2 file that was copied as text", () => {
    expect(() => parse({ version: 2, magic: "n+2\0\n\x1a\n\0" })).toThrow(failure("E_BAD_HEADER", /as text/));
  });

  test("a wrong header size beside the right magic", () => {
    expect(() => parse({ sizeofHdr: 0 })).toThrow(failure("E_BAD_HEADER", /0 bytes instead of 348/));
    expect(() => parse({ version: 2, sizeofHdr: 348 })).toThrow(failure("E_NOT_NIFTI"));
  });

  test("CIFTI-2", () => {
    expect(() => parse({ version: 2, intentCode: 3006 })).toThrow(failure("E_NOT_NIFTI", /CIFTI-2/));
  });

  test("a file that ends inside its header", () => {
    for (const [version, size] of [
      [1, 348],
      [2, 540],
    ] as const) {
      const bytes = buildNifti({ version });
      for (const length of [8, 200, size - 1]) {
        const message = new RegExp(`after ${length} bytes, inside the ${size}-byte`);
        expect(() => parseHeader(bytes.subarray(0, length))).toThrow(failure("E_TRUNCATED", message));
      }
    }
  });
});
