/** What a result can be made by, in words to choose by. */

import { type Degradation, sliceProfile } from "../../degradations/degradation";
import type { BankEntry, MethodInfo } from "../../session/wire";
import { type RunChoice, SELF } from "../../state/run-choices";
import { methodOf } from "../../state/session-store";
import { t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { degradationTitle } from "../common/degradation-words";
import { formatValue } from "../common/format";
import { partOf } from "../methods/registry";

/** How the result is made. */
export function choiceTitle({ id }: RunChoice, bank: BankEntry | undefined, methods: readonly MethodInfo[]): string {
  if (id === SELF) return t("Learn from this scan");
  const method = bank?.method ?? "";
  return partOf(method)?.learnedLabel ?? methodOf(methods, method)?.title ?? method;
}

/** What the filters were learned from; of a person's own bank its title, which they gave it. */
export function trainedOn(bank: BankEntry | undefined): string {
  if (!bank) return t("filters learned from its own finer axes and scales, before the run");
  return bank.origin === "own" ? bank.title : bankWords(bank, []).trainedOn || bank.title;
}

/** How the scan is taken to have been made coarse; `mm` is the size of a voxel of the result along the slices. */
export function degradationText(degradation: Degradation, mm: number): string {
  const slices = sliceProfile(degradation);
  if (!slices) return t("degradation: {title}", { title: degradationTitle(degradation) });
  const [thickness, apart] = [slices.thickness * mm, (slices.thickness + slices.gap) * mm].map((length) =>
    formatValue(Number(length.toPrecision(3))),
  ) as [string, string];
  return t("for slices {thickness} mm thick, {apart} mm apart", { thickness, apart });
}
