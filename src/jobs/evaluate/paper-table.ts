/** What the paper printed, for reading beside an evaluation's own numbers. */

/** PSNR in dB and SSIM, mean and standard deviation. */
const cell = (psnr: number, psnrSd: number, ssim: number, ssimSd: number) =>
  ({ psnr: [psnr, psnrSd], ssim: [ssim, ssimSd] }) as const;

/** Cells for 2×, 3× and 4×. Source: Park, Kim and Gahm 2021, Table 1. */
export const PAPER_TABLE = [
  {
    method: "nearest",
    cells: [cell(30.25, 0.5, 0.9631, 0.0049), cell(28.05, 0.41, 0.9388, 0.0069), cell(26.3, 0.48, 0.9166, 0.009)],
  },
  {
    method: "tricubic",
    cells: [cell(32.12, 0.55, 0.9664, 0.0052), cell(29.9, 0.51, 0.9472, 0.0067), cell(28.3, 0.5, 0.9285, 0.0081)],
  },
  {
    method: "proposed",
    cells: [cell(35.58, 0.76, 0.9824, 0.004), cell(32.21, 0.57, 0.9659, 0.0054), cell(30.24, 0.48, 0.95, 0.0063)],
  },
];

export const PAPER_VOLUMES = "50 HCP T1w scans, 0.7 mm, brain-masked";

/** Why its numbers cannot be compared with those of an evaluation. */
export const PAPER_DIFFERENCES =
  "Absolute numbers differ from the paper's because the volumes are others, because it reduced them by unfiltered " +
  "interpolation on a grid aligned at its ends, took brain masks of its own, and very likely computed SSIM for a data " +
  "range of 2.";
