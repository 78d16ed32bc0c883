/** How a computed volume came to be, in the words that files carry. */

import type { Notice } from "../core/notice";
import { SOFTWARE } from "../core/software";
import { type Factor, formatFactor, type Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { AboutSeries, AboutVolume } from "../formats/scan-format";
import type { NoiseChoice } from "./noise-choice";

/** How far a result, made coarse again, is from the scan; in the scan's units. */
export interface ConsistencyFacts {
  /** How the scan is taken to have been made: the bank's. */
  readonly degradation: Degradation;
  /** Back-projection steps that were made. */
  readonly steps: number;
  /** Root mean square of the difference over the voxels that are not 0 in the scan. */
  readonly rmse: number;
  /** The same before any step. */
  readonly rmseBefore: number;
  /** The scan's range as the method takes it. */
  readonly range: number;
  /** Standard deviation of the scan's noise, estimated; undefined for scans too small to tell. */
  readonly noise: number | undefined;
}

type Grid = Pick<Volume, "dims" | "spacing">;

/** How a computed volume came to be; shown beside it and written into the file. */
export interface Provenance {
  /** Id. */
  readonly method: string;
  readonly factor: Factor;
  /** The frame of the scan, from 1, and how many it has, where that is more than one. */
  readonly frame?: readonly [number, number];
  /** The scan's grid, and the one that it was brought to first, since it was sampled on it. */
  readonly trueGrid?: { readonly from: Grid; readonly to: Grid };
  /** How the scan was degraded before, when the result was made to be compared with it. */
  readonly degradation?: Degradation;
  /** Empty where no bank was used. */
  readonly bankTitle: string;
  /** SHA-256 of the bank file, hex; empty without a file. */
  readonly bankHash: string;
  /** Of results that a bank gave. */
  readonly consistency?: ConsistencyFacts;
  /** What must be known of the result. */
  readonly notices?: readonly Notice[];
  /** The noise by which filters were chosen, where they are by it. */
  readonly noise?: NoiseChoice;
  /** True for the mean over the scan and its mirror images. */
  readonly mirrored?: boolean;
  /** Share of the voxels that were drawn back to the range of their neighbours. */
  readonly guardedShare?: number;
  /** Share of the voxels whose classes were learned from few rows. */
  readonly fewRowsShare?: number;
  readonly software: string;
  readonly adapterName: string;
  readonly seconds: number;
}

/** Of a scan, and of what the result was made from: the scan itself, or the scan on its true grid. */
export function trueGridFacts(scan: Volume, input: Volume): Pick<Provenance, "trueGrid"> {
  const grid = ({ dims, spacing }: Volume): Grid => ({ dims, spacing });
  return input === scan ? {} : { trueGrid: { from: grid(scan), to: grid(input) } };
}

/** What a result's file says of it; the description has at most 79 bytes. */
export function describeResult(origin: Provenance): Required<AboutVolume> {
  const { method, factor, trueGrid, frame, bankTitle, bankHash, noise, consistency, guardedShare, fewRowsShare } =
    origin;
  const times = formatFactor(factor).replaceAll("×", "x");
  const steps = consistency?.steps ? ` +${consistency.steps}` : "";
  const short = bankHash ? ` bank ${bankHash.slice(0, 12)}` : "";
  return {
    description: `${SOFTWARE}: ${method} ${times}${steps}${short}, computed not acquired`,
    text: [
      "This image was computed, not acquired. Research software, not for diagnosis.",
      `Software: ${SOFTWARE}`,
      `Method: ${method}`,
      `Factor: ${factor.join(" x ")}`,
      ...(trueGrid ? [`Brought first to the grid on which it was sampled: ${trueGridText(trueGrid)}`] : []),
      ...(frame ? [`Frame of the scan: ${frame[0]} of ${frame[1]}`] : []),
      ...(origin.mirrored ? ["Mean of the results of the scan and of its mirror images"] : []),
      ...(bankTitle ? [`Filter bank: ${bankTitle}`] : []),
      ...(bankHash ? [`Filter bank SHA-256: ${bankHash}`] : []),
      ...(noise
        ? [`Noise of the scan, estimated: ${percentText(noise.measured)}; filters for ${percentText(noise.assumed)}`]
        : []),
      ...(consistency
        ? [
            `Back-projection steps: ${consistency.steps}`,
            `Degraded again (${consistency.degradation}) it differs from the scan by: ${consistency.rmse.toPrecision(3)} RMS`,
          ]
        : []),
      ...(guardedShare === undefined
        ? []
        : [`Drawn back to the range of their neighbours: ${(100 * guardedShare).toFixed(3)} % of the voxels`]),
      ...(fewRowsShare ? [`In classes learned from few rows: ${(100 * fewRowsShare).toFixed(3)} % of the voxels`] : []),
      ...(origin.notices ?? []).map(({ code, text }) => `${code}: ${text}`),
      `Computed on: ${origin.adapterName}`,
    ].join("\n"),
  };
}

function trueGridText({ from, to }: NonNullable<Provenance["trueGrid"]>): string {
  const text = ({ dims, spacing }: Grid) =>
    `${dims.join(" x ")} voxels of ${spacing.map((mm) => Number(mm.toPrecision(4))).join(" x ")} mm`;
  return `from ${text(from)} to ${text(to)}`;
}

const percentText = (share: number | undefined): string =>
  share === undefined ? "unknown" : `${(100 * share).toPrecision(2)} % of its range`;

/** What was done, in a word: what no bank made is not called super-resolved. */
export const verbOf = ({ bankTitle, bankHash }: Pick<Provenance, "bankTitle" | "bankHash">) =>
  bankTitle || bankHash ? "super-resolved" : "interpolated";

/** What the files of a computed series say of it. */
export function describeSeries(origin: Provenance): Pick<AboutSeries, "title" | "derivation" | "software"> {
  const { method, factor, trueGrid, frame, mirrored, degradation, bankTitle, bankHash, consistency } = origin;
  const facts = [
    `method ${method}`,
    `factor ${factor.join(" x ")}`,
    ...(trueGrid ? [`brought first to the grid on which it was sampled, ${trueGridText(trueGrid)}`] : []),
    ...(frame ? [`frame ${frame[0]} of ${frame[1]}`] : []),
    ...(mirrored ? ["mean of the results of the scan and of its mirror images"] : []),
    ...(degradation ? [`of the source degraded by ${degradation}`] : []),
    ...(bankTitle ? [`filter bank "${bankTitle}"`] : []),
    ...(bankHash ? [`filter bank SHA-256 ${bankHash}`] : []),
    ...(consistency ? [`back-projection steps ${consistency.steps}, degradation ${consistency.degradation}`] : []),
  ];
  return {
    title: `Eigenvox ${formatFactor(factor)} ${verbOf(origin)}, research only`,
    derivation: `Computed, not acquired. Research software, not for diagnosis. ${capital(verbOf(origin))}: ${facts.join("; ")}.`,
    software: SOFTWARE,
  };
}

/** With a capital letter. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
