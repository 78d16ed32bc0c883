import { expect, test } from "vitest";
import { buildSeries, withElements } from "./test-dicom";
import type { Elements } from "./test-dicom-elements";
import { onlySeries } from "./test-survey";

const contrastOf = async (elements: Elements) =>
  (await onlySeries(buildSeries({ slices: 2 }, (slice) => withElements(slice, elements)))).contrast;

test.each([
  ["T2 FLAIR TRA", "FLAIR"],
  ["t2_tirm_tra_dark-fluid", "FLAIR"],
  ["Ax T1 FLAIR", "T1w"],
  ["Sag MPRAGE", "T1w"],
  ["t1_mpr_ns_sag", "T1w"],
  ["AX T2 FSE", "T2w"],
  ["t2*_gre", "T2star"],
  ["ep2d_diff_3scan_trace", "dwi"],
  ["SWI_Images", "SWI"],
  ["TOF 3D multi-slab", "MRA"],
  ["fMRI rest", "bold"],
  ["PD axial", "PDw"],
  ["ep2d_diff ADC", undefined],
])("by its description: %s", async (SeriesDescription, contrast) => {
  expect(await contrastOf({ SeriesDescription })).toBe(contrast);
});

test.each<[string, Elements, string | undefined]>([
  ["spin echo, short times", { ScanningSequence: "SE", RepetitionTime: 500, EchoTime: 12 }, "T1w"],
  ["spin echo, long times", { ScanningSequence: "SE", RepetitionTime: 4000, EchoTime: 100 }, "T2w"],
  ["spin echo, long and short", { ScanningSequence: "SE", RepetitionTime: 3000, EchoTime: 20 }, "PDw"],
  [
    "inversion that takes fluid away",
    { ScanningSequence: ["SE", "IR"], RepetitionTime: 9000, EchoTime: 110, InversionTime: 2500 },
    "FLAIR",
  ],
  ["gradient echo, short", { ScanningSequence: "GR", RepetitionTime: 8, EchoTime: 3, FlipAngle: 12 }, "T1w"],
  ["gradient echo, long", { ScanningSequence: "GR", RepetitionTime: 600, EchoTime: 20 }, "T2star"],
  ["an enhanced file's own word", { AcquisitionContrast: "FLUID_ATTENUATED" }, "FLAIR"],
  ["weighted by diffusion", { DiffusionBValue: 800 }, "dwi"],
  ["no times", { RepetitionTime: undefined }, undefined],
  ["no MRI", { Modality: "CT" }, undefined],
])("by its numbers: %s", async (_, elements, contrast) => {
  expect(await contrastOf(elements)).toBe(contrast);
});
