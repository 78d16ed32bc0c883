/** How faithful a result is, in words. */

import type { ConsistencyFacts, Provenance } from "../../jobs/provenance";
import { partOf } from "../methods/registry";

type Fact = readonly [string, string];

/** Facts beside a result: how far it is from the scan when it is made coarse again, and what was drawn back. */
export function faithfulnessFacts(provenance: Provenance): readonly Fact[] {
  const { method, consistency, guardedShare, fewRowsShare } = provenance;
  const { fewRows } = partOf(method) ?? {};
  const few = fewRows === undefined ? "few" : `fewer than ${fewRows}`;
  return [
    ...(consistency ? [["Check", consistencyText(consistency)] as const] : []),
    ...(consistency?.steps ? [["Steps", stepsText(consistency)] as const] : []),
    ...(guardedShare === undefined
      ? []
      : [["Guard", `${percent(guardedShare)} of voxels drawn back to their neighbours' range`] as const]),
    ...(fewRowsShare
      ? [["Few rows", `${percent(fewRowsShare)} of voxels in classes learned from ${few} examples: less sure`] as const]
      : []),
  ];
}

export function consistencyText({ degradation, rmse, range, noise }: ConsistencyFacts): string {
  const size = `${percent(rmse / range)} of its range (RMS ${rmse.toPrecision(2)})`;
  const how = `, made coarse again (${degradation})`;
  if (noise === undefined) return `Differs from the scan by ${size}${how}; its noise is not known`;
  const level = `about ${noise.toPrecision(2)}`;
  return rmse <= noise
    ? `Consistent with the scan to ${size}${how}: within its noise, ${level}`
    : `Differs from the scan by ${size}${how}: more than its noise, ${level}, would explain`;
}

function stepsText({ steps, rmseBefore }: ConsistencyFacts): string {
  return `${steps} back-projection${steps === 1 ? "" : "s"}; RMS ${rmseBefore.toPrecision(2)} before`;
}

/** Two digits, since shares of a per cent matter here; what is more than nothing is never 0 %. */
export function percent(share: number): string {
  if (share > 0 && share < 1e-5) return "less than 0.001 %";
  return `${Number((100 * share).toPrecision(2))} %`;
}
