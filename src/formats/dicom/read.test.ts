import { expect, test } from "vitest";
import { voxelToWorld } from "../../core/affine";
import type { ScanFile } from "../scan-format";
import { watchAllocations } from "../test-allocations";
import { noticed } from "../test-read";
import { dicomFormat } from "./format";
import { buildSeries, directionsOf, fileOf, ORIENTATIONS, positionOf, withElements } from "./test-dicom";
import * as cases from "./test-dicom-cases";
import { codes, expectRefusal, onlySeries } from "./test-survey";

const format = dicomFormat();
const readOnly = async (files: readonly ScanFile[]) => format.read(await onlySeries(files));
const ramp = (count: number) => Array.from({ length: count }, (_, i) => i);

test.each(Object.entries(ORIENTATIONS))("every voxel is where its file says: %s", async (_, orientation) => {
  const { volume, orientationKnown } = await readOnly(buildSeries({ orientation, distanceMm: 3.3 }).reverse());
  expect([...volume.data]).toEqual(ramp(12 * 10 * 6));
  expect(orientationKnown).toBe(true);
  const [row, column] = directionsOf(orientation);
  for (const [x, y, z] of [
    [0, 0, 0],
    [11, 0, 2],
    [3, 9, 5],
  ] as const) {
    const lps = positionOf({ orientation, distanceMm: 3.3 }, z).map(
      (mm, axis) => mm + 2 * x * (row?.[axis] as number) + 1.5 * y * (column?.[axis] as number),
    ) as [number, number, number];
    const ras = [-lps[0], -lps[1], lps[2]];
    for (const [axis, mm] of voxelToWorld(volume.affine, [x, y, z]).entries())
      expect(mm).toBeCloseTo(ras[axis] as number, 4);
  }
});

test.each([
  ["implicit", buildSeries({ syntax: "implicit" })],
  ["big-endian", buildSeries({ syntax: "bigEndian" })],
  ["deflated", buildSeries({ syntax: "deflated" })],
  ["without preamble", buildSeries({ syntax: "implicit", bare: true })],
  ["enhanced, frames in any order", [cases.enhanced({ order: [3, 0, 5, 1, 4, 2] })]],
])("voxels of other kinds of files: %s", async (name, files) => {
  const { volume, series } = await readOnly(files);
  const [slope, intercept] = name.startsWith("enhanced") ? [2, -10] : [1, 0];
  expect([...volume.data]).toEqual(ramp(12 * 10 * 6).map((value) => slope * value + intercept));
  expect(voxelToWorld(volume.affine, [0, 0, 5]).map((mm) => Number(mm.toFixed(6)))).toEqual([11, 6.75, 35]);
  expect(series.notices).toEqual([]);
});

test("a mosaic's tiles are slices at their places, in the direction that its header tells", async () => {
  const { volume } = await readOnly([cases.mosaic({ orientation: ORIENTATIONS.oblique })]);
  expect([...volume.data]).toEqual(ramp(12 * 10 * 7));
  const first = positionOf({ orientation: ORIENTATIONS.oblique }, 0);
  const last = positionOf({ orientation: ORIENTATIONS.oblique }, 6);
  for (const [z, [x, y, up]] of [
    [0, first],
    [6, last],
  ] as [number, [number, number, number]][]) {
    const mm = voxelToWorld(volume.affine, [0, 0, z]);
    for (const [axis, value] of [-x, -y, up].entries()) expect(mm[axis]).toBeCloseTo(value, 4);
  }
});

test("a missing slice is empty: the least value", async () => {
  const { volume } = await readOnly(buildSeries({ value: (x, y, i) => 7 + x + y + i }).filter((_, i) => i !== 2));
  const slice = volume.data.slice(2 * 120, 3 * 120);
  expect(new Set(slice)).toEqual(new Set([7]));
  expect(volume.data[3 * 120]).toBe(10);
});

test("tilted slices are sheared exactly", async () => {
  const { volume } = await readOnly(cases.tilted(0.5));
  expect(voxelToWorld(volume.affine, [0, 0, 7]).map((mm) => Number(mm.toFixed(6)))).toEqual([11, 6.75 - 3.5, 41]);
});

