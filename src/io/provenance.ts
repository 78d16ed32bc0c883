/** How a computed volume came to be, in the words that files carry. */

import { version } from "../../package.json";
import type { Method } from "../core/method";
import { type Factor, formatFactor } from "../core/volume";

/** Name and version, as results and banks state them. */
export const SOFTWARE = `Eigenvox ${version}`;

export interface ResultOrigin {
  readonly method: Method;
  readonly factor: Factor;
  readonly bankTitle?: string;
  /** SHA-256 of the bank file. */
  readonly bankHash?: string;
  readonly adapterName: string;
}

/** The one-line description (79 bytes at most) and the longer text that `writeNifti` puts into a result's file. */
export function describeResult(origin: ResultOrigin): { description: string; extensionText: string } {
  const { method, factor, bankTitle, bankHash, adapterName } = origin;
  const kind = bankHash ? "super-resolved" : method;
  const short = bankHash ? ` bank ${bankHash.slice(0, 12)}` : "";
  return {
    description: `${SOFTWARE}: ${kind} ${formatFactor(factor).replaceAll("×", "x")}${short}, computed not acquired`,
    extensionText: [
      "This image was computed, not acquired. Research software, not for diagnosis.",
      `Software: ${SOFTWARE}`,
      `Method: ${method}`,
      `Factor: ${factor.join(" x ")}`,
      ...(bankTitle ? [`Filter bank: ${bankTitle}`, `Filter bank SHA-256: ${bankHash}`] : []),
      `GPU: ${adapterName}`,
    ].join("\n"),
  };
}
