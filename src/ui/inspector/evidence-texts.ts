/** What a scan tells of how it was made, in plain words with numbers. */

import { AXIS_NAMES } from "../../core/volume";
import { type Certainty, certaintyOf } from "../../evidence/certainty";
import type { Evidence } from "../../evidence/evidence";
import { type FinerAxis, finerAxes } from "../../state/evidence";
import { t } from "../../text/text";
import { lengthText, slicesText } from "./scan-texts";

export interface EvidenceFact {
  readonly name: string;
  readonly text: string;
  readonly certainty: Certainty;
}

/** Fewer blocks of tissue tell little of the noise. */
const MANY_BLOCKS = 2000;
/** So much for one of the two, edges are said to show it. */
const CLEAR = 0.75;

export const certaintyWord = (certainty: Certainty): string =>
  ({ sure: t("sure"), likely: t("likely"), guess: t("a guess") })[certainty];

/** Two digits: "2.0 %". */
export const noiseShare = (share: number): string =>
  share < 0.001 ? t("less than {percent}", { percent: "0.1 %" }) : `${(100 * share).toPrecision(2)} %`;

export function evidenceFacts(evidence: Evidence): readonly EvidenceFact[] {
  const { noise, degradation, slices } = evidence;
  const finer = finerAxes(evidence);
  return [
    ...(noise
      ? [
          {
            name: t("Noise"),
            text: t("about {share} of its range", { share: noiseShare(noise.share) }),
            // What a scan that was interpolated shows of its noise is a part of it.
            certainty: finer.length === 0 && noise.blocks >= MANY_BLOCKS ? ("likely" as const) : ("guess" as const),
          },
        ]
      : []),
    ...resolutionFacts(evidence),
    { name: t("Edges"), text: edgesText(degradation), certainty: certaintyOf(degradation.certainty) },
    ...(slices
      ? [
          {
            name: t("Slices"),
            text: slicesText(slices),
            certainty: slices.from === "tags" ? ("sure" as const) : certaintyOf(slices.certainty),
          },
        ]
      : []),
  ];
}

/** One for each grid and resolution of the axes that have more voxels than were sampled. */
export function resolutionFacts(evidence: Evidence): readonly EvidenceFact[] {
  const finer = finerAxes(evidence);
  const alike = ({ gridMm, trueMm, kind }: FinerAxis) => [lengthText(gridMm), lengthText(trueMm), kind].join();
  return [...new Set(finer.map(alike))].map((group) => {
    const axes = finer.filter((axis) => alike(axis) === group);
    const [{ gridMm, trueMm, kind }] = axes as [FinerAxis];
    const values = {
      grid: lengthText(gridMm),
      resolution: lengthText(trueMm),
      axes: axes.map(({ axis }) => AXIS_NAMES[axis]).join(", "),
    };
    return {
      name: t("Resolution"),
      text:
        kind === "zero-filled"
          ? t("{grid} mm grid, {resolution} mm resolution along {axes}: zero-filled", values)
          : t("{grid} mm grid, {resolution} mm resolution along {axes}: interpolated", values),
      certainty: certaintyOf(Math.min(...axes.map(({ certainty }) => certainty))),
    };
  });
}

/** How its voxels came to be, as edges show it. */
export function edgesText({
  kspaceShare,
  certainty,
}: Pick<Evidence["degradation"], "kspaceShare" | "certainty">): string {
  if (certainty > 0 && kspaceShare > CLEAR) return t("ringing, so k-space");
  if (certainty > 0 && kspaceShare < 1 - CLEAR) return t("no ringing, so partial volume (box)");
  return t("box or k-space cannot be told");
}
