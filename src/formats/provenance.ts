/** How a computed volume came to be, in the words that files carry. */

import { version } from "../../package.json";
import { type Factor, formatFactor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { Method } from "../methods/names";
import type { AboutVolume } from "./scan-format";

/** Name and version, as results and banks state them. */
export const SOFTWARE = `Eigenvox ${version}`;

export interface ResultOrigin {
  readonly method: Method;
  readonly factor: Factor;
  readonly bankTitle?: string;
  /** SHA-256 of the bank file. */
  readonly bankHash?: string;
  readonly consistency?: {
    readonly degradation: Degradation;
    readonly steps: number;
    readonly rmse: number;
  };
  /** Share of the voxels that were drawn back to the range of their neighbours. */
  readonly guardedShare?: number;
  /** Share of the voxels in classes that were learned from few rows. */
  readonly fewRowsShare?: number;
  readonly adapterName: string;
}

/** What a result's file says of it; the description has at most 79 bytes. */
export function describeResult(origin: ResultOrigin): Required<AboutVolume> {
  const { method, factor, bankTitle, bankHash, consistency, guardedShare, fewRowsShare, adapterName } = origin;
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
      ...(bankTitle ? [`Filter bank: ${bankTitle}`] : []),
      ...(bankHash ? [`Filter bank SHA-256: ${bankHash}`] : []),
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
      `GPU: ${adapterName}`,
    ].join("\n"),
  };
}
