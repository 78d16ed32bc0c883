import { expect, test } from "vitest";
import { readDataSet } from "./data-set";
import type { ImageFacts } from "./image";
import { imageFacts } from "./image-facts";
import { buildSlice, fileOf } from "./test-dicom";
import type { Elements } from "./test-dicom-elements";

async function factsOf(elements: Elements): Promise<ImageFacts> {
  const { tags } = await readDataSet(fileOf("a", buildSlice({ rows: 2, columns: 2, elements })), () => 0);
  return imageFacts(tags);
}

test("positions, directions and sizes that are none are not said", async () => {
  const sound = await factsOf({});
  expect(sound).toMatchObject({ position: [-11, -6.75, 20], pixelSpacing: [1.5, 2], thickness: 3 });
  for (const ImagePositionPatient of [[1, 2], [1, 2, "x"], ["1e9", 0, 0], undefined]) {
    expect((await factsOf({ ImagePositionPatient })).position).toBeUndefined();
  }
  for (const ImageOrientationPatient of [
    [1, 0, 0, 1, 0, 0],
    [0, 0, 0, 0, 0, 0],
    [1, 0, 0],
    [2, 0, 0, 0, 2, 0],
  ]) {
    expect((await factsOf({ ImageOrientationPatient })).orientation).toBeUndefined();
  }
  for (const PixelSpacing of [[0, 1], [1], ["-1", "1"], "x"]) {
    expect((await factsOf({ PixelSpacing })).pixelSpacing).toBeUndefined();
  }
  // Of projections the detector's pixels are given.
  expect((await factsOf({ PixelSpacing: undefined, "00181164:DS": [0.2, 0.2] })).pixelSpacing).toEqual([0.2, 0.2]);
});

test("directions that were rounded are unit vectors", async () => {
  const { orientation } = await factsOf({
    ImageOrientationPatient: [0.9988, -0.0281, -0.0398, 0.0315, 0.9956, 0.0878],
  });
  expect(Math.hypot(...(orientation?.row ?? []))).toBeCloseTo(1, 12);
});

test.each<[Elements, string]>([
  [{}, "magnitude"],
  [{ ImageType: ["ORIGINAL", "PRIMARY", "M_FFE", "M", "FFE"] }, "magnitude"],
  [{ ImageType: ["ORIGINAL", "PRIMARY", "P", "ND"] }, "phase"],
  [{ ImageType: ["ORIGINAL", "PRIMARY", "PHASE MAP", "P", "FFE"] }, "phase"],
  [{ ImageType: ["ORIGINAL", "PRIMARY", "R", "IR"] }, "real"],
  [{ ComplexImageComponent: "IMAGINARY" }, "imaginary"],
  [{ "00430010:LO": "GEMS_PARM_01", "0043102F:SS": 1 }, "phase"],
  [{ "00430010:LO": "GEMS_PARM_01", "0043102F:SS": 0 }, "magnitude"],
])("magnitude, phase, real or imaginary: %j", async (elements, component) => {
  expect((await factsOf(elements)).component).toBe(component);
});

test.each<[Elements, number | undefined]>([
  [{}, undefined],
  [{ DiffusionBValue: 800 }, 800],
  [{ "00190010:LO": "SIEMENS MR HEADER", "0019100C:IS": 1000 }, 1000],
  [{ "20010010:LO": "Philips Imaging DD 001", "20011003:FL": 500 }, 500],
  [{ "00430010:LO": "GEMS_PARM_01", "00431039:IS": [1000001000, 8, 0, 0] }, 1000],
  [{ DiffusionBValue: -1 }, undefined],
])("b-values of all makers: %j", async (elements, b) => {
  expect((await factsOf(elements)).bValue).toBe(b);
});

test("rescaling by default, as said, and where what is said is none", async () => {
  expect(await factsOf({})).toMatchObject({ rescale: [1, 0], isRescaleSound: true });
  const said = { RescaleSlope: 2.5, RescaleIntercept: -10 };
  expect(await factsOf(said)).toMatchObject({ rescale: [2.5, -10], isRescaleSound: true });
  for (const elements of [{ RescaleSlope: 0 }, { RescaleSlope: "x" }, { RescaleSlope: 1, RescaleIntercept: "NaN" }]) {
    expect(await factsOf(elements)).toMatchObject({ rescale: [1, 0], isRescaleSound: false });
  }
});
