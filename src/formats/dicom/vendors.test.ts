/** Series as scanners write them, beyond what the standard leaves open. */

import { expect, test } from "vitest";
import type { ScanFile, ScanSeries } from "../scan-format";
import type { StackOrigin } from "./series";
import { buildSeries, ORIENTATIONS, positionOf, type SliceOptions, seriesUid, withElements } from "./test-dicom";
import { temporal } from "./test-dicom-cases";
import type { Elements } from "./test-dicom-elements";
import { codes, onlySeries, seriesIn } from "./test-survey";

type Change<T> = (one: T, index: number, slice: SliceOptions) => Elements;

/** One series of as many stacks as there are `kinds`, each changed in its own way. */
const stacks = <T>(
  kinds: readonly T[],
  change: Change<T>,
  options: SliceOptions & { slices?: number } = {},
): ScanFile[] =>
  kinds.flatMap((kind, t) =>
    buildSeries(options, (slice, i) =>
      withElements(slice, {
        SOPInstanceUID: `2.25.4${t}00${i}`,
        InstanceNumber: t * (options.slices ?? 6) + i + 1,
        ...change(kind, i, slice),
      }),
    ),
  );
const moved = (slice: SliceOptions, index: number, by: readonly number[]) =>
  positionOf(slice, index).map((mm, axis) => Number((mm + (by[axis] as number)).toFixed(4)));
const names = (series: readonly ScanSeries[]) => series.map(({ name }) => name.replace("phantom 1, ", ""));
const volumesOf = ({ origin }: ScanSeries) =>
  (origin as StackOrigin).stack.volumes.map((volume) => volume.map((image) => image?.facts.instance));

test("GE: all four components of one series, which only a private number tells", async () => {
  const series = await seriesIn(
    stacks([3, 2, 1, 0], (type) => ({ "00430010:LO": "GEMS_PARM_01", "0043102F:SS": type })),
  );
  expect(names(series)).toEqual(["magnitude", "imaginary", "real", "phase"]);
  expect(series.map(({ rank }) => rank)).toEqual(["image", "minor", "minor", "minor"]);
});

test("Philips: b-values and the map computed from them, which has none, in one series", async () => {
  const philips = (b: number) => ({ "20010010:LO": "Philips Imaging DD 001", "20011003:FL": b });
  const series = await seriesIn(
    stacks(
      [
        { ...philips(0), ImageType: ["ORIGINAL", "PRIMARY", "M_SE", "M", "SE"] },
        { ...philips(1000), ImageType: ["ORIGINAL", "PRIMARY", "M_SE", "M", "SE"] },
        { ImageType: ["DERIVED", "PRIMARY", "ADC", "ADC", "UNSPECIFIED"] },
      ],
      (elements) => elements,
    ),
  );
  expect(names(series)).toEqual(["b = 0", "b = 1000", "adc adc unspecified"]);
  expect(series.map(codes)).toEqual([["W_MIXED"], ["W_MIXED"], ["W_MIXED", "W_DERIVED"]]);
});

test("Siemens: with and without normalization under one UID are two, each whole", async () => {
  const series = await seriesIn(
    stacks([["ND"], ["ND", "NORM"]], (words) => ({ ImageType: ["ORIGINAL", "PRIMARY", "M", ...words] })),
  );
  expect(names(series)).toEqual(["m nd", "m nd norm"]);
  expect(series.map(({ dims }) => dims[2])).toEqual([6, 6]);
});

test.each(["CSA MIP", "CSA MIP THIN", "MNIP", "MAX_IP"])(
  "a projection by the word %s is listed below",
  async (word) => {
    const files = buildSeries({ elements: { ImageType: ["DERIVED", "SECONDARY", "AXIAL", word] } });
    expect(await onlySeries(files)).toMatchObject({ rank: "minor" });
  },
);

test.each(["Survey_MST", "3-Plane Loc SSFSE", "localiser"])("a localizer called %s is one", async (name) => {
  const planes = (["axial", "coronal", "sagittal"] as const).flatMap((plane, p) =>
    buildSeries({ slices: 12, orientation: ORIENTATIONS[plane] }, (slice, i) =>
      withElements(slice, { SOPInstanceUID: `2.25.${p}6${i}`, SeriesDescription: name }),
    ),
  );
  expect((await seriesIn(planes)).map(({ rank }) => rank)).toEqual(["minor", "minor", "minor"]);
});

test("phases of the heart by trigger time, dynamics by acquisition: in their order, whatever the numbers", async () => {
  for (const tag of ["00181060:DS", "AcquisitionNumber"]) {
    const series = await onlySeries(stacks([1, 2, 3], (n, i) => ({ [tag]: 4 - n, InstanceNumber: 3 * i + n })));
    expect([series.frames, series.dims[2], codes(series)]).toEqual([3, 6, ["W_FRAMES"]]);
    expect(volumesOf(series).map(([first]) => first)).toEqual([3, 2, 1]);
  }
});

test("parallel stacks side by side, or with a gap that is no multiple, are not one volume, nor several times", async () => {
  const spine = (by: readonly number[], orientation: readonly number[]) =>
    seriesIn(
      stacks(
        [0, 1],
        (n, i, slice) => ({
          ImagePositionPatient: moved(
            slice,
            i,
            by.map((mm) => n * mm),
          ),
        }),
        { orientation },
      ),
    );
  for (const series of [
    await spine([0, 0, -200], ORIENTATIONS.sagittal),
    await spine([1.5, 0, -200], ORIENTATIONS.sagittal),
    await spine([0, 0, 53.3], ORIENTATIONS.axial),
  ]) {
    expect(series.map(({ dims, frames }) => [...dims, frames])).toEqual([
      [12, 10, 6, 1],
      [12, 10, 6, 1],
    ]);
    expect(series.map(codes)).toEqual([["W_MIXED"], ["W_MIXED"]]);
    expect(series.map(({ slices }) => [slices?.distanceMm.toFixed(3), slices?.obstacle])).toEqual(
      Array(2).fill(["3.000", undefined]),
    );
  }
});

