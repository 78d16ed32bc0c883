import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { spacingOf } from "../../core/affine";
import { joined } from "../../core/joined";
import type { Affine, Vec3, Volume } from "../../core/volume";
import { writeScan } from "../registry";
import { noticed } from "../test-read";
import { resolveGeometry } from "./geometry";
import { HEAD_BYTES, parseHeader } from "./header";
import { buildNifti, readNifti } from "./test-nifti";
import { niftiParts } from "./write";

const [C, S] = [Math.cos(0.5), Math.sin(0.5)];
const AFFINES: Record<string, Affine> = {
  "axis-aligned": [0.5, 0, 0, -90, 0, 0.75, 0, -126, 0, 0, 2, -72, 0, 0, 0, 1],
  "LAS, negative determinant": [-0.9, 0, 0, 90, 0, 0.9, 0, -126, 0, 0, 1.2, -72, 0, 0, 0, 1],
  permuted: [0, 0, 3, -20, -0.7, 0, 0, 110, 0, 0.7, 0, -95, 0, 0, 0, 1],
  "half turn": [-1, 0, 0, 90, 0, -1, 0, 126, 0, 0, 1, -72, 0, 0, 0, 1],
  oblique: [0.8 * C, -1.1 * S, 0, 12.3, 0.8 * S, 1.1 * C, 0, -45.6, 0, 0, 5, 78.9, 0, 0, 0, 1],
  "oblique and mirrored": [-0.8 * C, 0, -5 * S, 12.3, 0, 1.1, 0, -45.6, -0.8 * S, 0, 5 * C, 78.9, 0, 0, 0, 1],
  sheared: [1, 0.25, 0, -10, 0, 1, 0.1, -20, 0, 0, 1.5, -30, 0, 0, 0, 1],
};

function volumeOf(affine: Affine, dims: Vec3 = [4, 5, 6]): Volume {
  const data = Float32Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, i) => Math.sin(i) * 1000);
  return { data, dims, spacing: spacingOf(affine), affine };
}

async function writeNifti(...args: Parameters<typeof niftiParts>) {
  const parts: Uint8Array[] = [];
  for await (const part of niftiParts(...args)) parts.push(part);
  return joined(parts);
}

const rawBytes = async (...args: Parameters<typeof writeNifti>) =>
  new Uint8Array(gunzipSync(await writeNifti(...args)));
const text = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString("utf8");

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number) {
  expect(actual).toHaveLength(expected.length);
  const error = Math.max(...actual.map((value, i) => Math.abs(value - (expected[i] as number))));
  expect(error).toBeLessThanOrEqual(tolerance);
}

const fromSform = (spaceCode: number) => ({
  details: ["NIfTI-1, float32, little-endian, gzip", expect.stringMatching(/^geometry from sform/)],
  orientationKnown: true,
  series: { origin: { spaceCode } },
});

describe("round trip", () => {
  test.each(Object.entries(AFFINES))("%s", async (name, affine) => {
    const volume = volumeOf(affine);
    const scan = await readNifti(await writeNifti(volume, { description: "test", spaceCode: 4, text: "why" }));
    expect(scan.volume.data).toEqual(volume.data);
    expect(scan.volume.dims).toEqual(volume.dims);
    expect(scan.volume.affine).toEqual(affine.map(Math.fround));
    expectClose(scan.volume.spacing, volume.spacing, 1e-6);
    expect(scan).toMatchObject({ ...fromSform(4), frames: 1 });
    expect(scan.notices).toEqual(name === "sheared" ? [noticed("W_GEOMETRY", /sheared/)] : []);
  });

  test("space code 0 stays an unknown orientation, centred at the origin", async () => {
    const centred = [2, 0, 0, -3, 0, 0.5, 0, -1, 0, 0, 1, -2.5, 0, 0, 0, 1];
    const volume = volumeOf(centred);
    const scan = await readNifti(await writeNifti(volume, { description: "", spaceCode: 0 }));
    expect(scan).toMatchObject({ orientationKnown: false, series: { origin: { spaceCode: 0, isOriented: false } } });
    expect(scan.volume).toEqual(volume);
  });

  test("a result of a scan whose code NIfTI does not know lies where the scan does, by a known one", async () => {
    for (const [version, code] of [
      [1, 4097],
      [2, 65536],
    ] as const) {
      const sform = (AFFINES.oblique as Affine).slice(0, 12);
      const scan = await readNifti(buildNifti({ version, sformCode: code, qformCode: code, sform }));
      const written = await writeScan(scan.volume, { description: "" }, scan.series.origin);
      const header = new DataView(Uint8Array.from(gunzipSync(written)).buffer);
      expect([header.getInt16(252, true), header.getInt16(254, true)]).toEqual([2, 2]);
      const result = await readNifti(written);
      expect(result.notices).toEqual([]);
      expectClose(result.volume.affine, scan.volume.affine, 1e-5);
    }
  });

  test("a volume of more than one piece, inside a larger buffer", async () => {
    const dims: Vec3 = [80, 90, 50];
    const data = new Float32Array(360003).map((_, i) => i % 977).subarray(3);
    const volume = { ...volumeOf(AFFINES.oblique as Affine, [1, 1, 1]), dims, data };
    const scan = await readNifti(await writeNifti(volume, { description: "", spaceCode: 1 }));
    expect(scan.volume.dims).toEqual(dims);
    expect(Buffer.compare(Buffer.from(scan.volume.data.buffer), Buffer.from(data.buffer, 12))).toBe(0);
  });
});

