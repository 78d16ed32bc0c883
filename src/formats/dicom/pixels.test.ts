import { describe, expect, test } from "vitest";
import type { StoredImage } from "./image";
import type { PixelFormat } from "./pixel-format";
import { isCutShort, readImages } from "./pixels";
import { checkReadable } from "./pixels-support";
import { fileOf } from "./test-compressed";

const GREY16: PixelFormat = {
  transferSyntax: "1.2.840.10008.1.2.1",
  rows: 2,
  columns: 3,
  frames: 1,
  bitsAllocated: 16,
  bitsStored: 16,
  highBit: 15,
  signed: false,
  samples: 1,
  planar: false,
  photometric: "MONOCHROME2",
  offset: 0,
  length: 12,
};
const GREY8 = { ...GREY16, bitsAllocated: 8, bitsStored: 8, highBit: 7, length: 6 };
const BIG_ENDIAN = "1.2.840.10008.1.2.2";

function imageOf(
  bytes: ArrayLike<number>,
  pixels: Partial<PixelFormat> = {},
  more: Partial<Omit<StoredImage, "file">> = {},
) {
  const length = bytes.length - (pixels.offset ?? 0);
  return {
    file: fileOf(Uint8Array.from(bytes)),
    frame: 0,
    rescale: [1, 0],
    pixels: { ...GREY16, length, ...pixels },
    ...more,
  } as const;
}

async function read(...images: readonly StoredImage[]): Promise<number[][]> {
  const all: number[][] = [];
  for await (const intensities of readImages(images, undefined)) all.push([...intensities]);
  return all;
}

const int16 = (...values: number[]) => new Uint8Array(Int16Array.from(values).buffer);
const int32 = (...values: number[]) => new Uint8Array(Int32Array.from(values).buffer);

describe("stored numbers", () => {
  test("of 16 bits, unsigned and signed", async () => {
    const bytes = int16(0, 1, 32767, -32768, -2, -1);
    expect(await read(imageOf(bytes))).toEqual([[0, 1, 32767, 32768, 65534, 65535]]);
    expect(await read(imageOf(bytes, { signed: true }))).toEqual([[0, 1, 32767, -32768, -2, -1]]);
  });

  test("of 8 bits, unsigned and signed", async () => {
    const bytes = [0, 1, 127, 128, 254, 255];
    expect(await read(imageOf(bytes, GREY8))).toEqual([bytes]);
    expect(await read(imageOf(bytes, { ...GREY8, signed: true }))).toEqual([[0, 1, 127, -128, -2, -1]]);
  });

  test("of 32 bits, unsigned and signed", async () => {
    const bits = { bitsAllocated: 32, bitsStored: 32, highBit: 31 };
    const bytes = int32(0, 1, 2 ** 30, -(2 ** 31), -256, -1);
    expect(await read(imageOf(bytes, bits))).toEqual([[0, 1, 2 ** 30, 2 ** 31, 2 ** 32 - 256, 2 ** 32]]);
    expect(await read(imageOf(bytes, { ...bits, signed: true }))).toEqual([[0, 1, 2 ** 30, -(2 ** 31), -256, -1]]);
  });

  test("signed ones of 12 bits in 16 take their sign from the highest of the 12, whatever the bits above it say", async () => {
    const bits = { bitsStored: 12, highBit: 11, signed: true };
    expect(await read(imageOf(int16(0, 2047, 2048, 4095, -1, -2048), bits))).toEqual([[0, 2047, -2048, -1, -1, -2048]]);
  });

  test("have no bits of overlays above them, nor of anything below them", async () => {
    const above = int16(0x5000, -0x8000 | 5, 0x1fff, 7, 8, 9);
    expect(await read(imageOf(above, { bitsStored: 12, highBit: 11 }))).toEqual([[0, 5, 4095, 7, 8, 9]]);
    const below = int16(0x13, 0x20, 0xff0, 0, 0, 0);
    expect(await read(imageOf(below, { bitsStored: 10, highBit: 13 }))).toEqual([[1, 2, 255, 0, 0, 0]]);
  });

  test("are scaled in float64 and rounded once", async () => {
    const rescale = [0.1, -1024.7] as const;
    const stored = [0, 1, 40000, 40001, 65534, 65535];
    const [found] = await read(imageOf(int16(...stored), {}, { rescale }));
    expect(found).toEqual(stored.map((value) => Math.fround(0.1 * value - 1024.7)));
  });
});

