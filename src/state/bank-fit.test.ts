import { expect, test } from "vitest";
import { contrastIn, unfitness } from "./bank-fit";

test.each([
  ["sub-06_desc-brain_T1w.nii.gz", "T1w"],
  ["T1w 2× box, five scans, folded", "T1w"],
  ["sub-11_ses-1_FLAIR.nii.gz", "FLAIR"],
  ["Head T2 axial", "T2w"],
  ["sub-1_T2star.nii", "T2star"],
  ["scan.nii.gz", undefined],
  ["T10w", undefined],
])("%s is of contrast %s", (name, contrast) => {
  expect(contrastIn(name)).toBe(contrast);
});

test("the contrast that the tags speak of goes before the name's", () => {
  const bank = { title: "T1w 2× box, five scans", factor: [2, 2, 2] } as const;
  const spacing = [1, 1, 1] as const;
  expect(unfitness(bank, { name: "t1.nii", spacing, contrast: "FLAIR" })).toMatch(/T1w.*FLAIR, a guess/);
  expect(unfitness(bank, { name: "ax FLAIR", spacing, contrast: "T1w" })).toBeUndefined();
});

test("a bank of another contrast, and one for cubes on thick slices, is told to be unfit", () => {
  const bank = { title: "T1w 2× box, five scans", factor: [2, 2, 2] } as const;
  const cubes = [1, 1, 1] as const;
  expect(unfitness(bank, { name: "sub-1_T1w.nii", spacing: cubes })).toBeUndefined();
  expect(unfitness(bank, { name: "unnamed.nii", spacing: cubes })).toBeUndefined();
  expect(unfitness(bank, { name: "sub-1_FLAIR.nii", spacing: cubes })).toMatch(/T1w.*FLAIR/);
  expect(unfitness(bank, { name: "sub-1_T1w.nii", spacing: [0.5, 0.5, 4] })).toMatch(/along the slices/);
  const known = { ...bank, voxelMm: [0.67, 1.15] } as const;
  for (const mm of [0.68, 2, 4.5]) {
    expect(unfitness(known, { name: "sub-1_T1w.nii", spacing: [mm, mm, mm] })).toBeUndefined();
  }
  expect(unfitness(known, { name: "scan.nii", spacing: [0.66, 0.66, 0.66] })).toMatch(/0.67 to 1.15 mm.*0.33 × 0.33/);
  expect(unfitness(known, { name: "scan.nii", spacing: [4.7, 4.7, 4.7] })).toMatch(/these would be of 2.4/);
  const along = { ...bank, factor: [1, 1, 3] } as const;
  expect(unfitness(along, { name: "sub-1_T1w.nii", spacing: [0.5, 0.5, 4] })).toBeUndefined();
});