test("a tilted stack stays one, however far its last slice is from its first", async () => {
  const files = stacks([0], (_, i, slice) => ({ ImagePositionPatient: moved(slice, i, [0, 2 * i, 0]) }), {
    slices: 30,
  });
  expect(codes(await onlySeries(files))).toEqual(["W_TILT"]);
});

test("volumes that followed the head are one series at several times", async () => {
  const followed = (n: number) => [0.05 * n, 0.02 * n, 0.21 * n];
  const series = await onlySeries(
    stacks([0, 1, 2, 3], (n, i, slice) => ({
      AcquisitionNumber: n + 1,
      ImagePositionPatient: moved(slice, i, followed(n)),
    })),
  );
  expect([series.frames, series.dims[2], codes(series), series.slices?.obstacle]).toEqual([
    4,
    6,
    ["W_FRAMES"],
    undefined,
  ]);
  expect(volumesOf(series)[2]).toEqual([13, 14, 15, 16, 17, 18]);
});

test("a slice that is missing at one time is missing in that volume and in no other", async () => {
  const series = await onlySeries(temporal(4, 5).filter((_, i) => i !== 7));
  expect(volumesOf(series)).toEqual([
    [1, 2, 3, 4, 5],
    [6, 7, undefined, 9, 10],
    [11, 12, 13, 14, 15],
    [16, 17, 18, 19, 20],
  ]);
  expect(codes(series)).toEqual(["W_MISSING_SLICE", "W_FRAMES"]);
});

test("a volume that was cut short is left out, and said to be", async () => {
  for (const [kept, volumes] of [
    [(i: number) => i < 17, [1, 6, 11]],
    [(i: number) => i < 1 || i > 3, [6, 11, 16]],
  ] as const) {
    const files = temporal(4, 5).filter((_, i) => kept(i));
    const series = await onlySeries(volumes[0] === 1 ? files : files.filter((_, i) => i > 0));
    expect(volumesOf(series).map(([first]) => first)).toEqual(volumes);
    expect(codes(series)).toEqual(["W_MISSING_SLICE", "W_FRAMES"]);
    expect(series.slices?.obstacle).toBeUndefined();
  }
});

test("uneven by half a percent, by rounding, or without its ends: nothing to say", async () => {
  const jitter = [0.00008, -0.0001, 0.00005];
  const noisy = stacks(
    [0],
    (_, i, slice) => ({ ImagePositionPatient: moved(slice, i, [0, jitter[i % 3] as number, 0.015 * (i % 2)]) }),
    { slices: 40 },
  );
  expect(codes(await onlySeries(noisy.slice(2, -3)))).toEqual([]);
});

test("values without length, or of blanks, are as none", async () => {
  for (const blank of ["", "  "]) {
    const series = await onlySeries(
      buildSeries({
        elements: { RescaleSlope: blank, RescaleIntercept: blank, EchoTime: blank, SpacingBetweenSlices: blank },
      }),
    );
    expect([codes(series), series.count]).toEqual([[], 6]);
  }
});

test("pixels may have their size from the scanner's nominal one", async () => {
  const { spacing } = await onlySeries(
    buildSeries({ elements: { PixelSpacing: undefined, "00182010:DS": [0.5, 0.25] } }),
  );
  expect(spacing.map((mm) => Number(mm.toFixed(6)))).toEqual([0.25, 0.5, 3]);
});

test("another frame of reference in every file divides nothing; two do", async () => {
  const framed = (of: (i: number) => number) =>
    seriesIn(buildSeries({}, (slice, i) => withElements(slice, { FrameOfReferenceUID: `2.25.55${of(i)}` })));
  expect((await framed((i) => i)).map(({ count }) => count)).toEqual([6]);
  expect((await framed((i) => Math.floor(i / 3))).map(({ count }) => count)).toEqual([3, 3]);
});

test("series of one name are told apart by study, by number, else counted; others keep theirs", async () => {
  const named = (series: number, elements: Elements) =>
    buildSeries({ series, elements: { SeriesDescription: "t1", SeriesNumber: 1, ...elements } });
  const other = { StudyInstanceUID: "2.25.2000000" };
  const files = [
    ...named(1, {}),
    ...named(2, { SeriesNumber: 7 }),
    ...named(3, other),
    ...named(4, other),
    ...named(5, { SeriesDescription: "t2" }),
  ];
  const told = (all: readonly ScanSeries[]) => new Map(all.map(({ id, name }) => [id, name]));
  const found = told(await seriesIn(files));
  expect([1, 2, 3, 4, 5].map((n) => found.get(seriesUid(n)))).toEqual([
    "t1, study 1, series 1",
    "t1, study 1, series 7",
    "t1, study 2, no. 1",
    "t1, study 2, no. 2",
    "t2",
  ]);
  expect(told(await seriesIn([...files].reverse()))).toEqual(found);
});

test("what was computed and saved as a series here opens as an image, as computed", async () => {
  const files = buildSeries({ elements: { ImageType: ["DERIVED", "SECONDARY", "OTHER"] } });
  expect(await onlySeries(files)).toMatchObject({ rank: "image", notices: [{ code: "W_DERIVED" }] });
});
