/** The Evaluate panel: what is to be compared, the running job and what it found. */

import { create } from "zustand";
import { isSameFactor } from "../core/volume";
import { DEFAULT_SETTINGS, type Evaluation, type EvaluationSettings, PAPER_PROTOCOL } from "../jobs/evaluate/rows";
import type { EvaluationCase, EvaluationPictures, EvaluationVolumeInfo } from "../session/evaluation-wire";
import type { BankEntry } from "../session/wire";
import type { Job } from "./job-store";

interface EvaluationState {
  readonly volumes: readonly EvaluationVolumeInfo[];
  /** Names of the files that are still to be read. */
  readonly adding: readonly string[];
  readonly settings: EvaluationSettings;
  /** True while the settings are the paper's. */
  readonly isPaper: boolean;
  /** Banks that are not to be judged; all others of the chosen factors are. */
  readonly leftOut: readonly string[];
  readonly run?: (Job & { readonly isStopping: boolean }) | undefined;
  /** The last event in words, for assistive technology. */
  readonly announcement: string;
  readonly evaluation?: Evaluation | undefined;
  /** Whose pictures are shown. */
  readonly shown?: EvaluationCase | undefined;
  readonly pictures?: EvaluationPictures | undefined;
}

export const useEvaluation = create<EvaluationState>(() => ({
  volumes: [],
  adding: [],
  settings: DEFAULT_SETTINGS,
  isPaper: false,
  leftOut: [],
  announcement: "",
}));

export function changeSettings(change: Partial<EvaluationSettings>): void {
  useEvaluation.setState(({ settings }) => ({ settings: { ...settings, ...change } }));
}

/** Takes the paper's protocol, or goes back to this project's own. */
export function setPaperProtocol(isPaper: boolean): void {
  const { degradations, mask, zeroOutside, ssimRange } = isPaper ? PAPER_PROTOCOL : DEFAULT_SETTINGS;
  changeSettings({ degradations, mask, zeroOutside, ssimRange });
  useEvaluation.setState({ isPaper });
}

/** The banks that fit one of the chosen factors and are not left out. */
export function chosenBanks(
  banks: readonly BankEntry[],
  state: Pick<EvaluationState, "settings" | "leftOut">,
): BankEntry[] {
  return fittingBanks(banks, state.settings).filter(({ id }) => !state.leftOut.includes(id));
}

export function fittingBanks(banks: readonly BankEntry[], { factors }: EvaluationSettings): BankEntry[] {
  return banks.filter((bank) => factors.some((factor) => isSameFactor(factor, bank.factor)));
}
