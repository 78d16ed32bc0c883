/** What the page calls the kinds of masks. */

import type { MaskKind } from "../../core/mask";
import { t } from "../../text/text";

interface MaskTexts {
  readonly name: string;
  /** On a button, and what the button's tooltip says. */
  readonly button: string;
  readonly title: string;
  /** Which voxels it selects, within a sentence. */
  readonly where: string;
}

export function maskTexts(kind: MaskKind): MaskTexts {
  const texts: Readonly<Record<MaskKind, MaskTexts>> = {
    auto: {
      name: t("auto"),
      button: t("Not air"),
      title: t("not 0, and above the noise of the air where the scan holds air"),
      where: t("above the noise of the air"),
    },
    nonzero: {
      name: t("not zero"),
      button: t("Not 0"),
      title: t("voxels that were not filled with one value, 0 in most: for brain-masked volumes"),
      where: t("where the original is not filled with one value, 0 in most"),
    },
    all: { name: t("all"), button: t("All"), title: t("every voxel"), where: t("all voxels") },
  };
  return texts[kind];
}
