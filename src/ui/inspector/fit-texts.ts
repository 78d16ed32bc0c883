/** How well what can make a result did on the scan itself, made coarse, in words. */

import { t } from "../../text/text";

/** Behind the best by more than this, a bank is marked, dB. */
const BEHIND_DB = 0.3;

export interface FitText {
  readonly text: string;
  /** True where the result may be worse than what else there is. */
  readonly isCaution: boolean;
}

/** `gainDb` over interpolation; `bestDb` the gain of the best of all that were measured; `unfit` what speaks against it. */
export function fitText(
  gainDb: number | undefined,
  bestDb: number | undefined,
  unfit: string | undefined,
): FitText | undefined {
  const measured = gainDb === undefined ? undefined : measuredText(gainDb, bestDb ?? gainDb);
  if (!unfit) return measured;
  const doubt = t("May not fit: {reason}", { reason: unfit });
  return { text: measured ? `${doubt}. ${measured.text}` : doubt, isCaution: true };
}

function measuredText(gainDb: number, bestDb: number): FitText {
  const gain = signedDb(gainDb);
  // As the number is written: what reads as no loss is none.
  if (Number(gainDb.toFixed(1)) < 0) {
    return {
      text: t("{gain} dB: below plain interpolation on this scan made coarse; it would do harm", { gain }),
      isCaution: true,
    };
  }
  const text =
    gain === "0.0"
      ? t("no better than plain interpolation on this scan made coarse")
      : t("{gain} dB over interpolation on this scan made coarse", { gain });
  const behind = bestDb - gainDb;
  if (behind <= BEHIND_DB) return { text, isCaution: false };
  return { text: `${text}; ${t("{behind} dB behind the best here", { behind: behind.toFixed(1) })}`, isCaution: true };
}

/** `+1.3`, `−0.2`, `0.0`. */
export function signedDb(db: number): string {
  const text = Math.abs(db).toFixed(1);
  return Number(text) === 0 ? text : `${db < 0 ? "−" : "+"}${text}`;
}
