import { describe, expect, test } from "vitest";
import { locateFrames } from "./encapsulated";
import { checkStream } from "./encapsulated-stream";
import { COMPRESSED, encapsulated, fileOf, item, SEQUENCE_END } from "./test-compressed";

const { jpegLossless, jpegLs, jpeg2000, rle, ybrJpeg } = COMPRESSED;
const JPEG = [0xff, 0xd8, 0xff, 1];
const REST = [5, 6, 7, 8];

/** What was found, as the numbers of bytes of each fragment of each frame. */
async function framesIn(bytes: readonly number[], frames: number) {
  const located = await locateFrames(fileOf(Uint8Array.from(bytes)), { ...jpegLossless.pixels, frames });
  return located.map((ranges) => ranges.map(({ begin, end }) => end - begin));
}

const offsets = (...values: number[]) => [...new Uint8Array(Uint32Array.from(values).buffer)];

describe("fragments are given to frames", () => {
  test("all to the only one", async () => {
    expect(await framesIn([...item([]), ...item(JPEG), ...item(JPEG), ...SEQUENCE_END], 1)).toEqual([[4, 4]]);
  });

  test("as the table of offsets says", async () => {
    const fragments = [...item(REST), ...item(REST), ...item(REST.slice(2)), ...SEQUENCE_END];
    expect(await framesIn([...item(offsets(0, 24)), ...fragments], 2)).toEqual([[4, 4], [2]]);
    expect(await framesIn([...item(offsets(0, 12)), ...fragments], 2)).toEqual([[4], [4, 2]]);
  });

  test("one to each where there are as many, whatever they begin with", async () => {
    expect(await framesIn([...item([]), ...item(REST), ...item(JPEG), ...SEQUENCE_END], 2)).toEqual([[4], [4]]);
  });

  test.each([
    ["has no", []],
    ["has an unsound", offsets(0, 13)],
    ["has a descending", offsets(24, 0)],
    ["has another's", offsets(0, 12, 24)],
  ])("by where streams begin, where the file %s table of offsets", async (_, table) => {
    const j2k = [0xff, 0x4f, 0xff, 0x51];
    for (const start of [JPEG, j2k]) {
      const fragments = [...item(start), ...item(REST), ...item(start), ...SEQUENCE_END];
      expect(await framesIn([...item(table), ...fragments], 2)).toEqual([[4, 4], [4]]);
    }
  });

  test("up to where a file ends early, and the last one reaches beyond that", async () => {
    const whole = [...item([]), ...item(JPEG), ...item(JPEG), ...item([...JPEG, ...REST]), ...SEQUENCE_END];
    expect(await framesIn(whole.slice(0, -10), 3)).toEqual([[4], [4], [8]]);
    expect(await framesIn(whole.slice(0, -20), 3)).toEqual([[4], [4]]);
    expect(await framesIn(whole.slice(0, 4), 3)).toEqual([]);
    const withTable = [...item(offsets(0, 12, 24)), ...whole.slice(8)];
    expect(await framesIn(withTable.slice(0, -20), 3)).toEqual([[4], [4]]);
  });

  test("many small ones are found with few reads", async () => {
    const count = 1000;
    const fragment = Uint8Array.of(...JPEG, ...REST);
    const file = fileOf(encapsulated(...Array<Uint8Array>(count).fill(fragment)));
    expect(await locateFrames(file, { ...jpegLs.pixels, frames: count })).toHaveLength(count);
    expect(file.read.length).toBeLessThan(10);
  });
});

describe("a damaged structure is refused", () => {
  const end = SEQUENCE_END;
  test.each([
    ["what is no item", [1, 2, 3, 4, 5, 6, 7, 8]],
    ["an item without a length", [...item([]), ...item([], 0xffffffff), ...end]],
    ["more frames than the file should have", [...item([]), ...item(JPEG), ...item(JPEG), ...item(JPEG), ...end]],
    ["fewer frames than the file should have", [...item([]), ...item(JPEG), ...end]],
    ["no fragments", [...item([]), ...end]],
  ])("%s", async (_, bytes) => {
    await expect(framesIn(bytes, 2)).rejects.toMatchObject({ code: "E_PIXELS" });
  });

  test("hundreds of thousands of fragments", async () => {
    const file = fileOf(Uint8Array.from([...item([]), ...Array(100_000).fill(item([])).flat()]));
    await expect(locateFrames(file, jpegLs.pixels)).rejects.toMatchObject({ code: "E_PIXELS" });
  });

  test("a fragment that would be the whole disk is known by where it ends only", async () => {
    const file = fileOf(Uint8Array.from([...item([]), ...item(JPEG, 0xfffffff0)]));
    const [frame] = await locateFrames(file, jpegLs.pixels);
    expect(frame?.[0]?.end).toBeGreaterThan(4e9);
    expect(Math.max(...file.read.map(([begin, last]) => last - begin))).toBeLessThanOrEqual(4096);
  });
});

