/** For tests: what a session tells the page of methods, banks and volumes. */

import type { TrainingVolumeInfo } from "./training-wire";
import type { BankEntry, MethodInfo } from "./wire";

/** A method that learns, and nothing more. */
export const testMethod = (id: string, more: Partial<MethodInfo> = {}): MethodInfo => ({
  id,
  title: id,
  note: "",
  quality: undefined,
  learns: true,
  takesPrior: false,
  keepsSums: false,
  takesClasses: false,
  keepsParts: false,
  selfUpTo: undefined,
  mirrors: false,
  ...more,
});

export const TEST_VOLUME: TrainingVolumeInfo = {
  id: "volume-1",
  name: "head.nii.gz",
  dims: [8, 8, 8],
  spacing: [1, 1, 1],
  fileBytes: 100,
  maskVoxels: { auto: 400, nonzero: 500, all: 512 },
  notices: [],
};

/** A shipped 2× bank. */
export const testBank = (id: string, more: Partial<BankEntry> = {}): BankEntry => ({
  id,
  origin: "shipped",
  isKept: true,
  method: "folded",
  factor: [2, 2, 2],
  degradation: "box",
  title: "test",
  ...more,
});
