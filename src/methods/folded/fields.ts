/** The settings of learning that are the folded method's own; what is light enough for the page. Source: folded §6. */

import type { SettingFields } from "../settings";
import { CLASS_SCHEMES, TAP_COUNTS } from "./folding";

export const FOLDED_FIELDS = {
  taps: { flag: "taps", usage: "low-resolution voxels a filter looks at", standard: 57, choices: TAP_COUNTS },
  classes: {
    flag: "classes",
    usage: "what the second class of a voxel is told by",
    standard: "level",
    choices: CLASS_SCHEMES,
  },
  rowsPerVolume: {
    flag: "rows",
    usage: "voxels drawn from each scan at the most",
    standard: 400_000,
    range: [100, 1e8],
  },
  shrinkRows: {
    flag: "shrink-rows",
    usage: "pull of every class towards the filter of its phase kind, or towards the prior, as a number of rows",
    standard: 1000,
    range: [0, 1e9],
  },
  noise: {
    flag: "noise",
    usage: "learn at several levels of noise, for scans as noisy as they are, or at that of the volumes alone",
    standard: "levels",
    choices: ["levels", "own"],
  },
} as const satisfies SettingFields;
