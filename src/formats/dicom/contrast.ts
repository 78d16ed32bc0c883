/** The contrast that a series' tags speak of: a guess. */

import type { DicomImage } from "./image";

/** Words of descriptions, the telling ones first. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\b(DWI|DTI|DIFF|DIFFUSION|EP2D_DIFF|TRACEW?|B1000)/, "dwi"],
  [/\b(SWI|SWAN|VEN_?BOLD|SUSCEPT)/, "SWI"],
  [/\b(TOF|MRA|ANGIO)/, "MRA"],
  [/\b(BOLD|FMRI|REST(ING)?_?STATE)/, "bold"],
  [/T1.*(FLAIR|FLUID)/, "T1w"],
  [/(FLAIR|DARK.?FLUID|FLUID_ATTENUATED)/, "FLAIR"],
  [/(T2 ?\*|T2_?STAR|\bMEDIC\b|\bMERGE\b|HEMO)/, "T2star"],
  [/(T1|MP-?RAGE|BRAVO|FSPGR|\bVIBE\b)/, "T1w"],
  [/\b(PD|PROTON)/, "PDw"],
  [/T2/, "T2w"],
];
/** Maps that are computed from images of a contrast have none themselves. */
const MAPS = /\b(ADC|FA|EADC|CBF|CBV|MTT|TTP|T1_?MAP|T2_?MAP)\b/;

/** As in BIDS suffixes ("T1w"); undefined where nothing tells. */
export function contrastOf({ object, facts }: DicomImage): string | undefined {
  if (object.modality !== "MR") return undefined;
  const text = `${object.description} ${object.protocol}`.toUpperCase();
  if (MAPS.test(text) || facts.imageType.some((type) => MAPS.test(type))) return undefined;
  if ((facts.bValue ?? 0) > 0) return "dwi";
  const words = [text, facts.sequence, facts.imageType.join(" ")];
  for (const told of words) {
    const found = WORDS.find(([pattern]) => pattern.test(told));
    if (found) return found[1];
  }
  return byTimes(facts);
}

/** Limits in ms that textbooks give for 1.5 and 3 T. */
function byTimes({
  sequence,
  echoTime,
  repetitionTime,
  inversionTime,
  flipAngle,
}: DicomImage["facts"]): string | undefined {
  if (echoTime === undefined || repetitionTime === undefined) return undefined;
  if (inversionTime !== undefined && inversionTime >= 1400 && echoTime >= 60) return "FLAIR";
  if (/\bGR\b/.test(sequence)) {
    if (echoTime >= 12) return "T2star";
    return (flipAngle ?? 90) >= 8 && repetitionTime < 3000 ? "T1w" : undefined;
  }
  if (!/\bSE\b/.test(sequence)) return undefined;
  if (repetitionTime < 1000) return echoTime < 40 ? "T1w" : undefined;
  if (repetitionTime < 1500) return undefined;
  return echoTime >= 60 ? "T2w" : echoTime < 40 ? "PDw" : undefined;
}
