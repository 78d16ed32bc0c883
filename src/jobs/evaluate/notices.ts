/** What must be known of a volume's scores. */

import { clippingNotices, referenceIntensity } from "../../core/intensity";
import { type Notice, notice } from "../../core/notice";
import { cropToMultiple, type Volume } from "../../core/volume";
import { SSIM } from "../measures/ssim";
import type { EvaluationSettings } from "./rows";

/** Throws `E_INTENSITY` as the paper's protocol does. */
export function evaluationNotices(
  volume: Volume,
  { zeroOutside, factors }: Pick<EvaluationSettings, "zeroOutside" | "factors">,
): readonly Notice[] {
  const thin = factors
    .map((factor) => cropToMultiple(volume, factor).dims)
    .find((dims) => Math.min(...dims) < SSIM.leastSide);
  const text = `SSIM is left out: it needs at least ${SSIM.leastSide} voxels along every axis, and there are ${thin?.join("×")}.`;
  return [
    ...(zeroOutside ? clippingNotices(volume.data, referenceIntensity(volume.data)) : []),
    ...(thin ? [notice("W_NO_SSIM", text)] : []),
  ];
}