test.each(Object.entries(AFFINES))("the qform agrees with the sform: %s", async (name, affine) => {
  const volume = volumeOf(affine);
  const bytes = await rawBytes(volume, { description: "", spaceCode: 1 });
  const { placement } = parseHeader(bytes.subarray(0, HEAD_BYTES));
  expect(placement).toMatchObject({ sformCode: 1, qformCode: name === "sheared" ? 0 : 1, unit: 2 });
  if (name === "sheared") return;
  const geometry = resolveGeometry({ ...placement, sformCode: 0 }, volume.dims);
  expect(geometry).toMatchObject({ source: "qform", notices: [] });
  expectClose(geometry.affine, affine, 2e-3);
});

describe("header", () => {
  const volume = volumeOf(AFFINES["axis-aligned"] as Affine);

  test("description, intent name and comment extension", async () => {
    const extensionText = '{"method": "eigenvox", "원본": "3 mm"}';
    const description = `Upsampled 2×, bank t1 \n${"x".repeat(100)}`;
    const bytes = await rawBytes(volume, {
      description,
      spaceCode: 1,
      intentName: "an intent name too long",
      text: extensionText,
    });
    expect(text(bytes, 148, 228)).toBe(`Upsampled 2?, bank t1 ?${"x".repeat(56)}\0`);
    expect(text(bytes, 328, 344)).toBe("an intent name \0");
    expect(text(bytes, 344, 352)).toBe("n+1\0\x01\0\0\0");
    const view = new DataView(bytes.buffer);
    const size = view.getInt32(352, true);
    expect(size % 16).toBe(0);
    expect(view.getInt32(356, true)).toBe(6);
    expect(text(bytes, 360, 352 + size).replace(/\0+$/, "")).toBe(extensionText);
    expect(view.getFloat32(108, true)).toBe(352 + size);
    expect(bytes.length).toBe(352 + size + 4 * volume.data.length);
  });

  test("a plain file is what a compressed one holds", async () => {
    const volume = volumeOf(AFFINES.oblique as Affine);
    const about = { description: "d", text: "t", spaceCode: 1 };
    expect(await writeNifti(volume, { ...about, isPlain: true })).toEqual(await rawBytes(volume, about));
  });

  test("without an extension the voxels follow at once", async () => {
    const bytes = await rawBytes(volume, { description: "", spaceCode: 1 });
    expect(text(bytes, 344, 352)).toBe("n+1\0\0\0\0\0");
    expect(new DataView(bytes.buffer).getFloat32(108, true)).toBe(352);
    expect(bytes.length).toBe(352 + 4 * volume.data.length);
  });

  test("an axis that NIfTI-1 cannot count is refused", async () => {
    const long = { ...volumeOf(AFFINES.oblique as Affine, [1, 32768, 1]) };
    const options = { description: "", spaceCode: 1 };
    const error = { name: "EigenvoxError", code: "E_TOO_LARGE", message: expect.stringMatching(/1×32768×1.*32767/) };
    await expect(writeNifti(long, options)).rejects.toMatchObject(error);
    const longest = volumeOf(AFFINES.oblique as Affine, [1, 32767, 1]);
    expect((await readNifti(await writeNifti(longest, options))).volume.data).toEqual(longest.data);
  });
});

test("a result says of itself that it was computed, and is told so when it is read again", async () => {
  const volume = volumeOf(AFFINES.oblique as Affine);
  const read = async (description: string) => readNifti(await writeNifti(volume, { description, spaceCode: 1 }));
  const computed = await read("Eigenvox 0.1.0: folded 2x bank 0123456789ab, computed not acquired");
  expect(computed.notices.map(({ code }) => code)).toEqual(["W_DERIVED"]);
  expect((await read("a scan")).notices).toEqual([]);
});
