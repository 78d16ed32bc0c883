import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { watchAllocations } from "../test-allocations";
import { noticed } from "../test-read";
import { concat, EXTREME_VALUES, latin1Bytes } from "../test-voxels";
import { HEAD_BYTES } from "./header";
import { buildNifti, type NiftiSpec, readNifti, TEST_TYPES } from "./test-nifti";

const read = (spec: NiftiSpec) => readNifti(buildNifti(spec));
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const failure = (code: string, message = /./) => ({
  name: "EigenvoxError",
  code,
  message: expect.stringMatching(message),
});
const failsWith = (bytes: Uint8Array<ArrayBuffer>, code: string, message?: RegExp) =>
  expect(readNifti(bytes)).rejects.toMatchObject(failure(code, message));

describe("voxels", () => {
  const variants = [true, false].flatMap((littleEndian) => [
    { littleEndian, version: 1 as const },
    { littleEndian, version: 2 as const },
  ]);

  test.each([...TEST_TYPES].map(([code, name]) => [name, code] as const))("%s", async (name, datatype) => {
    const stored = EXTREME_VALUES[name] as (number | bigint)[];
    for (const variant of variants) {
      const scan = await read({ datatype, dim: [3, 3, 1, 2], values: stored, ...variant });
      expect([...scan.volume.data]).toEqual(stored.map(Number));
      expect(scan.notices.filter(({ code }) => code !== "W_RANGE")).toEqual([noticed("W_ONE_SLICE", /only along y:/)]);
      expect(scan).toMatchObject({ frames: 1, volume: { dims: [3, 1, 2], spacing: [1, 1, 1] } });
      const order = /8$/.test(name) ? "" : `, ${variant.littleEndian ? "little" : "big"}-endian`;
      expect(scan.details).toEqual([`NIfTI-${variant.version}, ${name}${order}`, "geometry from sform (scanner)"]);
      const scaled = await read({ datatype, dim: [3, 3, 1, 2], values: stored, slope: -0.5, intercept: 3, ...variant });
      expect([...scaled.volume.data]).toEqual(stored.map((value) => Math.fround(3 - 0.5 * Number(value))));
      expect(scaled.details[1]).toBe("intensity = -0.5 × stored + 3");
    }
  });

  test("more of them than are converted at once, at an odd offset", async () => {
    for (const littleEndian of [true, false]) {
      const { volume } = await read({
        littleEndian,
        dim: [3, 100, 100, 9],
        extension: new Uint8Array(17),
        values: Array.from({ length: 90000 }, (_, i) => (i * 7) % 30011),
      });
      expect(volume.data.findIndex((value, i) => value !== (i * 7) % 30011)).toBe(-1);
    }
  });

  test.each([
    [1024, [2n ** 53n + 1n, -(2n ** 60n) - 1n, 2n ** 24n + 1n, 2n ** 60n], 3, "int64"],
    [1280, [2n ** 64n - 1n, 2n ** 63n, 5n, 0n], 1, "uint64"],
    [8, [2 ** 24 + 1, -(2 ** 24) - 1, 2 ** 24, 3], 2, "int32"],
    [768, [2 ** 32 - 1, 1, 2, 3], 1, "uint32"],
    [64, [0.1, 0.5, 1e20, 2 ** 70], 2, "float64"],
    [16, [Math.fround(0.1), Math.fround(1e20), 3e38, 1], 0, "float32"],
  ])("rounding of datatype %i is counted", async (datatype, values, rounded, name) => {
    const scan = await read({ datatype, dim: [3, 2, 2, 1], values });
    expect([...scan.volume.data]).toEqual([...values].map((value) => Math.fround(Number(value))));
    const notices = scan.notices.filter(({ code }) => code !== "W_ONE_SLICE" && code !== "W_RANGE");
    const text = new RegExp(`${rounded} of 4 ${name} voxels are rounded to float32`);
    expect(notices).toEqual(rounded ? [noticed("W_PRECISION", text)] : []);
  });

  test("those that are not finite are counted and missing", async () => {
    const values = [Number.NaN, 5, Infinity, -Infinity, 1e300, 7];
    const { volume, notices } = await read({ datatype: 64, dim: [3, 6, 1, 1], values });
    const single = noticed("W_ONE_SLICE", /only along y, z:/);
    expect([...volume.data]).toEqual([Number.NaN, 5, Number.NaN, Number.NaN, Number.NaN, 7]);
    expect(notices).toEqual([single, noticed("W_NOT_FINITE", /^4 of 6 voxels are not finite/)]);
    const scaled = await read({ dim: [3, 3, 1, 1], values: [0, 1, 1000], slope: 1e36 });
    expect([...scaled.volume.data]).toEqual([0, Math.fround(1e36), Number.NaN]);
    expect(scaled.notices).toEqual([
      single,
      noticed("W_NOT_FINITE", /^1 of 3 .*too large/),
      noticed("W_RANGE", /0 to 1e\+36/),
    ]);
  });

  test("none finite: all missing, which is said", async () => {
    const { volume, notices } = await read({ datatype: 16, dim: [3, 2, 1, 1], values: [Number.NaN, Infinity] });
    expect([...volume.data]).toEqual([Number.NaN, Number.NaN]);
    expect(notices).toContainEqual(noticed("W_ALL_NAN", /None of the 2 voxels/));
  });
});

