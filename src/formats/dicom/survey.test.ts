import { expect, test } from "vitest";
import type { ScanFile, ScanSeries } from "../scan-format";
import { dicomFormat } from "./format";
import { buildSeries, buildSlice, fileOf, ORIENTATIONS, PATIENT, seriesUid, withElements } from "./test-dicom";
import * as cases from "./test-dicom-cases";
import { codes, expectRefusal, onlySeries, seriesIn } from "./test-survey";

const refusedIn = async (files: readonly ScanFile[]) => {
  const { series, refused } = await dicomFormat().survey(files);
  return { series, refused: refused.map(({ error, ...rest }) => ({ ...rest, code: expectRefusal(error) })) };
};
const instance = (series: number, i: number) => `2.25.${series}777${i}`;
const textOf = ({ notices }: ScanSeries, code: string) => notices.find((one) => one.code === code)?.text;

test("a series in order, whatever the files' order and names", async () => {
  const series = await onlySeries(cases.shuffled({ slices: 8 }));
  expect(series).toMatchObject({
    id: seriesUid(1),
    name: "phantom 1",
    dims: [12, 10, 8],
    frames: 1,
    count: 8,
    notices: [],
    rank: "image",
    contrast: "T2w",
    slices: { axis: 2, distanceMm: 3, thicknessMm: 3, obstacle: undefined },
    origin: { format: "dicom", studyUid: "2.25.1000000", frameOfReferenceUid: "2.25.1000001", modality: "MR" },
  });
  expect(series.spacing.map((mm) => Number(mm.toFixed(9)))).toEqual([2, 1.5, 3]);
  expect(series.files).toHaveLength(8);
  const { images } = series.origin as ScanSeries["origin"] & { readonly images: { readonly position: number[] }[] };
  expect(images.map(({ position }) => position[2])).toEqual([20, 23, 26, 29, 32, 35, 38, 41]);
});

test("hundreds of files are one series", async () => {
  expect(await onlySeries(cases.manyFiles(130))).toMatchObject({ count: 130, notices: [], dims: [12, 10, 130] });
});

test("two series of one study", async () => {
  const series = await seriesIn(cases.twoSeries());
  expect(series.map(({ id, dims, rank }) => [id, dims, rank])).toEqual([
    [seriesUid(1), [12, 10, 6], "image"],
    [seriesUid(2), [12, 10, 9], "image"],
  ]);
});

test("the same files give the same ids in any order", async () => {
  const files = [...cases.echoes(), ...cases.localizer().map((file) => ({ ...file, name: `l${file.name}` }))];
  const [a, b] = [await seriesIn(files), await seriesIn([...files].reverse())];
  expect(b.map(({ id, name }) => [id, name])).toEqual(a.map(({ id, name }) => [id, name]));
  expect(new Set(a.map(({ id }) => id)).size).toBe(a.length);
});

test("a missing slice keeps its place, and is an obstacle", async () => {
  const series = await onlySeries(cases.missingSlice());
  expect(series).toMatchObject({ dims: [12, 10, 8], count: 7, slices: { distanceMm: 3 } });
  expect(codes(series)).toEqual(["W_MISSING_SLICE"]);
  expect(textOf(series, "W_MISSING_SLICE")).toMatch(/^Slice 4 of 8 /);
  expect(series.slices?.obstacle?.code).toBe("W_MISSING_SLICE");
});

test("a copy of an image is used once; another at the same place is left out", async () => {
  const copy = await onlySeries(cases.duplicate());
  expect([codes(copy), copy.count, copy.frames, copy.slices?.obstacle]).toEqual([["W_DUPLICATE"], 6, 1, undefined]);
  const other = await onlySeries(cases.samePosition());
  expect([codes(other), other.count, other.frames]).toEqual([["W_DUPLICATE"], 6, 1]);
  expect(other.files.map(({ name }) => name)).not.toContain("again.dcm");
});

test("instance UIDs that are not unique make no duplicates", async () => {
  const files = buildSeries({}, (slice) => withElements(slice, { SOPInstanceUID: "2.25.5" }));
  expect(await onlySeries(files)).toMatchObject({ count: 6, notices: [] });
});

test("a copy that is cut short gives way to the whole one", async () => {
  const [cut] = cases.truncated().slice(3);
  const series = await onlySeries([{ ...(cut as ScanFile), name: "cut" }, ...buildSeries()]);
  expect(series).toMatchObject({ count: 6, notices: [] });
});

