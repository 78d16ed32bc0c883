/** What a written series says and shows, read by another parser than the writer's. */

import { expect, test } from "vitest";
import { voxelToWorld } from "../../core/affine";
import { notice } from "../../core/notice";
import type { Affine, Vec3 } from "../../core/volume";
import type { AboutSeries } from "../scan-format";
import {
  buildSeries,
  FRAME_OF_REFERENCE_UID,
  instanceUid,
  PATIENT,
  type SliceOptions,
  STUDY_UID,
  seriesUid,
} from "./test-dicom";
import { koreanName } from "./test-dicom-cases";
import { ABOUT, FINER, GRIDS, type ReadBack, readBack, sourceOf, VALUES, volumeOf, written } from "./test-written";

const KEEP: AboutSeries = { ...ABOUT, keepPatient: true };
const whole = VALUES["whole numbers"] as (i: number) => number;

async function readSeries(...args: Parameters<typeof written>): Promise<ReadBack[]> {
  return (await written(...args)).map(({ bytes }) => readBack(bytes));
}

/** Pixels. */
const CORNERS = [
  [0, 0],
  [23, 0],
  [0, 19],
  [23, 19],
] as const;

test.each(Object.entries(GRIDS))("every pixel lies where the volume has its voxel: %s", async (_, affine) => {
  const volume = volumeOf(affine, whole);
  const slices = await readSeries(volume);
  expect(slices).toHaveLength(12);
  for (const [z, slice] of slices.entries()) {
    for (const [x, y] of CORNERS) {
      const [there, here] = [slice.world(x, y), voxelToWorld(affine, [x, y, z])];
      for (const axis of [0, 1, 2] as const) expect(there[axis]).toBeCloseTo(here[axis], 9);
    }
    expect(slice.intensities()).toEqual([...volume.data.subarray(480 * z, 480 * (z + 1))]);
  }
});

test("files are named and numbered in the order of the volume's slices", async () => {
  const files = await written(volumeOf(FINER, whole));
  expect(files.map(({ name }) => name).slice(0, 2)).toEqual(["IM0001.dcm", "IM0002.dcm"]);
  expect(files.map(({ bytes }) => readBack(bytes).text("00200013"))).toEqual(files.map((_, i) => String(i + 1)));
});

test("the planes say how far apart they lie, and how far apart their pixels", async () => {
  const [slice] = (await readSeries(volumeOf(GRIDS.tilted as Affine, whole))) as [ReadBack];
  expect(slice.numbers("00280030")).toEqual([0.75, 1]);
  // Along the normal, not along the tilt.
  expect(slice.numbers("00180088")).toEqual([1.5]);
  expect(slice.numbers("00180050")).toEqual([1.5]);
});

test("slices as far apart as the source's are as thick as the source's", async () => {
  const source = sourceOf(buildSeries());
  const inPlane: Affine = [-1, 0, 0, 11.5, 0, -0.75, 0, 7.125, 0, 0, 3, 20, 0, 0, 0, 1];
  const [same] = (await readSeries(volumeOf(inPlane, whole, [24, 20, 6]), ABOUT, source)) as [ReadBack];
  const [finer] = (await readSeries(volumeOf(FINER, whole), ABOUT, source)) as [ReadBack];
  expect(same.numbers("00180050")).toEqual([2.7]);
  expect(finer.numbers("00180050")).toEqual([1.5]);
});

test.each(["whole numbers", "negative whole numbers"])("%s are stored as they are", async (kind) => {
  const volume = volumeOf(FINER, VALUES[kind] as (i: number) => number);
  const slices = await readSeries(volume);
  expect(slices[0]?.text("00281053")).toBeUndefined();
  expect(slices.flatMap((slice) => slice.intensities())).toEqual([...volume.data]);
});

test.each<[string, (i: number) => number]>([
  ["fractions", VALUES.fractions as (i: number) => number],
  ["small fractions", (i) => Math.sin(i) * 1e-6],
  ["whole numbers that 16 bits do not hold", (i) => i * 1e5 - 3e8],
  ["one fraction", () => 0.1],
])("no intensity is off by more than half a step of range / 65535: %s", async (_, value) => {
  const volume = volumeOf(FINER, value);
  const back = (await readSeries(volume)).flatMap((slice) => slice.intensities());
  const [least, greatest] = [Math.min(...volume.data), Math.max(...volume.data)];
  const worst = Math.max(...back.map((intensity, i) => Math.abs(intensity - (volume.data[i] as number))));
  expect(worst).toBeLessThanOrEqual(((greatest - least) / 65535 / 2) * 1.0001 + Math.abs(least) * 1e-12);
});

test("the window is said in the units of the intensities", async () => {
  const [slice] = (await readSeries(volumeOf(FINER, VALUES.fractions as never))) as [ReadBack];
  expect([...slice.numbers("00281050"), ...slice.numbers("00281051")]).toEqual([340.25, 720.5]);
  expect(slice.text("00281056")).toBe("LINEAR_EXACT");
  const { window: _, ...without } = ABOUT;
  const [bare] = (await readSeries(volumeOf(FINER, whole), without)) as [ReadBack];
  expect(bare.text("00281050")).toBeUndefined();
});

