/** What a scan tells of how it was made, and what the command line does by it. */

import { AXIS_NAMES, type Factor, type Volume } from "../core/volume";
import { certaintyOf } from "../evidence/certainty";
import { type Evidence, scanEvidence } from "../evidence/evidence";
import { toSureGrid } from "../evidence/true-grid";
import type { Scan } from "../formats/scan-format";
import { fittingBank } from "../jobs/fitting-bank";
import type { HashedBank } from "../jobs/super-resolve";
import { openBank, shippedBanks } from "./files";
import { tell } from "./terminal";

export const evidenceOf = ({ volume, series }: Scan): Promise<Evidence> =>
  scanEvidence(volume, { slices: series.slices });

/** Lines for people. */
export function evidenceLines({ noise, axes, degradation, slices }: Evidence): string[] {
  const sure = (certainty: number) => {
    const word = certaintyOf(certainty);
    return word === "guess" ? "a guess" : word;
  };
  const mm = (value: number) => Number(value.toPrecision(3));
  const finer = axes.flatMap(({ gridMm, trueMm, kind, certainty }, axis) =>
    kind === "as sampled"
      ? []
      : [`${mm(gridMm)} mm grid, ${mm(trueMm)} mm resolution along ${AXIS_NAMES[axis]}: ${kind} (${sure(certainty)})`],
  );
  return [
    `noise: ${noise ? `${(100 * noise.share).toFixed(2)} % of the range` : "cannot be told"}`,
    ...(finer.length > 0 ? finer : ["resolution: as sampled"]),
    `made like: ${degradation.reason} (${Math.round(100 * degradation.kspaceShare)} % k-space, ${sure(degradation.certainty)})`,
    ...(slices
      ? [
          `slices: ${mm(slices.thicknessMm)} mm thick, ${mm(slices.distanceMm)} mm apart, from the ${slices.from === "tags" ? "tags" : "scan itself"} (${sure(slices.certainty)})`,
        ]
      : []),
  ];
}

/** The scan on the grid on which it was sampled, said where that is another; slices are none of it. */
export async function onTrueGrid(scan: Scan, evidence: Evidence, signal: AbortSignal): Promise<Volume> {
  const { dims } = scan.volume;
  const volume = await toSureGrid(scan.volume, evidence.axes, { signal });
  if (volume !== scan.volume) {
    tell(
      `Brought to the grid on which it was sampled: ${dims.join("×")} to ${volume.dims.join("×")} voxels (--as-is leaves it)`,
    );
  }
  return volume;
}

/** The shipped bank for a scan, as `fittingBank` chooses it. */
export const shippedBankFor = async (
  ...[factor, wanted, evidence]: [Factor, Parameters<typeof fittingBank>[2], Evidence]
): Promise<HashedBank> => fittingBank(await shippedBanks(), factor, wanted, evidence, ({ path }) => openBank(path));
