/** Why a typed number is refused. */

import { t } from "../../text/text";

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

/** In words; undefined for a number that is taken. `typed` is undefined where no number was read. */
export function refusedNumber(typed: number | undefined, { min, max, isWhole }: Bounds): string | undefined {
  if (typed === undefined) return t("Not a number: nothing was changed.");
  if (isWhole && !Number.isInteger(typed)) return t("Not a whole number: nothing was changed.");
  if (typed < min || typed > max) return t("Not from {min} to {max}: nothing was changed.", { min, max });
  return undefined;
}
