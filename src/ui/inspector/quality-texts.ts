/** Qualities in words. */

import { type Factor, formatFactor } from "../../core/volume";
import type { Quality } from "../../session/wire";
import { t } from "../../text/text";

export const qualityName = (quality: Quality): string =>
  ({ fast: t("Fast"), fine: t("Fine"), finest: t("Finest") })[quality];

/** Why a quality cannot be had at a factor. */
export const obstacleText = (factor: Factor): string =>
  t("no bank for {times}: choose another factor, or open a bank of your own", { times: formatFactor(factor) });
