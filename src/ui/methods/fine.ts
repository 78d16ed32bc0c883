/** The page's part of the method of two passes. */

import { FEW_ROWS } from "../../methods/folded/folding";
import { t } from "../../text/text";
import type { MethodPart } from "./method-part";

export const FINE_PART: MethodPart = {
  id: "fine",
  get learnedLabel() {
    return t("Learned filters, two passes");
  },
  fewRows: FEW_ROWS,
};
