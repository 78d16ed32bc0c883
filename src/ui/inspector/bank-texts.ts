/** What a result can be made by, in words to choose by. */

import { type Degradation, sliceProfile } from "../../degradations/degradation";
import { certaintyOf } from "../../evidence/certainty";
import type { Evidence } from "../../evidence/evidence";
import type { BankEntry, MethodInfo } from "../../session/wire";
import { mixtureShares } from "../../state/degradation-choice";
import { type RunChoice, SELF } from "../../state/run-choices";
import { methodOf } from "../../state/session-store";
import { t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { degradationTitle } from "../common/degradation-words";
import { formatValue } from "../common/format";
import { partOf } from "../methods/registry";
import { certaintyWord, edgesText } from "./evidence-texts";

/** How the result is made; `evidence` is the scan's. */
export function choiceTitle(
  { id }: RunChoice,
  bank: BankEntry | undefined,
  methods: readonly MethodInfo[],
  evidence?: Evidence,
): string {
  if (id === SELF) return t("Learn from this scan");
  const shares = mixtureShares(id);
  if (shares) {
    const percent = (share: number) => `${Math.round(100 * share)} %`;
    const parts = { box: percent(shares.box), kspace: percent(shares.kspace) };
    return certaintyOf(evidence?.degradation.certainty ?? 0) === "guess"
      ? t("Between the two: box {box}, k-space {kspace}", parts)
      : t("As the scan shows: box {box}, k-space {kspace}", parts);
  }
  const method = bank?.method ?? "";
  return partOf(method)?.learnedLabel ?? methodOf(methods, method)?.title ?? method;
}

/** What the filters were learned from; of a person's own bank its title, which they gave it. */
export function trainedOn(bank: BankEntry | undefined): string {
  if (!bank) return t("filters learned from its own finer axes and scales, before the run");
  return bank.origin === "own" ? bank.title : bankWords(bank, []).trainedOn || bank.title;
}

/** Why a bank for box, for k-space or between them is chosen for a scan. */
export function shownReason({ degradation }: Pick<Evidence, "degradation">, id: string): string {
  const certainty = certaintyOf(degradation.certainty);
  const reason = t("edges: {edges} · {certainty}", {
    edges: edgesText(degradation),
    certainty: certaintyWord(certainty),
  });
  const isLess = (mixtureShares(id)?.kspace ?? 1) < degradation.kspaceShare - VISIBLY;
  return isLess && certainty !== "guess" ? t("{reason} · less of k-space for its noise", { reason }) : reason;
}

/** Difference of shares that people would wonder at. */
const VISIBLY = 0.05;

/** How the scan is taken to have been made coarse; `mm` is the size of a voxel of the result along the slices. */
export function degradationText(degradation: Degradation, mm: number): string {
  const slices = sliceProfile(degradation);
  if (!slices) return t("degradation: {title}", { title: degradationTitle(degradation) });
  const [thickness, apart] = [slices.thickness * mm, (slices.thickness + slices.gap) * mm].map((length) =>
    formatValue(Number(length.toPrecision(3))),
  ) as [string, string];
  return t("for slices {thickness} mm thick, {apart} mm apart", { thickness, apart });
}
