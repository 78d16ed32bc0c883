/** What the page calls the kinds of masks. */

import type { MaskKind } from "../../core/mask";

interface MaskTexts {
  readonly name: string;
  /** On a button, and what the button's tooltip says. */
  readonly button: string;
  readonly title: string;
  /** Which voxels it selects, within a sentence. */
  readonly where: string;
}

export const MASKS: Readonly<Record<MaskKind, MaskTexts>> = {
  auto: {
    name: "auto",
    button: "Not air",
    title: "not 0, and above the noise of the air where the scan holds air",
    where: "above the noise of the air",
  },
  nonzero: {
    name: "not zero",
    button: "Not 0",
    title: "voxels where the original is not 0: for brain-masked volumes",
    where: "where the original is not 0",
  },
  all: { name: "all", button: "All", title: "every voxel", where: "all voxels" },
};