describe("grid", () => {
  test.each([
    [
      [3, 1, 1, 1],
      [1, 1, 1],
    ],
    [
      [3, 1, 4, 5],
      [1, 4, 5],
    ],
    [
      [3, 4, 5, 1],
      [4, 5, 1],
    ],
    [
      [2, 4, 5],
      [4, 5, 1],
    ],
    [
      [1, 4],
      [4, 1, 1],
    ],
  ])("dimensions %j", async (dim, dims) => {
    const { volume } = await read({ dim, sformCode: 0, pixdim: [1, 2, 2, 0] });
    expect(volume.dims).toEqual(dims);
    expect([...volume.data]).toEqual(Array.from(volume.data, (_, i) => i));
  });

  test("without sform and qform the orientation is unknown", async () => {
    const unknown = await read({ sformCode: 0, pixdim: [1, 2, 2, 3] });
    expect(unknown).toMatchObject({ orientationKnown: false, series: { origin: { spaceCode: 0 } } });
    expect(unknown.volume).toMatchObject({ spacing: [2, 2, 3] });
    expect(unknown.details[1]).toBe("geometry from pixdim (orientation unknown)");
    expect(unknown.notices).toEqual([noticed("W_NO_ORIENTATION", /left and right/)]);
    const known = await read({ sformCode: 0, qformCode: 2, pixdim: [1, 2, 2, 3] });
    expect(known).toMatchObject({ orientationKnown: true, notices: [], series: { origin: { spaceCode: 2 } } });
    expect(known.details[1]).toBe("geometry from qform (aligned)");
  });

  test("the header's notices and window come through", async () => {
    const scan = await read({ bitpix: 8, sform: new Array(12).fill(0), calMin: 2, calMax: 20 });
    expect(scan.calWindow).toEqual([2, 20]);
    expect(scan.notices).toEqual([
      noticed("W_HEADER", /8 bits per voxel/),
      noticed("W_GEOMETRY", /sform matrix/),
      noticed("W_NO_ORIENTATION", /left and right/),
    ]);
    expect(await read({})).not.toHaveProperty("calWindow");
  });

  test("a window that holds none of the scaled values is not used, and that is told", async () => {
    const scan = await read({ slope: 2, calMin: 100, calMax: 200 });
    expect(scan).not.toHaveProperty("calWindow");
    expect(scan.notices).toEqual([noticed("W_HEADER", /window of 100 to 200, but the values are 0 to 46:/)]);
    expect(await read({ slope: 5, calMin: 100, calMax: 200 })).toMatchObject({ calWindow: [100, 200], notices: [] });
  });
});

describe("files that end too early", () => {
  const whole = buildNifti({});

  test("an empty file, plain and in gzip", async () => {
    await failsWith(new Uint8Array(0), "E_EMPTY", /0 bytes/);
    await failsWith(gzip(new Uint8Array(0)), "E_EMPTY");
  });

  test("plain: the bytes needed and held are given", async () => {
    expect(whole.length).toBe(400);
    await failsWith(whole.slice(0, 399), "E_TRUNCATED", /take 400 bytes, but it holds 399\b/);
    await failsWith(whole.slice(0, 352), "E_TRUNCATED", /take 400 bytes, but it holds 352\b/);
    await failsWith(whole.slice(0, 200), "E_TRUNCATED", /after 200 bytes/);
  });

  test("gzip of a short file, and a short gzip", async () => {
    await failsWith(gzip(whole.subarray(0, 399)), "E_TRUNCATED", /take 400 bytes, but it holds 399\b/);
    const packed = gzip(whole);
    for (let length = 2; length < packed.length - 8; length++) {
      await failsWith(packed.slice(0, length), "E_TRUNCATED", new RegExp(`after ${length} bytes`));
    }
  });

  test("voxels said to begin behind the end", async () => {
    await failsWith(buildNifti({ voxOffset: 4000 }), "E_BAD_OFFSET", /byte 4000, but the file holds 400/);
    await failsWith(gzip(buildNifti({ voxOffset: 4000 })), "E_BAD_OFFSET", /byte 4000, but the file holds 400/);
  });

  test("dimensions larger than the file take no memory", async () => {
    const huge = buildNifti({ dim: [3, 800, 800, 800], values: [] });
    for (const file of [huge, gzip(huge)]) {
      expect(await watchAllocations(() => failsWith(file, "E_TRUNCATED", /1024000352 bytes/))).toBeLessThanOrEqual(
        HEAD_BYTES,
      );
    }
  });
});