describe("byte order", () => {
  test("big-endian words are turned", async () => {
    const pixels = { transferSyntax: BIG_ENDIAN, signed: true };
    expect(await read(imageOf([0, 1, 1, 0, 255, 254, 0, 0, 0, 0, 0, 0], pixels))).toEqual([[1, 256, -2, 0, 0, 0]]);
    const bits = { bitsAllocated: 32, bitsStored: 32, highBit: 31, columns: 1 };
    expect(await read(imageOf([0, 0, 1, 2, 255, 255, 255, 255], { ...pixels, ...bits }))).toEqual([[258, -1]]);
  });

  test("two pixels of 8 bits are turned where the element holds words, also where a frame ends within one", async () => {
    const header = (type: string) => [0x7f, 0xe0, 0x00, 0x10, type.charCodeAt(0), type.charCodeAt(1), 0, 0, 0, 0, 0, 6];
    const pixels = { ...GREY8, transferSyntax: BIG_ENDIAN, rows: 1, frames: 2, offset: 12 };
    const inOrder = imageOf([...header("OB"), 1, 2, 3, 4, 5, 6], pixels);
    const inWords = imageOf([...header("OW"), 2, 1, 4, 3, 6, 5], pixels);
    for (const image of [inOrder, inWords]) {
      expect(await read(image, { ...image, frame: 1 })).toEqual([
        [1, 2, 3],
        [4, 5, 6],
      ]);
    }
  });
});

describe("frames and tiles", () => {
  test("only the bytes of the frame are read", async () => {
    const image = imageOf([9, 9, 9, 9, ...int16(1, 2, 3, 4, 5, 6), ...int16(7, 8, 9, 10, 11, 12)], {
      frames: 2,
      offset: 4,
    });
    expect(await read({ ...image, frame: 1 })).toEqual([[7, 8, 9, 10, 11, 12]]);
    expect(image.file.read).toEqual([[16, 28]]);
  });

  test("tiles are cut from one reading of their frame, row by row", async () => {
    const pixels = { ...GREY8, columns: 4, rows: 4, length: 16 };
    const image = imageOf(
      Array.from({ length: 16 }, (_, i) => i),
      pixels,
    );
    const tile = { columns: 2, rows: 2 };
    const tiles = [0, 1, 2].map((n) => ({ ...image, tile: { ...tile, x: 2 * (n % 2), y: 2 * Math.floor(n / 2) } }));
    expect(await read(...tiles)).toEqual([
      [0, 1, 4, 5],
      [2, 3, 6, 7],
      [8, 9, 12, 13],
    ]);
    expect(image.file.read).toHaveLength(1);
  });

  test("of a file cut short the whole frames are read, and the other is named by its bytes", async () => {
    const image = imageOf([...int16(1, 2, 3, 4, 5, 6), ...int16(7, 8)], { frames: 2, length: 24 });
    expect(await read(image)).toEqual([[1, 2, 3, 4, 5, 6]]);
    expect(await isCutShort(image)).toBe(false);
    const second = { ...image, frame: 1 };
    expect(await isCutShort(second)).toBe(true);
    const error = { code: "E_TRUNCATED", message: expect.stringContaining("of 12 bytes of an image 4 are there") };
    await expect(read(second)).rejects.toMatchObject(error);
  });

  test("what lies behind a value that is too short is not taken for pixels", async () => {
    const image = imageOf([...int16(1, 2, 3, 4), 0xfc, 0xff, 0xfc, 0xff], { length: 8 });
    await expect(read(image)).rejects.toMatchObject({ code: "E_TRUNCATED" });
  });
});