test.each([
  ["said by the image type", cases.localizer()],
  ["by its description", cases.localizer(["ORIGINAL", "PRIMARY", "OTHER"])],
  [
    "by its three planes",
    (["axial", "coronal", "sagittal"] as const).flatMap((plane, p) =>
      buildSeries({ slices: 2, orientation: ORIENTATIONS[plane] }, (slice, i) =>
        withElements(slice, { SOPInstanceUID: instance(p, i), InstanceNumber: 2 * p + i }),
      ),
    ),
  ],
])("a localizer, %s, is listed below, one plane each", async (_, files) => {
  const series = await seriesIn(files);
  expect(series.map(({ rank }) => rank)).toEqual(["minor", "minor", "minor"]);
  for (const one of series) expect(codes(one)).toEqual(["W_MIXED", "W_LOCALIZER"]);
  expect(series.map(({ name }) => name.split(", ")[1])).toEqual(["axial", "coronal", "sagittal"]);
});

test("tilt and uneven distances are obstacles", async () => {
  const tilted = await onlySeries(cases.tilted());
  expect([codes(tilted), tilted.slices?.obstacle?.code]).toEqual([["W_TILT"], "W_TILT"]);
  expect(textOf(tilted, "W_TILT")).toMatch(/by 9.46°/);
  const uneven = await onlySeries(cases.uneven());
  expect([codes(uneven), uneven.slices?.obstacle?.code]).toEqual([["W_UNEVEN"], "W_UNEVEN"]);
  expect(textOf(uneven, "W_UNEVEN")).toMatch(/up to 0.7 mm/);
});

test("positions go before a spacing that contradicts them", async () => {
  const series = await onlySeries(
    buildSeries({ distanceMm: 5 }, (slice) => withElements(slice, { SpacingBetweenSlices: 1 })),
  );
  expect([codes(series), series.slices?.distanceMm, series.slices?.obstacle]).toEqual([["W_SPACING"], 5, undefined]);
  const signed = buildSeries({ distanceMm: 5 }, (slice) => withElements(slice, { SpacingBetweenSlices: -5 }));
  expect(codes(await onlySeries(signed))).toEqual([]);
});

test("without positions slices are in the order of their numbers", async () => {
  const files = cases.withoutPositions();
  const series = await onlySeries([...files].reverse());
  expect(codes(series)).toEqual(["W_NO_POSITION"]);
  expect(series.files).toHaveLength(6);
  const { images } = series.origin as ScanSeries["origin"] & { readonly images: { readonly file: ScanFile }[] };
  expect(images.map(({ file }) => file.name)).toEqual(files.map(({ name }) => name));
});

test("slices that were robbed of their positions are in the order of their locations", async () => {
  const files = buildSeries({ distanceMm: 4 }, (slice, i) =>
    withElements(slice, { ImagePositionPatient: [0, 0, 0], InstanceNumber: 60 - i }),
  );
  const series = await onlySeries(files);
  expect([codes(series), series.dims, series.slices?.distanceMm]).toEqual([["W_NO_POSITION"], [12, 10, 6], 4]);
});

test("images of other sizes, echoes and b-values are parts of their own, named by that", async () => {
  const sizes = await seriesIn(cases.mixedSizes());
  expect(sizes.map(({ name, dims, rank }) => [name, dims, rank])).toEqual([
    ["phantom 1, 12×10", [12, 10, 5], "image"],
    ["phantom 1, 16×10", [16, 10, 5], "image"],
  ]);
  for (const one of sizes) expect(codes(one)).toEqual(["W_MIXED"]);
  const echoes = await seriesIn(cases.echoes());
  expect(echoes.map(({ name, contrast }) => [name, contrast])).toEqual([
    ["phantom 1, echo 1", "PDw"],
    ["phantom 1, echo 2", "T2w"],
  ]);
  const shells = await seriesIn(
    [0, 1000, 1005].flatMap((b, t) =>
      buildSeries({}, (slice, i) =>
        withElements(slice, {
          SOPInstanceUID: instance(t, i),
          InstanceNumber: 6 * t + i,
          "00189087:FD": b,
        }),
      ),
    ),
  );
  expect(shells.map(({ name, frames, contrast }) => [name, frames, contrast])).toEqual([
    ["phantom 1, b = 0", 1, "T2w"],
    ["phantom 1, b = 1000", 2, "dwi"],
  ]);
});

