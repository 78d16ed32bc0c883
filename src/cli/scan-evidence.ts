/** What a scan tells of how it was made, and what the command line does by it. */

import { EigenvoxError } from "../core/errors";
import { AXIS_NAMES, type Factor, formatFactor, isSameFactor, type Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { certaintyOf } from "../evidence/certainty";
import { type Evidence, scanEvidence } from "../evidence/evidence";
import { toTrueGrid } from "../evidence/true-grid";
import type { Scan } from "../formats/scan-format";
import { chooseBank } from "../jobs/bank-choice";
import { mixBanks } from "../jobs/mixed-bank";
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
  const axes = evidence.axes.map((axis, i) =>
    certaintyOf(axis.certainty) === "sure" ? axis : { ...axis, trueVoxels: dims[i] as number },
  );
  const volume = await toTrueGrid(scan.volume, axes, { signal });
  if (volume !== scan.volume) {
    tell(
      `Brought to the grid on which it was sampled: ${dims.join("×")} to ${volume.dims.join("×")} voxels (--as-is leaves it)`,
    );
  }
  return volume;
}

/**
 * The shipped bank of a factor and a method for a scan as it shows to have been made, or for a degradation that is told.
 * Throws `E_BANK_MISMATCH` where there is none.
 */
export async function shippedBankFor(
  factor: Factor,
  wanted: { readonly method?: string | undefined; readonly degradation?: Degradation | undefined },
  evidence: Evidence,
): Promise<HashedBank> {
  const entries = (await shippedBanks()).filter(
    (bank) => isSameFactor(bank.factor, factor) && (!wanted.method || bank.method === wanted.method),
  );
  const told = entries.filter(({ degradation }) => degradation === wanted.degradation);
  const choice = chooseBank(told.length > 0 ? told : entries, evidence);
  if (!choice) {
    const what = `No shipped ${wanted.method ?? "filter"} bank for ${formatFactor(factor)}`;
    throw new EigenvoxError("E_BANK_MISMATCH", `${what}: name one with --bank, or train one.`);
  }
  const bank = await openBank(choice.bank.path);
  return choice.other ? mixBanks(bank, await openBank(choice.other.path), choice.share) : bank;
}
