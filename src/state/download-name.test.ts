import { describe, expect, it } from "vitest";
import { resultFileName, safeScanStem, titledFileName } from "./download-name";

const HASH = "0123456789abcdef";

describe("safeScanStem", () => {
  it.each([
    ["sub-06_desc-brain_T1w.nii.gz", "sub-06_desc-brain_T1w"],
    ["sub-MR0012_ses-1_FLAIR.nii", "sub-MR0012_ses-1_FLAIR"],
    ["Doe^John_19700101.nii", "scan-01234567"],
    ["sub-JohnDoe_T1w.nii", "scan-01234567"],
    ["뇌 영상.nii.gz", "scan-01234567"],
    [".nii.gz", "scan-01234567"],
  ])("%s becomes %s", (name, expected) => {
    expect(safeScanStem(name, HASH, false)).toBe(expected);
  });

  it.each([
    ["Doe^John_19700101.nii", "Doe_John_19700101"],
    ["../../etc/passwd", "etc_passwd"],
    ["a\u202Egpj.nii", "a_gpj"],
    ["<img src=x>.nii", "img_src_x"],
    ["뇌 영상.nii.gz", "뇌_영상"],
    ["...", "scan"],
    [`${"x".repeat(300)}.nii`, "x".repeat(80)],
  ])("%s becomes %s where names are kept", (name, expected) => {
    expect(safeScanStem(name, HASH, true)).toBe(expected);
  });
});

it("has the contrast where the name does not tell it", () => {
  expect(safeScanStem("t1 mprage", HASH, false, "T1w")).toBe("scan-01234567_T1w");
  expect(safeScanStem("sub-06_T2w.nii", HASH, false, "T1w")).toBe("sub-06_T2w");
});

describe("resultFileName", () => {
  it.each([
    ["sub-06_desc-brain_T1w", [2, 2, 2], "sub-06_res-sr2x_desc-superres_T1w.nii.gz"],
    ["scan-01234567", [1, 1, 3], "scan-01234567_res-sr1x1x3_desc-superres.nii.gz"],
    ["sub-01_acq-thick_T2w", [3, 3, 3], "sub-01_acq-thick_res-sr3x_desc-superres_T2w.nii.gz"],
  ] as const)("%s by %j becomes %s", (stem, factor, expected) => {
    expect(resultFileName(stem, factor)).toBe(expected);
  });
});

it("ends as it is saved", () => {
  const name = resultFileName("scan-01234567_T1w", [2, 2, 2], { ending: ".zip" });
  expect(name).toBe("scan-01234567_res-sr2x_desc-superres_T1w.zip");
});

it("does not call super-resolved what was interpolated", () => {
  const name = resultFileName("sub-06_T1w", [2, 2, 2], { isInterpolated: true });
  expect(name).toBe("sub-06_res-2x_desc-interpolated_T1w.nii.gz");
});

describe("titledFileName", () => {
  it.each([
    ["Own 2× box bank", "Own_2_box_bank.safetensors"],
    ["../..", "untitled.safetensors"],
  ])("%s becomes %s", (title, expected) => {
    expect(titledFileName(title, ".safetensors")).toBe(expected);
  });
});
