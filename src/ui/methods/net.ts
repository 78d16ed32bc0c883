/** The page's part of the network method. */

import { FEW_ROWS } from "../../methods/folded/folding";
import { t } from "../../text/text";
import type { MethodPart } from "./method-part";

export const NET_PART: MethodPart = {
  id: "net",
  get learnedLabel() {
    return t("Learned filters and a network");
  },
  get caution() {
    return t(
      "A network made it from what learned filters gave. Networks invent more easily than filters do: look at the expected error, and at how far it differs from your scan when made coarse again.",
    );
  },
  fewRows: FEW_ROWS,
};
