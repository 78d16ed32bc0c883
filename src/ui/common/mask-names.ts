/** What the page calls the kinds of masks. */

import type { MaskKind } from "../../core/mask";

export const MASK_NAMES: Record<MaskKind, string> = { auto: "auto", nonzero: "not zero", all: "all" };
