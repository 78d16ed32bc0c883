/** What a bank is, in words: banks are told apart by what they are for and come from, not by the names of their files. */

import { formatFactor } from "../../core/volume";
import type { BankEntry, MethodInfo } from "../../session/wire";
import { contrastIn } from "../../state/bank-fit";
import { entryText, t } from "../../text/text";
import { degradationTitle } from "./degradation-words";

export interface BankWords {
  /** What its maker called it, of own banks; the method of those that ship. */
  readonly name: string;
  readonly method: string;
  readonly factor: string;
  readonly degradation: string;
  /** "learned from 5 T1w scans"; empty where the bank does not tell. */
  readonly trainedOn: string;
  /** All of it in one line, for menus. */
  readonly line: string;
}

type Told = Pick<BankEntry, "method" | "factor" | "degradation" | "title" | "trainingData" | "origin">;

export function bankWords(bank: Told, methods: readonly Pick<MethodInfo, "id" | "title">[]): BankWords {
  const method = entryText(methods.find(({ id }) => id === bank.method)?.title ?? bank.method);
  const factor = formatFactor(bank.factor);
  const degradation = degradationTitle(bank.degradation);
  const trainedOn = trainedOnWords(bank);
  const isOwn = bank.origin === "own";
  const parts = [...(isOwn ? [bank.title] : []), method, factor, degradation, trainedOn];
  return {
    name: isOwn ? bank.title : method,
    method,
    factor,
    degradation,
    trainedOn,
    line: parts.filter((part) => part !== "").join(" · "),
  };
}

function trainedOnWords({ trainingData = [], title }: Told): string {
  const contrasts = new Set(trainingData.map(contrastIn));
  const [only] = contrasts;
  const contrast = contrasts.size === 1 ? only : contrastIn(title);
  const count = trainingData.length;
  if (count === 0) return contrast === undefined ? "" : t("learned from {contrast} scans", { contrast });
  return contrast === undefined
    ? t("learned from {count, plural, one {# scan} other {# scans}}", { count })
    : t("learned from {count, plural, one {# {contrast} scan} other {# {contrast} scans}}", { count, contrast });
}
