/** The settings of learning that are the paper method's own; what is light enough for the page. Source: method §6. */

import type { SettingFields } from "../settings";

export const PAPER_FIELDS = {
  patch: { flag: "patch", usage: "filter width in output voxels", standard: 11, choices: [5, 7, 9, 11] },
  sample: {
    flag: "sample",
    usage: "share of the voxels inside the mask that is used",
    standard: 0.33,
    range: [1e-6, 1],
  },
  shrinkRows: {
    flag: "shrink-rows",
    usage:
      "pull of every class towards the filter of all, as a number of rows; auto chooses it on held-out voxels (a tenth " +
      "of the blocks of 16³)",
    standard: "auto",
    range: [0, 1e9],
    words: ["auto"],
  },
} as const satisfies SettingFields;