test("without positions left and right are unknown, and slices look as axial ones do", async () => {
  const { volume, orientationKnown } = await readOnly(cases.withoutPositions());
  expect(orientationKnown).toBe(false);
  expect([...volume.data]).toEqual(ramp(12 * 10 * 6));
  // Adding 0 makes -0 one.
  expect(volume.affine.map((mm) => mm + 0)).toEqual([-2, 0, 0, 11, 0, -1.5, 0, 6.75, 0, 0, 3, -7.5, 0, 0, 0, 1]);
});

test("the first volume is read, others when they are asked for, in the order of their times", async () => {
  const files = cases.temporal(3, 4).reverse();
  const series = await onlySeries(files);
  const { volume, frames } = await format.read(series);
  expect([frames, volume.data[0]]).toEqual([3, 0]);
  const last = await format.frame?.(series, 2);
  expect([last?.data[0], last?.affine]).toEqual([2000, volume.affine]);
  for (const index of [3, -1, 0.5]) {
    await expect(format.frame?.(series, index)).rejects.toMatchObject({ code: "E_ARGUMENT" });
  }
});

test("the picture is the middle slice, where it lies", async () => {
  const series = await onlySeries(buildSeries({ slices: 7 }).filter((_, i) => i !== 3));
  const picture = await format.picture?.(series);
  expect(picture).toMatchObject({ dims: [12, 10, 1], spacing: series.spacing });
  // Of the two beside the missing one.
  expect(picture?.data[0]).toBe(2 * 120);
  expect(voxelToWorld(picture?.affine ?? [], [0, 0, 0])[2]).toBeCloseTo(26, 6);
});

const dark = { WindowCenter: -252, WindowWidth: 100, "00281056:CS": "LINEAR_EXACT" };

test("the window is that of the middle slice, in rescaled units", async () => {
  const windowOf = async (elements: Parameters<typeof withElements>[1]) =>
    (await readOnly(buildSeries({}, (slice, i) => withElements(slice, { ...elements, WindowCenter: [300 + i, 40] }))))
      .calWindow;
  expect(await windowOf({ WindowWidth: [101, 400] })).toEqual([252.5, 352.5]);
  expect(await windowOf({ WindowWidth: 100, "00281056:CS": "LINEAR_EXACT" })).toEqual([253, 353]);
  expect(await windowOf({ WindowWidth: 1 })).toBeUndefined();
  expect(await windowOf({})).toBeUndefined();
  const { calWindow, notices } = await readOnly(buildSeries({}, (slice) => withElements(slice, dark)));
  expect(calWindow).toBeUndefined();
  expect(notices).toEqual([noticed("W_HEADER", /window of -302 to -202, but the values are 0 to 719:/)]);
});

test("what a scan tells of itself", async () => {
  const { name, details, notices } = await readOnly(
    buildSeries({ distanceMm: 4.8 }, (slice) =>
      withElements(slice, { SliceThickness: 4, RepetitionTime: 9000, EchoTime: 110, InversionTime: 2500 }),
    ),
  );
  expect({ name, notices }).toEqual({ name: "phantom 1", notices: [] });
  expect(details).toEqual([
    "DICOM MR, 6 slices, explicit little endian",
    "slices 4 mm thick, 4.8 mm apart",
    "TR 9000 ms, TE 110 ms, TI 2500 ms",
  ]);
});

test("values that are no finite numbers are missing, be it all of them", async () => {
  const rescaled = (elements: Parameters<typeof withElements>[1]) =>
    readOnly(buildSeries({ slices: 2 }, (slice) => withElements(slice, elements)));
  const scan = await rescaled({ RescaleSlope: 1e37, RescaleIntercept: 0 });
  expect(codes(scan)).toEqual(["W_NOT_FINITE", "W_RANGE"]);
  expect(new Set(scan.volume.data.filter((value) => !Number.isFinite(value)))).toEqual(new Set([Number.NaN]));
  const none = await rescaled({ RescaleSlope: 1, RescaleIntercept: 1e300 });
  expect(codes(none)).toEqual(["W_ALL_NAN"]);
  expect(new Set(none.volume.data)).toEqual(new Set([Number.NaN]));
  expect(codes(await rescaled({ RescaleSlope: 1, RescaleIntercept: 1e30 }))).toEqual(["W_CONSTANT", "W_RANGE"]);
});

