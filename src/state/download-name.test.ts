import { describe, expect, it } from "vitest";
import { resultFileName, titledFileName } from "./download-name";

describe("resultFileName", () => {
  it.each([
    ["sub-06_desc-brain_T1w.nii.gz", "sub-06_desc-brain_T1w_sr2x.nii.gz"],
    ["scan.NII", "scan_sr2x.nii.gz"],
    ["no-extension", "no-extension_sr2x.nii.gz"],
    ["뇌 영상.nii.gz", "뇌_영상_sr2x.nii.gz"],
    ["../../etc/passwd", "etc_passwd_sr2x.nii.gz"],
    ["a\u202Egpj.nii", "a_gpj_sr2x.nii.gz"],
    ["<img src=x>.nii", "img_src_x_sr2x.nii.gz"],
    ["...", "scan_sr2x.nii.gz"],
    [".nii.gz", "scan_sr2x.nii.gz"],
  ])("%s becomes %s", (name, expected) => {
    expect(resultFileName(name, [2, 2, 2])).toBe(expected);
  });

  it("bounds the length and writes unequal factors", () => {
    expect(resultFileName(`${"x".repeat(300)}.nii`, [1, 1, 3])).toBe(`${"x".repeat(80)}_sr1x1x3.nii.gz`);
  });
});

describe("titledFileName", () => {
  it.each([
    ["Own 2× box bank", "Own_2_box_bank.safetensors"],
    ["../..", "untitled.safetensors"],
  ])("%s becomes %s", (title, expected) => {
    expect(titledFileName(title, ".safetensors")).toBe(expected);
  });
});