test("a series is derived, says how and of what, and is not burned in", async () => {
  const [slice] = (await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries()))) as [ReadBack];
  expect(slice.text("00080008")).toMatch(/^DERIVED\\SECONDARY/);
  expect(slice.text("0008103E")).toBe("Eigenvox 2× super-resolved, research only");
  expect(slice.text("00082111")).toBe(ABOUT.derivation);
  expect(slice.items("00089215")[0]?.text("00080100")).toBe("113085");
  expect(slice.text("00280301")).toBe("NO");
  expect(slice.text("00080005")).toBe("ISO_IR 192");
  const equipment = slice
    .items("0018A001")
    .map((item) => [item.items("0040A170")[0]?.text("00080104"), item.text("00080070")]);
  expect(equipment).toEqual([
    ["Acquisition Equipment", "Eigenvox phantoms"],
    ["Processing Equipment", "Eigenvox"],
  ]);
});

test("a text that is too long is cut", async () => {
  const about = { ...ABOUT, title: "×".repeat(100), derivation: "é".repeat(2000) };
  const [slice] = (await readSeries(volumeOf(FINER, whole), about)) as [ReadBack];
  expect(slice.text("0008103E")).toBe("×".repeat(64));
  expect(slice.text("00082111")).toBe("é".repeat(1024));
});

test("a series belongs to the source's study and frame of reference, and is new in all else", async () => {
  const slices = await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries()));
  const all = (tag: string) => new Set(slices.map((slice) => slice.text(tag)));
  expect([...all("0020000D")]).toEqual([STUDY_UID]);
  expect([...all("00200052")]).toEqual([FRAME_OF_REFERENCE_UID]);
  expect(all("0020000E").size).toBe(1);
  expect([...all("0020000E")]).not.toEqual([seriesUid(1)]);
  expect(all("00080018").size).toBe(12);
  expect([...all("00080018")]).toEqual([...all("00020003")]);
  for (const uid of [...all("00080018"), ...all("0020000E")]) expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
});

test("without a DICOM source study and frame of reference are new ones, the same in all files", async () => {
  const [one, other] = [await readSeries(volumeOf(FINER, whole)), await readSeries(volumeOf(FINER, whole))];
  for (const tag of ["0020000D", "00200052", "0020000E"]) {
    const uids = (slices: ReadBack[]) => new Set(slices.map((slice) => slice.text(tag)));
    expect([uids(one).size, uids(other).size, new Set([...uids(one), ...uids(other)]).size]).toEqual([1, 1, 2]);
  }
  expect(one[0]?.items("00082112")).toEqual([]);
});

test("a computed slice refers to the source's slices that it lies on or between", async () => {
  const slices = await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries()));
  const referred = slices.map((slice) => slice.items("00082112").map((item) => item.text("00081155")));
  const uid = (index: number) => instanceUid(1, index);
  expect(referred[0]).toEqual([uid(0)]);
  expect(referred[1]).toEqual([uid(0), uid(1)]);
  expect(referred[11]).toEqual([uid(5)]);
  const [item] = (slices[5] as ReadBack).items("00082112") as [ReadBack];
  expect(item.text("00081150")).toBe("1.2.840.10008.5.1.4.1.1.4");
  expect(item.items("0040A170")[0]?.text("00080100")).toBe("121322");

  const inPlane: Affine = [-1, 0, 0, 11.5, 0, -0.75, 0, 7.125, 0, 0, 3, 20, 0, 0, 0, 1];
  const same = await readSeries(volumeOf(inPlane, whole, [24, 20, 6]), ABOUT, sourceOf(buildSeries()));
  expect(same.map((slice) => slice.items("00082112").map((one) => one.text("00081155")))).toEqual(
    [0, 1, 2, 3, 4, 5].map((index) => [uid(index)]),
  );
});

test("of an object with several frames the frames are named", async () => {
  const [file] = buildSeries({ slices: 1 });
  const enhanced = { sopClassUid: "1.2.840.10008.5.1.4.1.1.4.1", sopInstanceUid: "2.25.77" };
  const images = [0, 1, 2, 3, 4, 5].map((frame) => ({
    file: file as never,
    ...enhanced,
    frame,
    position: [-11, -6.75, 20 + 3 * frame] as Vec3,
  }));
  const slices = await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf([file as never], {}, { images }));
  const [item, ...others] = (slices[3] as ReadBack).items("00082112") as [ReadBack];
  expect(others).toEqual([]);
  expect([item.text("00081155"), item.text("00081160")]).toEqual(["2.25.77", "2\\3"]);
});

/** What must not be in the bytes of an anonymous file. */
const SECRETS = [...Object.values(PATIENT), "Secret", "SECRET", "20190102", "101112"];

test("nothing of the patient and the examination is in an anonymous file", async () => {
  const files = await written(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries()));
  for (const { name, bytes } of files) {
    const text = new TextDecoder("latin1").decode(bytes);
    for (const secret of SECRETS) expect(name + text).not.toContain(secret);
  }
  const { text } = readBack(files[0]?.bytes as Uint8Array);
  expect([text("00120062"), text("00100020"), text("00080020")]).toEqual(["YES", "", ""]);
});

