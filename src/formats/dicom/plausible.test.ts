import { deflateRaw } from "pako";
import { expect, test } from "vitest";
import type { ScanFile } from "../scan-format";
import type { PixelDecoder } from "./decoder";
import { checkStream } from "./encapsulated-stream";
import { inflatedFile } from "./inflated";
import { readImages } from "./pixels";
import { canBecome, FREE_IMAGE_BYTES } from "./plausible";
import { COMPRESSED, encapsulated, fileOf as pixelsOf } from "./test-compressed";

/** A stream that claims so many rows and columns, whatever it holds, and what its file says of it. */
function claiming(name: "jpeg2000" | "jpegLs", size: number, length?: number) {
  const { stream, pixels } = COMPRESSED[name];
  const bytes = new Uint8Array(length ?? stream.length);
  bytes.set(stream.subarray(0, -2));
  bytes.set([0xff, 0xd9], bytes.length - 2);
  const view = new DataView(bytes.buffer);
  if (name === "jpeg2000") for (const at of [8, 12, 24, 28]) view.setUint32(at, size);
  else {
    const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xf7);
    for (const more of [5, 7]) view.setUint16(at + more, size);
  }
  return { stream: bytes, pixels: { ...pixels, rows: size, columns: size } };
}

test("what is claimed may be 256 times what is brought, and 2 MiB more", () => {
  expect(canBecome(FREE_IMAGE_BYTES, 0, FREE_IMAGE_BYTES)).toBe(true);
  expect(canBecome(FREE_IMAGE_BYTES + 1, 0, FREE_IMAGE_BYTES)).toBe(false);
  expect(canBecome(FREE_IMAGE_BYTES + 25_600, 100, FREE_IMAGE_BYTES)).toBe(true);
  expect(canBecome(FREE_IMAGE_BYTES + 25_601, 100, FREE_IMAGE_BYTES)).toBe(false);
});

test.each(["jpeg2000", "jpegLs"] as const)(
  "a large image in a few bytes is refused, a smaller one is not: %s",
  (name) => {
    const refused =
      ({ stream, pixels }: ReturnType<typeof claiming>) =>
      () =>
        checkStream(stream, pixels);
    const error = { code: "E_PIXELS", message: expect.stringContaining("bytes cannot hold an image of 2048 × 2048") };
    expect(refused(claiming(name, 2048))).toThrow(expect.objectContaining(error));
    expect(refused(claiming(name, 1024))).not.toThrow();
    // (8 − 2) MiB ÷ 256.
    expect(refused(claiming(name, 2048, 24 * 1024 - 1))).toThrow(expect.objectContaining(error));
    expect(refused(claiming(name, 2048, 24 * 1024))).not.toThrow();
  },
);

/** How many images a decoder is given at once, which then gives up. */
async function firstBatch(size: number, frames: number, length?: number): Promise<number> {
  let given = 0;
  const decoder: PixelDecoder = async (files) => {
    given = files.length;
    throw new Error("seen");
  };
  const { stream, pixels } = claiming("jpegLs", size, length);
  const file = pixelsOf(encapsulated(...Array<Uint8Array>(frames).fill(stream)));
  const of = { ...pixels, frames };
  const images = Array.from({ length: frames }, (_, frame) => ({ file, frame, pixels: of, rescale: [1, 0] as const }));
  await expect(readImages(images, decoder).next()).rejects.toThrow("seen");
  return given;
}

test("images that bring nearly nothing are decoded few at a time", async () => {
  expect(await firstBatch(512, 16)).toBe(4);
  expect(await firstBatch(512, 16, 2048)).toBe(15);
});

test("of many images together no more than their files can hold is read", async () => {
  await expect(firstBatch(512, 30)).resolves.toBeGreaterThan(0);
  const error = { code: "E_PIXELS", message: expect.stringMatching(/\d+ bytes cannot hold images of 52428800\./) };
  const { stream, pixels } = claiming("jpegLs", 512);
  const file = pixelsOf(encapsulated(stream));
  const image = { file, frame: 0, pixels, rescale: [1, 0] as const };
  const images = Array.from({ length: 100 }, () => ({ ...image, file: { ...file } }));
  await expect(readImages(images, async () => new Uint8Array()).next()).rejects.toMatchObject(error);
});

test("the same holds for deflated files, and not for those that are neither", async () => {
  const of = (size: number) => ({
    ...COMPRESSED.jpegLs.pixels,
    transferSyntax: "1.2.840.10008.1.2.1",
    rows: size,
    columns: size,
    length: 2 * size * size,
  });
  const read = (file: ScanFile, size: number) =>
    readImages([{ file, frame: 0, pixels: of(size), rescale: [1, 0] }], undefined).next();
  const deflated = inflatedFile(pixelsOf(deflateRaw(new Uint8Array(2 * 64 * 64))), 0);
  expect((await read(deflated, 64)).value).toHaveLength(64 * 64);
  await expect(read(deflated, 4096)).rejects.toMatchObject({ code: "E_PIXELS" });
  await expect(read(pixelsOf(new Uint8Array(100)), 4096)).rejects.toMatchObject({ code: "E_TRUNCATED" });
});