test("magnitude and phase of one series are told apart, and phase is listed below", async () => {
  const files = ["M", "P"].flatMap((component, p) =>
    buildSeries({}, (slice, i) =>
      withElements(slice, {
        SOPInstanceUID: instance(p, i),
        ImageType: ["ORIGINAL", "PRIMARY", component],
      }),
    ),
  );
  const series = await seriesIn(files);
  expect(series.map(({ name, rank }) => [name, rank])).toEqual([
    ["phantom 1, magnitude", "image"],
    ["phantom 1, phase", "minor"],
  ]);
  expect(codes(series[1] as ScanSeries)).toEqual(["W_MIXED", "W_PHASE"]);
});

test("volumes at several times are frames of one series", async () => {
  const series = await onlySeries(cases.temporal(3, 4));
  expect(series).toMatchObject({ frames: 3, count: 12, dims: [12, 10, 4], slices: { obstacle: undefined } });
  expect(codes(series)).toEqual(["W_FRAMES"]);
  // The last volume is not complete.
  const broken = await onlySeries(cases.temporal(3, 4).slice(0, -1));
  expect(broken).toMatchObject({ frames: 3, count: 11 });
  expect(codes(broken)).toEqual(["W_MISSING_SLICE", "W_FRAMES"]);
});

test("derived volumes are images, pictures of volumes are listed below", async () => {
  const typed = (...ImageType: string[]) => onlySeries(buildSeries({}, (slice) => withElements(slice, { ImageType })));
  const derived = await typed("DERIVED", "SECONDARY");
  expect([derived.rank, codes(derived)]).toEqual(["image", ["W_DERIVED"]]);
  const projection = await typed("DERIVED", "SECONDARY", "PROJECTION IMAGE", "MIP");
  expect([projection.rank, codes(projection)]).toEqual(["minor", ["W_DERIVED"]]);
  const screen = await onlySeries([cases.colourCapture()]);
  expect(screen.rank).toBe("minor");
  expect(codes(screen)).toEqual(["W_DERIVED", "W_COLOR", "W_NO_POSITION", "W_ONE_SLICE"]);
});

test("what is read as it is but must be known", async () => {
  const one = async (elements: Parameters<typeof withElements>[1]) =>
    codes(await onlySeries(buildSeries({}, (slice) => withElements(slice, elements))));
  expect(codes(await onlySeries(cases.monochrome1()))).toEqual(["W_MONOCHROME1"]);
  expect(await one({ LossyImageCompression: "01" })).toEqual(["W_LOSSY"]);
  expect(await one({ RescaleSlope: 0, RescaleIntercept: 5 })).toEqual(["W_SCALING"]);
  expect(await one({ PixelSpacing: undefined })).toEqual(["W_SPACING"]);
  expect(codes(await onlySeries(cases.signed12()))).toEqual([]);
});

test("one slice", async () => {
  const series = await onlySeries(buildSeries({ slices: 1 }));
  expect([codes(series), series.slices?.obstacle?.code, series.slices?.distanceMm]).toEqual([
    ["W_ONE_SLICE"],
    "W_ONE_SLICE",
    3,
  ]);
});

test("frames of an enhanced file, and tiles of a mosaic, are slices", async () => {
  const enhanced = await onlySeries([cases.enhanced({ order: [3, 0, 5, 1, 4, 2] })]);
  expect(enhanced).toMatchObject({ dims: [12, 10, 6], count: 6, notices: [], slices: { thicknessMm: 3 } });
  const mosaic = await onlySeries([cases.mosaic()]);
  expect(mosaic).toMatchObject({ dims: [12, 10, 7], count: 7, notices: [], slices: { distanceMm: 3 } });
  const guessed = await onlySeries([cases.mosaic({ header: false })]);
  expect([codes(guessed), guessed.dims]).toEqual([["W_MOSAIC"], [12, 10, 7]]);
  const untold = await onlySeries([cases.mosaic({ header: false, elements: { "0019100A:US": undefined } })]);
  expect([codes(untold), untold.dims]).toEqual([
    ["W_MOSAIC", "W_ONE_SLICE"],
    [36, 30, 1],
  ]);
});

test("images that are cut short are left out, and refused where there are no others", async () => {
  const one = await onlySeries(cases.truncated("one"));
  expect([codes(one), one.count, one.dims]).toEqual([["W_TRUNCATED", "W_MISSING_SLICE"], 5, [12, 10, 6]]);
  const short = await onlySeries(cases.shortPixels());
  expect(codes(short)).toEqual(["W_TRUNCATED", "W_MISSING_SLICE"]);
  const all = await refusedIn(cases.truncated("all"));
  expect(all.series).toEqual([]);
  expect(all.refused).toMatchObject([{ code: "E_TRUNCATED", name: "phantom 1" }]);
  expect(all.refused[0]?.files).toHaveLength(6);
});