describe("colour becomes luma", () => {
  const colours = { ...GREY8, samples: 3, photometric: "RGB", rows: 1, columns: 2 };
  const expected = [0.299 * 255 + 0.587 * 10 + 0.114 * 20, 0.299 * 1 + 0.587 * 2 + 0.114 * 3].map(Math.fround);

  test("pixel by pixel and plane by plane", async () => {
    expect(await read(imageOf([255, 10, 20, 1, 2, 3], colours))).toEqual([expected]);
    expect(await read(imageOf([255, 1, 10, 2, 20, 3], { ...colours, planar: true }))).toEqual([expected]);
  });

  test("which is the first sample of YBR_FULL", async () => {
    expect(await read(imageOf([7, 128, 128, 9, 0, 255], { ...colours, photometric: "YBR_FULL" }))).toEqual([[7, 9]]);
  });
});

describe("what cannot be read is refused before a byte is read", () => {
  const jpeg = { length: undefined };
  const decoder = async () => new Uint8Array();
  test.each([
    ["MPEG-4", "E_UNSUPPORTED_TYPE", { ...jpeg, transferSyntax: "1.2.840.10008.1.2.4.102" }],
    ["HTJ2K", "E_UNSUPPORTED_TYPE", { ...jpeg, transferSyntax: "1.2.840.10008.1.2.4.203" }],
    ["JPEG extended (12 bits)", "E_UNSUPPORTED_TYPE", { ...jpeg, transferSyntax: "1.2.840.10008.1.2.4.51" }],
    ["transfer syntax 1.3.9", "E_UNSUPPORTED_TYPE", { transferSyntax: "1.3.9" }],
    ["an unknown transfer syntax", "E_UNSUPPORTED_TYPE", { transferSyntax: "no UID" }],
    ["1 bits", "E_UNSUPPORTED_TYPE", { bitsAllocated: 1, bitsStored: 1, highBit: 0 }],
    ["64 bits", "E_UNSUPPORTED_TYPE", { bitsAllocated: 64, bitsStored: 64, highBit: 63 }],
    ["colour table", "E_UNSUPPORTED_TYPE", { photometric: "PALETTE COLOR" }],
    ["YBR_FULL_422", "E_UNSUPPORTED_TYPE", { ...GREY8, samples: 3, photometric: "YBR_FULL_422" }],
    ["3 samples of 16 bits", "E_UNSUPPORTED_TYPE", { samples: 3, photometric: "RGB" }],
    ["17 bits up to bit 16", "E_BAD_HEADER", { bitsStored: 17, highBit: 16 }],
    ["12 bits up to bit 5", "E_BAD_HEADER", { bitsStored: 12, highBit: 5 }],
    ["0 bits", "E_BAD_HEADER", { bitsStored: 0, highBit: 0 }],
    ["3 × 0 pixels", "E_BAD_DIMS", { rows: 0 }],
    ["NaN images", "E_BAD_DIMS", { frames: Number.NaN }],
    ["65535 × 65535", "E_TOO_LARGE", { rows: 65535, columns: 65535 }],
    ["4000 × 4000", "E_TOO_LARGE", { ...jpeg, rows: 4000, columns: 4000, transferSyntax: "1.2.840.10008.1.2.5" }],
    ["not stored as the file says (RLE)", "E_PIXELS", { transferSyntax: "1.2.840.10008.1.2.5" }],
    ["not stored as the file says (explicit", "E_PIXELS", jpeg],
  ])("%s: %s", async (what, code, pixels) => {
    const image = imageOf(int16(1, 2, 3, 4, 5, 6), pixels);
    await expect(readImages([image], decoder).next()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(what),
    });
    expect(image.file.read).toEqual([]);
  });

  test("large images that are not compressed can be", () => {
    expect(() => checkReadable({ ...GREY16, rows: 4000, columns: 4000 }, undefined)).not.toThrow();
  });
});
