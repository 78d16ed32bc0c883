/** What dcm2niix makes of series, deciding by itself how slices lie, and what we make of them. */

import { expect, test } from "vitest";
import { decodeInNode } from "../../hosts/node-dicom";
import type { ScanFile } from "../scan-format";
import { readOnly } from "../test-read";
import { dicomFormat } from "./format";
import { convertedVolumes } from "./test-dcm2niix";
import { buildSeries, ORIENTATIONS, type SliceOptions } from "./test-dicom";
import { enhanced, monochrome1, mosaic, runLength, shuffled, signed12, temporal } from "./test-dicom-cases";
import { expectSameVolume } from "./test-same-volume";

const { axial, coronal, sagittal, oblique } = ORIENTATIONS;
const runLengths = (slice: SliceOptions, index: number): SliceOptions => ({
  ...slice,
  fragments: [runLength(Array.from({ length: 120 }, (_, i) => i + 120 * index))],
});

const CASES: Readonly<Record<string, readonly ScanFile[]>> = {
  axial: buildSeries({ orientation: axial }),
  coronal: buildSeries({ orientation: coronal }),
  sagittal: buildSeries({ orientation: sagittal }),
  oblique: buildSeries({ orientation: oblique }),
  "feet first": buildSeries({ orientation: oblique, distanceMm: -3, elements: { SliceThickness: 3 } }),
  shuffled: shuffled({ orientation: oblique }),
  "with a gap between slices": buildSeries({ distanceMm: 4, elements: { SliceThickness: 3, SpacingBetweenSlices: 4 } }),
  rescaled: buildSeries({ elements: { RescaleSlope: 0.25, RescaleIntercept: -100, RescaleType: "US" } }),
  "signed, 12 bits in 16": signed12(),
  "of 8 bits": buildSeries({ bits: 8, value: (x, y, index) => (x * 20 + y + index * 3) % 256 }),
  MONOCHROME1: monochrome1(),
  implicit: buildSeries({ syntax: "implicit", orientation: sagittal }),
  "big-endian": buildSeries({ syntax: "bigEndian", orientation: coronal }),
  "of sequences without lengths": buildSeries({ undefinedLengths: true }),
  "run-length": buildSeries({ syntax: "rle", orientation: oblique }, runLengths),
  mosaic: [mosaic({ orientation: axial })],
  "oblique mosaic": [mosaic({ orientation: oblique })],
  enhanced: [enhanced({ orientation: oblique })],
  "enhanced, its frames in no order": [enhanced({ order: [3, 1, 0, 2, 5, 4], undefinedLengths: true })],
  "at several times": temporal(),
};

test.each(Object.entries(CASES))("a series %s has the same voxels at the same places", async (_, files) => {
  const bytes = await Promise.all(files.map(async (file) => ({ bytes: await file.bytes() })));
  const [theirs, ...others] = await convertedVolumes(bytes);
  expect(others).toEqual([]);
  const { volume } = await readOnly(dicomFormat(decodeInNode), files);
  expectSameVolume(volume, theirs as never);
});