test("frames that an enhanced file claims but does not hold are left out", async () => {
  const file = cases.enhanced();
  const bytes = (await file.bytes()).slice(0, -300);
  const series = await onlySeries([fileOf("cut", bytes)]);
  expect([series.dims, codes(series)]).toEqual([[12, 10, 4], ["W_TRUNCATED"]]);
  expect(textOf(series, "W_TRUNCATED")).toMatch(/^2 images/);
  const claims = await onlySeries([fileOf("many", buildSlice({ elements: { NumberOfFrames: 65536 } }))]);
  expect([claims.count, codes(claims)]).toEqual([1, ["W_TRUNCATED", "W_ONE_SLICE"]]);
});

test("objects that are no images are told of, not read", async () => {
  const series = await seriesIn([cases.report(), cases.encapsulatedPdf(), cases.dicomdir()]);
  expect(series.map(({ rank, files, count }) => [rank, files.length, count])).toEqual([
    ["none", 0, 1],
    ["none", 0, 1],
    ["none", 0, 1],
  ]);
  for (const one of series) expect(codes(one)).toEqual(["W_NOT_IMAGE"]);
  await expect(dicomFormat().read(series[0] as ScanSeries)).rejects.toMatchObject({ code: "E_NOT_IMAGE" });
  const presentation = fileOf(
    "PR",
    buildSlice({ elements: { SOPClassUID: "1.2.840.10008.5.1.4.1.1.11.1" }, pixelData: null }),
  );
  const segmentation = fileOf("SEG", buildSlice({ elements: { SOPClassUID: "1.2.840.10008.5.1.4.1.1.66.4" } }));
  const others = await seriesIn([presentation, segmentation]);
  expect(others.map((one) => textOf(one, "W_NOT_IMAGE"))).toEqual([
    "This is a presentation state: no image.",
    "This is a segmentation: no image.",
  ]);
});

test("a series is called by its description, protocol or number, in whatever letters", async () => {
  const named = async (elements: Parameters<typeof withElements>[1]) =>
    (await onlySeries(buildSeries({ slices: 2 }, (slice) => withElements(slice, elements)))).name;
  expect((await onlySeries(cases.koreanName())).name).toBe(cases.KOREAN.description);
  expect(await named({ SeriesDescription: undefined, ProtocolName: "t1 mprage" })).toBe("t1 mprage");
  expect(await named({ SeriesDescription: undefined, SeriesNumber: 4 })).toBe("series 4");
  expect(await named({ SeriesDescription: " \x00\x07two\nlines " })).toBe("two lines");
});

test("nothing of the patient is in what is told of a series, nor in what files are refused with", async () => {
  const cut = (await buildSeries()[0]?.slice(0, 700)) as Uint8Array<ArrayBuffer>;
  const { series, refused } = await dicomFormat().survey([...cases.koreanName(), cases.report(), fileOf("x", cut)]);
  const told = JSON.stringify([series, refused.map(({ error, name }) => [name, String(error)])]);
  for (const secret of [...Object.values(PATIENT), cases.KOREAN.name, "Secret"]) expect(told).not.toContain(secret);
});

test("files of one series with the same fault are refused together, and good ones are read", async () => {
  const files = buildSeries({ series: 2 }, (slice) =>
    withElements(slice, { BitsAllocated: 12, BitsStored: 12, HighBit: 11 }),
  );
  const { series, refused } = await refusedIn([...files, ...buildSeries(), fileOf("empty.dcm", new Uint8Array(0))]);
  expect(series).toMatchObject([{ count: 6, notices: [] }]);
  expect(refused.map(({ name, code, files: own }) => [name, code, own.length])).toEqual([
    ["phantom 2", "E_UNSUPPORTED_TYPE", 6],
    ["empty.dcm", "E_BAD_HEADER", 1],
  ]);
});

test("an aborted survey rejects with the reason", async () => {
  const abort = new AbortController();
  const onProgress = ({ fraction }: { readonly fraction: number }) => {
    if (fraction > 0.5) abort.abort();
  };
  const survey = dicomFormat().survey(buildSeries(), { signal: abort.signal, onProgress });
  await expect(survey).rejects.toMatchObject({ name: "AbortError" });
});
