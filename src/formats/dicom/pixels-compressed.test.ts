import { describe, expect, test } from "vitest";
import { decodeInNode } from "../../hosts/node-dicom";
import type { PixelDecoder } from "./decoder";
import type { StoredImage } from "./image";
import { isCutShort, readImages } from "./pixels";
import { COLUMNS, COMPRESSED, type Compressed, encapsulated, fileOf, imageOf, item, ROWS } from "./test-compressed";

async function read(images: readonly StoredImage[], decoder: PixelDecoder | undefined = decodeInNode) {
  const all: Float32Array[] = [];
  for await (const intensities of readImages(images, decoder)) all.push(intensities);
  return all;
}

const worst = (found: Float32Array | undefined, { intensities }: Compressed) =>
  intensities.reduce((most, value, i) => Math.max(most, Math.abs(value - (found?.[i] ?? Number.NaN))), 0);

/** A decoder that counts, and gives `stored` numbers of 16 bits as every pixel of image 0, 1, 2 …. */
function constantDecoder() {
  const batches: number[] = [];
  const decoder: PixelDecoder = async (files) => {
    const nifti = new Uint8Array(352 + files.length * COLUMNS * ROWS * 2);
    const view = new DataView(nifti.buffer);
    view.setInt32(0, 348, true);
    for (const [i, size] of [3, COLUMNS, ROWS, files.length, 1, 1, 1, 1].entries())
      view.setInt16(40 + 2 * i, size, true);
    view.setInt16(70, 512, true);
    view.setFloat32(108, 352, true);
    for (let at = 352, i = 0; at < nifti.length; at += 2, i++) {
      view.setUint16(at, batches.length * 100 + Math.floor(i / (COLUMNS * ROWS)), true);
    }
    batches.push(files.length);
    return nifti;
  };
  return { decoder, batches };
}

describe("what was compressed without loss comes back bit for bit", () => {
  const { jpeg8, jpegLsNear, jpeg2000Lossy, ybrJpeg, rgbJpeg, ...lossless } = COMPRESSED;
  test.each(Object.entries(lossless))("%s", async (_, compressed) => {
    const [found] = await read([imageOf(compressed)]);
    expect(found).toEqual(compressed.intensities);
  });

  test.each([
    ["JPEG baseline", jpeg8, 3],
    ["JPEG-LS near-lossless, within the 3 it was told", jpegLsNear, 3],
    ["JPEG 2000", jpeg2000Lossy, 7],
    ["JPEG baseline in colour", ybrJpeg, 9],
  ] as const)("with loss nearly: %s", async (_, compressed, limit) => {
    const [found] = await read([imageOf(compressed)]);
    const difference = worst(found, compressed);
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThanOrEqual(limit);
  });

  test("JPEG that stores red, green and blue is refused, which the decoder takes for luma and chroma", async () => {
    await expect(read([imageOf(rgbJpeg)])).rejects.toMatchObject({ code: "E_UNSUPPORTED_TYPE" });
  });

  test("of luma and chroma that nothing transforms, the luma", async () => {
    const { rgbJpegLs } = COMPRESSED;
    const image = imageOf({ ...rgbJpegLs, pixels: { ...rgbJpegLs.pixels, photometric: "YBR_FULL" } });
    const [found] = await read([image]);
    expect(found?.slice(0, 4)).toEqual(Float32Array.of(0, 15, 30, 45));
  });

  test("a stream of 8 bits in a file whose pixels have 16", async () => {
    const { jpegLs8 } = COMPRESSED;
    const image = imageOf({ ...jpegLs8, pixels: { ...jpegLs8.pixels, bitsAllocated: 16 } });
    expect(await read([image])).toEqual([jpegLs8.intensities]);
  });

  test("streams of 8 and of 16 bits after each other", async () => {
    const { jpegLs, jpegLs8 } = COMPRESSED;
    const narrow = { ...jpegLs8, pixels: { ...jpegLs8.pixels, bitsAllocated: 16 } };
    const found = await read([jpegLs, narrow, narrow, jpegLs].map((one) => imageOf(one)));
    expect(found).toEqual([jpegLs, narrow, narrow, jpegLs].map(({ intensities }) => intensities));
  });

  test("images come in the order that was asked for, whatever their syntax, rescaled", async () => {
    const { rle, jpegLs, jpegLossless } = COMPRESSED;
    const order = [jpegLs, rle, rle, jpegLossless, jpegLs];
    const found = await read(order.map((one, i) => imageOf(one, { rescale: [i + 1, -i] })));
    expect(found).toEqual(order.map(({ intensities }, i) => intensities.map((value) => (i + 1) * value - i)));
  });
});

