/** What a result can be made by, in words to choose by. */

import { type Degradation, sliceProfile } from "../../degradations/degradation";
import { certaintyOf } from "../../evidence/certainty";
import type { Evidence } from "../../evidence/evidence";
import type { BankEntry, MethodInfo } from "../../session/wire";
import { mixtureShares } from "../../state/degradation-choice";
import type { RunChoice } from "../../state/run-choices";
import { methodOf } from "../../state/session-store";
import { entryText, t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { degradationTitle } from "../common/degradation-words";
import { formatValue } from "../common/format";
import { partOf } from "../methods/registry";
import { certaintyWord, edgesText } from "./evidence-texts";

/** What makes the result, and for scans that became coarse in which way. */
export function choiceTitle(
  { id, degradation }: RunChoice,
  bank: BankEntry | undefined,
  methods: readonly MethodInfo[],
): string {
  if (!bank) return t("Learn from this scan");
  const method = methodName(methodOf(methods, bank.method) ?? { id: bank.method, title: bank.method });
  const shares = mixtureShares(id);
  const percent = (share: number) => `${Math.round(100 * share)}\u00a0%`;
  const kind = shares
    ? t("blocks {box}, k-space {kspace}", { box: percent(shares.box), kspace: percent(shares.kspace) })
    : degradationTitle(degradation);
  return `${method} · ${kind}`;
}

export const methodName = ({ id, title }: Pick<MethodInfo, "id" | "title">): string =>
  partOf(id)?.learnedLabel ?? entryText(title);

/**
 * What the filters were learned from, of a person's own bank its title, which they gave it; and what titles do not say of
 * how the scan is taken to have been made, `mm` being as in `degradationText`.
 */
export function choiceNote({ degradation }: RunChoice, bank: BankEntry | undefined, mm: number): string {
  if (!bank) {
    return `${t("filters learned from its own finer axes and scales, before the run")}, ${degradationText(degradation, mm)}`;
  }
  const trainedOn = bank.origin === "own" ? bank.title : bankWords(bank, []).trainedOn || bank.title;
  return sliceProfile(degradation) ? `${trainedOn}, ${degradationText(degradation, mm)}` : trainedOn;
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