test("the patient and the examination are in the files when the person wants them", async () => {
  const [slice] = (await readSeries(volumeOf(FINER, whole), KEEP, sourceOf(buildSeries()))) as [ReadBack];
  expect(slice.text("00100010")).toBe(PATIENT.PatientName);
  expect(slice.text("00100020")).toBe(PATIENT.PatientID);
  expect(slice.text("00100030")).toBe(PATIENT.PatientBirthDate);
  expect(slice.text("00080090")).toBe(PATIENT.ReferringPhysicianName);
  expect(slice.text("00080020")).toBe("20190102");
  expect(slice.text("00120062")).toBeUndefined();
});

test("a source that is no DICOM gives anonymous files, whatever the person wants", async () => {
  const source = { ...sourceOf(buildSeries()), origin: { format: "nifti" } };
  const [slice] = (await readSeries(volumeOf(FINER, whole), KEEP, source)) as [ReadBack];
  expect([slice.text("00100010"), slice.text("00120062")]).toEqual(["Anonymous", "YES"]);
});

test("a name in another character set is kept as it is read", async () => {
  const [slice] = (await readSeries(volumeOf(FINER, whole), KEEP, sourceOf(koreanName()))) as [ReadBack];
  expect(slice.text("00100010")).toBe("Kim^Secretperson=김^희중");
});

test.each<[string, SliceOptions]>([
  ["implicit", { syntax: "implicit", undefinedLengths: true }],
  ["big-endian", { syntax: "bigEndian" }],
  ["deflated", { syntax: "deflated" }],
  ["without a preamble", { bare: true }],
  ["of the oldest kind", { bare: true, syntax: "implicit" }],
])("the patient of a source that is %s is read", async (_, options) => {
  const source = sourceOf(buildSeries(options));
  const [slice] = (await readSeries(volumeOf(FINER, whole), KEEP, source)) as [ReadBack];
  expect(slice.text("00100010")).toBe(PATIENT.PatientName);
});

test("how the source was acquired is said, and what it says wrongly is not", async () => {
  const elements = { EchoTime: "a few", PatientSex: "X", ScanningSequence: ["SE", "IR"], InversionTime: 150 };
  const [slice] = (await readSeries(volumeOf(FINER, whole), KEEP, sourceOf(buildSeries({ elements })))) as [ReadBack];
  expect([slice.text("00180080"), slice.text("00180020"), slice.text("00180082")]).toEqual(["4000", "SE\\IR", "150"]);
  expect([slice.text("00180081"), slice.text("00100040")]).toEqual(["", ""]);
});

test("a comment of the patient may hold what divides the values of other elements", async () => {
  const source = sourceOf(buildSeries({ elements: { PatientComments: "one\\two" } }));
  const [slice] = (await readSeries(volumeOf(FINER, whole), KEEP, source)) as [ReadBack];
  expect(slice.text("00104000")).toBe("one\\two");
});

test("the number of a series follows from the source's, where there is room for it", async () => {
  const numberOf = async (SeriesNumber: number | undefined) => {
    const source = sourceOf(buildSeries({ elements: { SeriesNumber } }));
    return (await readSeries(volumeOf(FINER, whole), ABOUT, source))[0]?.text("00200011");
  };
  expect([await numberOf(3), await numberOf(undefined), await numberOf(999999999)]).toEqual(["301", "", ""]);
});

test("what is meant to be shown inverted is meant so in the files", async () => {
  const source = { ...sourceOf(buildSeries()), notices: [notice("W_MONOCHROME1", "low is bright")] };
  const [inverted] = (await readSeries(volumeOf(FINER, whole), ABOUT, source)) as [ReadBack];
  const [other] = (await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries()))) as [ReadBack];
  expect([inverted.text("00280004"), other.text("00280004")]).toEqual(["MONOCHROME1", "MONOCHROME2"]);
});

test("lossy compression of the source stays said", async () => {
  const elements = { LossyImageCompression: "01", "00282112:DS": 12, "00282114:CS": "ISO_10918_1" };
  const [lossy] = (await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries({ elements })))) as [ReadBack];
  const [other] = (await readSeries(volumeOf(FINER, whole), ABOUT, sourceOf(buildSeries()))) as [ReadBack];
  expect([lossy.text("00282110"), lossy.text("00282112"), other.text("00282110")]).toEqual(["01", "12", "00"]);
});

test("a grid whose rows and columns are not perpendicular is refused", async () => {
  const sheared: Affine = [-1, 0.2, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  await expect(written(volumeOf(sheared, whole))).rejects.toMatchObject({ code: "E_BAD_GEOMETRY" });
});

test("a source that is not MR is refused", async () => {
  const source = sourceOf(buildSeries(), {}, { modality: "CT" });
  await expect(written(volumeOf(FINER, whole), ABOUT, source)).rejects.toMatchObject({ code: "E_UNSUPPORTED_TYPE" });
});
