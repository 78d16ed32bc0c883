/** What scans tell of how they were made: asked of the engine once for each that is looked at. */

import type { Vec3 } from "../core/volume";
import { certaintyOf } from "../evidence/certainty";
import type { Evidence } from "../evidence/evidence";
import { getEngine } from "../session/client";
import { settleFrame } from "./frames";
import { activeScan, changeSeries, findSeries, type Grid, type Series, useSeries } from "./series-store";

const asked = new Map<string, Promise<void>>();

/** Settles once it is known, or known that it cannot be: then the page says nothing of it, and takes nothing from it. */
export function findEvidence(scanId: string): Promise<void> {
  const asking = asked.get(scanId) ?? ask(scanId);
  asked.set(scanId, asking);
  return asking;
}

async function ask(scanId: string): Promise<void> {
  await settleFrame(scanId);
  const outcome = await getEngine().evidence(scanId);
  // A scan that was closed meanwhile can come back.
  if (!findSeries(scanId)) asked.delete(scanId);
  else if (outcome.ok) changeSeries(scanId, { evidence: outcome.value });
}

/** Looks at every scan that the page comes to speak of; to be called once. */
export function followEvidence(): void {
  useSeries.subscribe(() => {
    const scan = activeScan();
    if (scan && !scan.evidence) void findEvidence(scan.id);
  });
}

/** What is told of an axis. */
export type FinerAxis = Evidence["axes"][number] & { readonly axis: 0 | 1 | 2 };

/** The axes with more voxels than were sampled. */
export const finerAxes = (evidence: Evidence | undefined): readonly FinerAxis[] =>
  ([0, 1, 2] as const).flatMap((axis) => {
    const found = evidence?.axes[axis];
    return found && found.kind !== "as sampled" ? [{ axis, ...found }] : [];
  });

/** Whether the next run brings the scan to its true grid first: where that is certain, unless told. */
export function goesToTrueGrid({ evidence }: Pick<Series, "evidence">, wanted: boolean | undefined): boolean {
  const finer = finerAxes(evidence);
  return finer.length > 0 && (wanted ?? finer.every(({ certainty }) => certaintyOf(certainty) === "sure"));
}

/** The grid that a run begins with, and how its slices lie on it. */
export function startingGrid(
  { grid: { dims, spacing }, slices, evidence }: Pick<Series, "grid" | "slices" | "evidence">,
  wanted: boolean | undefined,
): Pick<Grid, "dims" | "spacing"> & Pick<Series, "slices"> {
  if (!evidence || !goesToTrueGrid({ evidence }, wanted)) return { dims, spacing, slices };
  const trueMm = evidence.axes.map(({ trueMm }) => trueMm) as unknown as Vec3;
  return {
    dims: evidence.axes.map(({ trueVoxels }) => trueVoxels) as unknown as Vec3,
    spacing: trueMm,
    slices: slices && { ...slices, distanceMm: trueMm[slices.axis] },
  };
}
