/** What is taken from images of NiiVue, against what the readers of this package take from the same files. */

import { NVImage } from "@niivue/niivue";
import { describe, expect, test } from "vitest";
import { buildNifti, type NiftiSpec } from "../formats/nifti/test-nifti";
import { readFirstScan } from "../formats/registry";
import { memoryFile } from "../formats/test-zip";
import { type NiivueImage, volumeOfImage } from "./niivue";

const DIM = [3, 4, 3, 5];
const OBLIQUE = [-1.9, 0.3, 0.2, 40, 0.3, 2.9, 0.4, -50, -0.2, -0.4, 3.9, -30];

const imageOf = (spec: NiftiSpec): Promise<NVImage> =>
  NVImage.loadFromUrl({ url: "scan.nii", name: "scan.nii", buffer: buildNifti({ dim: DIM, ...spec }).buffer });

/** NiiVue's own class has what is used of it. */
const taken = (image: NVImage) => volumeOfImage(image satisfies NiivueImage);

describe("voxels and places are those of the file", () => {
  test.each<[string, NiftiSpec]>([
    ["int16 with slope and intercept", { slope: 0.25, intercept: -7 }],
    ["a slope of 0, which is none", { slope: 0 }],
    ["uint8", { datatype: 2 }],
    [
      "big-endian uint16",
      { datatype: 512, littleEndian: false, values: Array.from({ length: 60 }, (_, i) => 65000 + i) },
    ],
    ["float32 with a value that is no number", { datatype: 16, values: [...Array(59).keys(), Number.NaN] }],
    ["an oblique sform of a mirrored grid", { sform: OBLIQUE, sformCode: 1 }],
    [
      "a qform alone",
      { sformCode: 0, qformCode: 1, quaternion: [0.1, 0.2, 0.3], qoffset: [4, 5, 6], pixdim: [-1, 1, 2, 3] },
    ],
  ])("%s", async (_, spec) => {
    const { volume } = taken(await imageOf(spec));
    const { volume: scan } = await readFirstScan([memoryFile("scan.nii", buildNifti({ dim: DIM, ...spec }))]);
    expect(volume.dims).toEqual(scan.dims);
    expect(volume.data).toEqual(scan.data);
    volume.affine.forEach((value, i) => {
      expect(value).toBeCloseTo(scan.affine[i] as number, 5);
    });
    volume.spacing.forEach((value, i) => {
      expect(value).toBeCloseTo(scan.spacing[i] as number, 5);
    });
  });
});

test("the frame that is shown is taken", async () => {
  const image = await imageOf({ dim: [4, 4, 3, 5, 2] });
  image.frame4D = 1;
  const { volume, frames } = taken(image);
  expect(frames).toBe(2);
  expect(volume.data[0]).toBe(60);
});

test("colours, vectors and images without voxels are refused", async () => {
  const image = await imageOf({});
  const refused = (change: object) => () => volumeOfImage(Object.assign(Object.create(image), change));
  expect(refused({ hdr: { ...image.hdr, datatypeCode: 128 } })).toThrow(
    expect.objectContaining({ code: "E_UNSUPPORTED_TYPE" }),
  );
  expect(refused({ img: new Uint8Array(4 * 60 + 1) })).toThrow(expect.objectContaining({ code: "E_UNSUPPORTED_TYPE" }));
  expect(refused({ img: undefined })).toThrow(expect.objectContaining({ code: "E_ARGUMENT" }));
});

test("labels and complex numbers are told of", async () => {
  const codes = (image: NVImage) => taken(image).notices.map(({ code }) => code);
  expect(codes(await imageOf({}))).toEqual([]);
  expect(codes(await imageOf({ intentCode: 1002 }))).toEqual(["W_LABELS"]);
  const few = { dim: [3, 10, 10, 10], values: Array.from({ length: 1000 }, (_, i) => i % 3) };
  expect(codes(await imageOf(few))).toEqual(["W_LABELS"]);
  const complex = await imageOf({});
  complex.imaginary = new Float32Array(60);
  expect(codes(complex)).toEqual(["W_COMPLEX"]);
});
