import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ScanSeries } from "../scan-format";
import { noticed } from "../test-read";
import { memoryFile } from "../test-zip";
import { NIFTI } from "./format";
import { buildNifti, type NiftiSpec, readNifti } from "./test-nifti";

const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const noise = (length: number) => Array.from({ length }, (_, i) => Math.sin(i * i));
const failure = (code: string, message = /./) => ({ code, message: expect.stringMatching(message) });
const failsWith = (bytes: Uint8Array<ArrayBuffer>, code: string, message?: RegExp) =>
  expect(readNifti(bytes)).rejects.toMatchObject(failure(code, message));
const read = (spec: NiftiSpec) => readNifti(buildNifti(spec));

test.each([
  { dim: [3, 32767, 32767, 32767] },
  { dim: [3, 16384, 16384, 16] },
  { version: 2, dim: [3, 65536, 65536, 1] },
  { version: 2, dim: [3, 2 ** 52, 2 ** 52, 2 ** 52] },
  { datatype: 2, dim: [3, 1024, 1024, 513] },
] as NiftiSpec[])(
  "volumes of more than 2 GiB are refused, also where a 32-bit product would wrap: %j",
  async (spec) => {
    await failsWith(buildNifti({ ...spec, values: [] }), "E_TOO_LARGE", /×.* are too many.*2 GiB/);
  },
);

test("one of 2 GiB is not", async () => {
  await failsWith(buildNifti({ datatype: 2, dim: [3, 1024, 1024, 512], values: [] }), "E_TRUNCATED");
});

test("the middle slice alone, where it lies", async () => {
  for (const pack of [(bytes: Uint8Array) => bytes, gzip] as ((
    bytes: Uint8Array<ArrayBuffer>,
  ) => Uint8Array<ArrayBuffer>)[]) {
    const sform = [2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30];
    const file = memoryFile("a.nii", pack(buildNifti({ dim: [4, 2, 3, 5, 2], sform })));
    const { series } = await NIFTI.survey([file]);
    const picture = await NIFTI.picture?.(series[0] as ScanSeries);
    expect(picture).toEqual({
      dims: [2, 3, 1],
      data: Float32Array.of(12, 13, 14, 15, 16, 17),
      spacing: [2, 3, 4],
      affine: [2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 38, 0, 0, 0, 1],
    });
  }
});

test("of an uncompressed file only what is asked for is read, of any before the voxels only its head", async () => {
  const bytes = buildNifti({ dim: [4, 20, 20, 20, 4] });
  const file = memoryFile("a.nii", bytes);
  const { series } = await NIFTI.survey([file]);
  expect(Math.max(...file.reads.map(([, end]) => end))).toBe(544);
  await NIFTI.frame?.(series[0] as ScanSeries, 2);
  expect(file.reads.at(-1)).toEqual([352 + 32000, 352 + 48000]);
  const large = memoryFile(
    "b.nii.gz",
    gzip(new Uint8Array(buildNifti({ dim: [3, 90, 90, 90], datatype: 64, values: noise(90 ** 3) }))),
  );
  await NIFTI.survey([large]);
  expect(large.size).toBeGreaterThan(1 << 20);
  expect(Math.max(...large.reads.map(([, end]) => end))).toBe(1 << 14);
});

test("no file is read as a whole, nor are its voxels held as stored", async () => {
  const voxels = Float64Array.from(noise(80 ** 3));
  const bytes = buildNifti({ dim: [3, 80, 80, 80], datatype: 64, values: [] }).slice(0, 352);
  const content = new Uint8Array(Buffer.concat([bytes, new Uint8Array(voxels.buffer)]));
  for (const packed of [content, gzip(content)]) {
    const file = memoryFile("a.nii.gz", packed);
    const { series } = await NIFTI.survey([file]);
    const { data } = (await NIFTI.read(series[0] as ScanSeries)).volume;
    expect(data.every((value, i) => value === Math.fround(voxels[i] as number))).toBe(true);
    expect(file.size).toBeGreaterThan(3 << 20);
    expect(Math.max(...file.reads.map(([begin, end]) => end - begin))).toBe(1 << 20);
  }
});

describe("several frames", () => {
  test.each([
    [[4, 2, 3, 4, 5], 5],
    [[5, 2, 3, 4, 1, 3], 3],
    [[7, 2, 3, 4, 2, 1, 1, 3], 6],
  ])("%j", async (dim, frames) => {
    for (const bytes of [buildNifti({ dim }), gzip(buildNifti({ dim }))] as Uint8Array<ArrayBuffer>[]) {
      const scan = await readNifti(bytes);
      const notices = [noticed("W_FRAMES", new RegExp(`${frames} frames: one at a time`))];
      expect(scan).toMatchObject({ frames, notices, series: { frames, notices } });
      expect([...scan.volume.data]).toEqual(Array.from({ length: 24 }, (_, i) => i));
    }
  });

  test.each([
    [{ dim: [4, 2, 3, 4, 5] }, 4],
    [{ dim: [5, 2, 3, 4, 2, 3], version: 2, littleEndian: false }, 5],
    [{ dim: [4, 2, 3, 4, 5], datatype: 64, slope: 1 }, 2],
  ] as [NiftiSpec, number][])("one of them is read alone: %j, frame %i", async (spec, frame) => {
    for (const bytes of [buildNifti(spec), gzip(buildNifti(spec))] as Uint8Array<ArrayBuffer>[]) {
      const scan = await readNifti(bytes, frame);
      expect([...scan.volume.data]).toEqual(Array.from({ length: 24 }, (_, i) => 24 * frame + i));
    }
  });

  test.each([-1, 5, 0.5, Number.NaN])("frame %d of five is refused", async (frame) => {
    await expect(readNifti(buildNifti({ dim: [4, 2, 3, 4, 5] }), frame)).rejects.toMatchObject(failure("E_ARGUMENT"));
  });

  test("one that is missing is refused", async () => {
    const bytes = buildNifti({ dim: [4, 2, 3, 4, 5], values: Array.from({ length: 30 }, (_, i) => i) });
    await expect(readNifti(bytes, 1)).rejects.toMatchObject(failure("E_TRUNCATED"));
    await expect(readNifti(gzip(bytes), 1)).rejects.toMatchObject(failure("E_TRUNCATED"));
  });

  test("later ones may be missing", async () => {
    const { notices } = await read({ dim: [4, 2, 3, 4, 5], values: Array.from({ length: 30 }, (_, i) => i) });
    expect(notices).toEqual([
      noticed("W_FRAMES", /5 frames/),
      noticed("W_TRUNCATED", /180 bytes of later frames are missing/),
    ]);
  });
});