describe("gzip", () => {
  const whole = buildNifti({});
  const expected = Array.from({ length: 24 }, (_, i) => i);

  test.each([
    ["one member", gzip(whole)],
    ["three members", concat(...[0, 100, 360].map((at, i) => gzip(whole.subarray(at, [100, 360, 400][i]))))],
    ["zeros behind the end", concat(gzip(whole), new Uint8Array(1000))],
    ["text behind the end", concat(gzip(whole), latin1Bytes("junk"))],
  ])("%s", async (_, bytes) => {
    const { volume, details } = await readNifti(bytes);
    expect([...volume.data]).toEqual(expected);
    expect(details[0]).toBe("NIfTI-1, int16, little-endian, gzip");
  });

  test("a scan of little but zeros, though it compresses as a bomb does", async () => {
    const values = new Array<number>(128 ** 3).fill(0).with(-1, 7);
    const bytes = gzip(buildNifti({ datatype: 2, dim: [3, 128, 128, 128], values }));
    expect(bytes.length).toBeLessThan(values.length / 500);
    expect((await readNifti(bytes)).volume.data.at(-1)).toBe(7);
  });

  test("a wrong checksum", async () => {
    const bytes = gzip(whole);
    bytes[bytes.length - 8] = (bytes[bytes.length - 8] as number) ^ 1;
    await failsWith(bytes, "E_GZIP", /damaged/);
  });

  test("compressed twice", async () => {
    await failsWith(gzip(gzip(whole)), "E_GZIP", /twice/);
  });

  test("something else inside", async () => {
    await failsWith(gzip(latin1Bytes("<!DOCTYPE html><title>404</title>")), "E_NOT_NIFTI", /web page/);
    await failsWith(gzip(new Uint8Array(1 << 20)), "E_NOT_NIFTI", /unrecognised binary/);
  });

  test("a bomb behind the first frame is never inflated", async () => {
    const bomb = gzip(concat(whole, new Uint8Array(32 << 20)));
    // Its checksum is wrong, which only a reader that gets to its end can know.
    bomb[bomb.length - 8] = (bomb[bomb.length - 8] as number) ^ 1;
    const largest = await watchAllocations(async () => {
      expect([...(await readNifti(bomb)).volume.data]).toEqual(expected);
    });
    expect(largest).toBe(HEAD_BYTES);
  });

  test("a header that owns up to too much is refused before the rest is read", async () => {
    const header = buildNifti({ datatype: 16, dim: [3, 1024, 1024, 768], values: [] });
    const bomb = gzip(concat(header, new Uint8Array(4 << 20)));
    expect(await watchAllocations(() => failsWith(bomb, "E_TOO_LARGE", /1024×1024×768/))).toBe(HEAD_BYTES);
  });
});

describe("extensions", () => {
  const sized = (size: number, length = 32) => {
    const extension = new Uint8Array(length);
    new DataView(extension.buffer).setInt32(0, size, true);
    return extension;
  };

  test.each([-16, 0, 1, 7, 48, 2 ** 31 - 1, -(2 ** 31)])("one of size %i is harmless, and said", async (size) => {
    for (const version of [1, 2] as const) {
      const { volume, notices } = await read({ version, extension: sized(size) });
      expect([...volume.data]).toEqual(Array.from({ length: 24 }, (_, i) => i));
      expect(notices).toEqual([noticed("W_HEADER", new RegExp(`size as ${size} bytes`))]);
    }
  });

  test("whole ones, and zeros up to the voxels, are nothing to be told of", async () => {
    for (const extension of [sized(32), concat(sized(16, 16), sized(32)), concat(sized(32), new Uint8Array(9))]) {
      for (const version of [1, 2] as const) expect((await read({ version, extension })).notices).toEqual([]);
    }
  });

  test("a damaged one behind whole ones, in gzip too, and none where they are told of", async () => {
    const bytes = buildNifti({ extension: concat(sized(32), sized(-5)) });
    const damaged = [noticed("W_HEADER", /at byte 384 gives its size as -5/)];
    expect((await readNifti(bytes)).notices).toEqual(damaged);
    expect((await readNifti(gzip(bytes))).notices).toEqual(damaged);
    const none = buildNifti({});
    none[348] = 1;
    expect((await readNifti(none)).notices).toEqual([noticed("W_HEADER", /no room/)]);
  });

  test("a large one", async () => {
    const { volume } = await readNifti(gzip(buildNifti({ extension: sized(1 << 20, 1 << 20) })));
    expect([...volume.data.subarray(0, 3)]).toEqual([0, 1, 2]);
  });
});