test("compressed pixels are refused by name where there is no decoder", async () => {
  const values = Array.from({ length: 120 }, (_, i) => i);
  const files = buildSeries({ syntax: "rle", fragments: [cases.runLength(values)] });
  const { series, refused } = await format.survey(files);
  expect(series).toEqual([]);
  expect(refused.map(({ error, files: own }) => [expectRefusal(error), own.length])).toEqual([["E_PIXELS", 6]]);
  const withDecoder = dicomFormat(async () => new Uint8Array(0));
  expect((await withDecoder.survey(files)).series).toMatchObject([{ count: 6, notices: [] }]);
  const cut = await Promise.all(
    files.map(async (file, i) => (i === 4 ? fileOf("cut", (await file.bytes()).slice(0, -60)) : file)),
  );
  const [left] = (await withDecoder.survey(cut)).series;
  expect(left && [codes(left), left.count]).toEqual([["W_TRUNCATED", "W_MISSING_SLICE"], 5]);
});

test.each([
  ["rows and columns of 65535", { Rows: 65535, Columns: 65535 }, "E_TOO_LARGE"],
  ["no rows", { Rows: 0 }, "E_BAD_DIMS"],
  ["a million frames", { NumberOfFrames: 1000000 }, "E_TOO_LARGE"],
  ["negative frames", { NumberOfFrames: -5 }, undefined],
  ["positions that are no numbers", { ImagePositionPatient: ["NaN", "x", ""] }, undefined],
  ["positions out of the world", { ImagePositionPatient: ["1e30", "0", "0"] }, undefined],
  ["directions that are none", { ImageOrientationPatient: [0, 0, 0, 0, 0, 0] }, undefined],
  ["parallel directions", { ImageOrientationPatient: [1, 0, 0, 1, 0, 0] }, undefined],
  ["pixels without size", { PixelSpacing: [0, -1] }, undefined],
  ["slices 100 km thick", { SliceThickness: "1e8", SpacingBetweenSlices: "1e8" }, undefined],
  ["20 of 16 bits", { BitsStored: 20 }, "E_BAD_HEADER"],
  ["palette colours", { PhotometricInterpretation: "PALETTE COLOR" }, "E_UNSUPPORTED_TYPE"],
])("what files can claim: %s", async (_, elements, code) => {
  const files = buildSeries({ slices: 3 }, (slice) => withElements(slice, elements));
  const largest = await watchAllocations(async () => {
    const { series, refused } = await format.survey(files);
    const verdicts = refused.map(({ error }) => expectRefusal(error));
    expect(new Set(verdicts)).toEqual(new Set(code === undefined ? [] : [code]));
    for (const one of series) {
      const { volume } = await format.read(one);
      expect(volume.affine.every(Number.isFinite)).toBe(true);
      expect(volume.spacing.every((mm) => mm > 0)).toBe(true);
    }
  });
  expect(largest).toBeLessThan(1 << 20);
});

test("slices a kilometre apart do not make a volume of empty ones", async () => {
  const series = await onlySeries(cases.at([0, 1, 2, 90000]));
  expect([series.dims[2], codes(series)]).toEqual([4, ["W_UNEVEN"]]);
});

test("a series that falls into too many parts is read as far as is sensible", async () => {
  const files = buildSeries({ slices: 80 }, (slice, i) => withElements(slice, { EchoNumbers: i }));
  const { series, refused } = await format.survey(files);
  expect(series).toHaveLength(64);
  expect(refused.map(({ error, files: own }) => [expectRefusal(error), own.length])).toEqual([["E_BAD_GEOMETRY", 16]]);
});

test("reading stops when it is aborted", async () => {
  const abort = new AbortController();
  const series = await onlySeries(buildSeries());
  const onProgress = () => abort.abort();
  await expect(format.read(series, { signal: abort.signal, onProgress })).rejects.toMatchObject({ name: "AbortError" });
});