describe("a file of several frames", () => {
  const { jpegLs, jpegLossless } = COMPRESSED;
  const frames = 3;

  test("gives those that are asked for, in any order, and is looked through once", async () => {
    const { stream } = jpegLs;
    const file = fileOf(encapsulated(stream, stream, stream));
    const pixels = { ...jpegLs.pixels, frames };
    const found = await read([2, 0].map((frame) => ({ file, frame, pixels, rescale: [1, 0] as const })));
    expect(found).toEqual([jpegLs.intensities, jpegLs.intensities]);
    expect(file.read.filter(([begin]) => begin === 0)).toHaveLength(1);
  });

  test("is put together from the fragments of each frame", async () => {
    const { stream, pixels } = jpegLossless;
    const cut = 100;
    const file = fileOf(encapsulated(stream.slice(0, cut), stream.slice(cut), stream, stream));
    const image = { file, pixels: { ...pixels, frames }, rescale: [1, 0] as const };
    expect(await read([0, 1, 2].map((frame) => ({ ...image, frame })))).toEqual(
      Array(3).fill(jpegLossless.intensities),
    );
  });

  test("tiles of one frame are cut from one decoding", async () => {
    const { decoder, batches } = constantDecoder();
    const whole = imageOf(jpegLs);
    const tile = { columns: 4, rows: 3 };
    const found = await read(
      [0, 4].map((x) => ({ ...whole, tile: { ...tile, x, y: 3 } })),
      decoder,
    );
    expect(found.map(({ length }) => length)).toEqual([12, 12]);
    expect(batches).toEqual([1]);
  });
});

describe("what goes to the decoder", () => {
  test("is at most 64 images at once, and those of each batch come back in order", async () => {
    const { decoder, batches } = constantDecoder();
    const found = await read(
      Array.from({ length: 130 }, () => imageOf(COMPRESSED.jpegLs)),
      decoder,
    );
    expect(batches).toEqual([64, 64, 2]);
    expect([0, 63, 64, 129].map((i) => found[i]?.[0])).toEqual([0, 63, 100, 201]);
  });

  test("holds nothing of the file but its pixels", async () => {
    const given: Uint8Array[] = [];
    const spy: PixelDecoder = async (files) => {
      given.push(...files);
      throw new Error("seen");
    };
    const bytes = Uint8Array.from([
      ...new TextEncoder().encode("Secretperson^Testina"),
      ...encapsulated(COMPRESSED.rle.stream),
    ]);
    const image = imageOf(COMPRESSED.rle);
    await expect(
      read([{ ...image, file: fileOf(bytes), pixels: { ...image.pixels, offset: 20 } }], spy),
    ).rejects.toThrow("seen");
    const text = String.fromCharCode(...(given[0] as Uint8Array));
    expect(text).toContain(String.fromCharCode(...COMPRESSED.rle.stream));
    expect(text).not.toContain("Secretperson");
  });

  test("is told to stop, and nothing is asked after that", async () => {
    const controller = new AbortController();
    const { decoder, batches } = constantDecoder();
    const images = Array.from({ length: 130 }, () => imageOf(COMPRESSED.jpegLs));
    const reading = readImages(images, decoder, { signal: controller.signal });
    await reading.next();
    controller.abort();
    await expect(reading.next()).rejects.toMatchObject({ name: "AbortError" });
    expect(batches).toEqual([64]);
  });

  test("progress counts images", async () => {
    const fractions: number[] = [];
    const { decoder } = constantDecoder();
    const images = Array.from({ length: 4 }, () => imageOf(COMPRESSED.jpegLs));
    for await (const _ of readImages(images, decoder, { onProgress: ({ fraction }) => fractions.push(fraction) }));
    expect(fractions).toEqual([0.25, 0.5, 0.75, 1]);
  });
});