describe("a stream has to be what its file says", () => {
  test.each(Object.entries(COMPRESSED).filter(([name]) => name !== "rgbJpeg"))("%s is", (_, { stream, pixels }) => {
    expect(checkStream(stream, pixels).bitsAllocated).toBe(pixels.bitsAllocated);
  });

  const all = Object.entries({ jpegLossless, jpegLs, jpeg2000, ybrJpeg });
  test.each(all)("not larger, not smaller, not of other samples or bits: %s", (_, { stream, pixels }) => {
    for (const change of [{ rows: 11 }, { columns: 17 }, { rows: 40000 }, { samples: pixels.samples === 1 ? 3 : 1 }]) {
      expect(() => checkStream(stream, { ...pixels, ...change })).toThrow("damaged: an image of 16 × 12 pixels");
    }
    if (pixels.bitsAllocated === 16) {
      expect(() => checkStream(stream, { ...pixels, bitsAllocated: 8 })).toThrow("where 8 should be");
    }
  });

  test.each([...all, ["rle", rle] as const])("not of another syntax: %s", (_, { stream, pixels }) => {
    for (const [, other] of [...all, ["rle", rle] as const]) {
      if (other.pixels.transferSyntax === pixels.transferSyntax) continue;
      const error = expect.objectContaining({ code: "E_PIXELS" });
      expect(() => checkStream(stream, { ...other.pixels, samples: pixels.samples })).toThrow(error);
    }
  });

  test("RLE needs a segment for each byte of each sample, all within the stream", () => {
    const broken = (at: number, value: number) => {
      const stream = rle.stream.slice();
      new DataView(stream.buffer).setUint32(at, value, true);
      return () => checkStream(stream, rle.pixels);
    };
    expect(broken(0, 2)).not.toThrow();
    expect(broken(0, 1)).toThrow("1 segments instead of 2");
    expect(broken(0, 3)).toThrow("3 segments instead of 2");
    expect(broken(4, 63)).toThrow("do not lie in it");
    expect(broken(8, 64)).toThrow("do not lie in it");
    expect(broken(8, rle.stream.length)).toThrow("do not lie in it");
    expect(() => checkStream(rle.stream.slice(0, 60), rle.pixels)).toThrow("cut short");
  });

  test("RLE needs a byte for each pixel in each segment", () => {
    // A run of 100, a run of 92 that begins with nothing, and bytes as they are.
    const high = [157, 7, 128, 165, 9];
    const low = [127, ...Array(128).fill(1), 63, ...Array(64).fill(2)];
    const stream = (...segments: number[][]) => {
      const bytes = new Uint8Array(64 + segments.flat().length);
      const view = new DataView(bytes.buffer);
      view.setUint32(0, segments.length, true);
      let at = 64;
      for (const [i, segment] of segments.entries()) {
        view.setUint32(4 + 4 * i, at, true);
        bytes.set(segment, at);
        at += segment.length;
      }
      return bytes;
    };
    expect(() => checkStream(stream(high, low), rle.pixels)).not.toThrow();
    expect(() => checkStream(stream(high.with(3, 166), low), rle.pixels)).toThrow("cut short");
    expect(() => checkStream(stream(high, low.slice(0, -1)), rle.pixels)).toThrow("cut short");
    expect(() => checkStream(stream(high.slice(0, 2), low), rle.pixels)).toThrow("cut short");
  });

  test("JPEG needs an end, behind which padding may come", () => {
    const { stream, pixels } = jpegLossless;
    expect(() => checkStream(stream.slice(0, -4), pixels)).toThrow("cut short");
    expect(() => checkStream(Uint8Array.from([...stream, 0, 0, 0]), pixels)).not.toThrow();
  });

  test("lossless JPEG needs a bit for each pixel", () => {
    const at = jpegLossless.stream.findIndex((byte, i, { [i + 1]: next }) => byte === 0xff && next === 0xc3);
    const claiming = (rows: number) => {
      const stream = jpegLossless.stream.slice();
      new DataView(stream.buffer).setUint16(at + 5, rows);
      return () => checkStream(stream, { ...jpegLossless.pixels, rows });
    };
    expect(claiming(150)).not.toThrow();
    expect(claiming(160)).toThrow("cut short");
  });

  test("of two sizes in one stream none is believed", () => {
    const { stream, pixels } = jpegLossless;
    const at = stream.findIndex((byte, i) => byte === 0xff && stream[i + 1] === 0xc3);
    const frame = stream.slice(at, at + 13);
    const twice = Uint8Array.from([...stream.slice(0, at), ...frame, ...stream.slice(at)]);
    expect(() => checkStream(twice, pixels)).toThrow("header of an image");
  });

  test("any beginning of a stream, and any byte of it changed, is accepted or refused as an error a person can be shown", () => {
    for (const [, { stream, pixels }] of [...all, ["rle", rle] as const]) {
      const variants = Array.from({ length: 120 }, (_, n) => stream.slice(0, n));
      for (let at = 0; at < 120; at++) for (const value of [0, 1, 255]) variants.push(stream.with(at, value));
      for (const variant of variants) {
        try {
          checkStream(variant, pixels);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^E_(PIXELS|UNSUPPORTED_TYPE)$/) });
        }
      }
    }
  });
});
