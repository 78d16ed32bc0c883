import type { ClassScheme } from "../../methods/folded/folding";
import { t } from "../../text/text";

/** What the second class of a voxel is told by, in a word. */
export const schemeText = (scheme: ClassScheme): string =>
  ({ level: t("Level"), shape: t("Shape"), tensor: t("Tensor") })[scheme];