describe("damaged images", () => {
  const { jpegLossless, jpegLs, jpeg2000, rle } = COMPRESSED;
  const withStream = (one: Compressed, stream: Uint8Array<ArrayBuffer>) => imageOf({ ...one, stream });

  test.each(Object.entries({ jpegLossless, jpegLs, jpeg2000, rle }))(
    "half of a stream is refused: %s",
    async (_, one) => {
      const half = one.stream.slice(0, one.stream.length / 2);
      await expect(read([withStream(one, half)])).rejects.toMatchObject({ code: "E_PIXELS" });
    },
  );

  test("one among good ones is not passed over", async () => {
    const damaged = jpegLs.stream.map((byte, i) => (i > 100 && i < 200 ? byte ^ 0x55 : byte));
    const images = [imageOf(jpegLs), withStream(jpegLs, damaged), imageOf(jpegLs)];
    await expect(read(images)).rejects.toMatchObject({ code: "E_PIXELS" });
  });

  test("a file that ends inside an image is named by its bytes, before it is decoded", async () => {
    const bytes = encapsulated(rle.stream).slice(0, 200);
    const image = { ...imageOf(rle), file: fileOf(bytes) };
    expect(await isCutShort(image)).toBe(true);
    expect(await isCutShort(imageOf(rle))).toBe(false);
    await expect(read([image])).rejects.toMatchObject({ code: "E_TRUNCATED", message: expect.stringContaining("200") });
  });

  test("of a file cut short the whole frames are read", async () => {
    const { stream, pixels } = jpegLs;
    const whole = encapsulated(stream, stream, stream);
    const file = fileOf(whole.slice(0, whole.length - 30));
    const image = { file, pixels: { ...pixels, frames: 3 }, rescale: [1, 0] as const };
    const cut = await Promise.all([0, 1, 2].map((frame) => isCutShort({ ...image, frame })));
    expect(cut).toEqual([false, false, true]);
    expect(await read([0, 1].map((frame) => ({ ...image, frame })))).toEqual([jpegLs.intensities, jpegLs.intensities]);
  });

  test("a fragment far larger than its image is not read", async () => {
    const file = fileOf(Uint8Array.from([...item([]), ...item([0xff, 0xd8], 1 << 20)]));
    const image = { ...imageOf(jpegLs), file: { ...file, size: 1 << 21 } };
    await expect(read([image])).rejects.toMatchObject({ code: "E_PIXELS" });
    expect(Math.max(...file.read.map(([begin, end]) => end - begin))).toBeLessThan(1 << 14);
  });

  test("an answer that is not the images that were asked for is refused", async () => {
    const { decoder } = constantDecoder();
    const lying: PixelDecoder = async (files, options) => decoder([...files, ...files], options);
    await expect(read([imageOf(jpegLs)], lying)).rejects.toMatchObject({ code: "E_PIXELS" });
    await expect(read([imageOf(jpegLs)], async () => new Uint8Array(3))).rejects.toMatchObject({ code: "E_PIXELS" });
  });

  test("without a decoder the syntax is named", async () => {
    const reading = readImages([imageOf(jpeg2000)], undefined).next();
    await expect(reading).rejects.toMatchObject({ code: "E_PIXELS", message: expect.stringContaining("JPEG 2000") });
  });
});
