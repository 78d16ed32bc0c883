/** For tests: what a scan of 10×10×10 voxels of 1 mm tells of itself. */

import type { Evidence } from "../evidence/evidence";

type Axis = Evidence["axes"][number];

const AXIS: Axis = { gridMm: 1, trueMm: 1, trueVoxels: 10, kind: "as sampled", certainty: 1 };
const halved = (certainty: number): Axis => ({ gridMm: 1, trueMm: 2, trueVoxels: 5, kind: "zero-filled", certainty });

/** Of scans whose edges tell nothing; `change` says else. */
export const testEvidence = (change: Partial<Evidence> = {}): Evidence => ({
  noise: { sigma: 2, share: 0.02, blocks: 5000 },
  axes: [AXIS, AXIS, AXIS],
  degradation: { kspaceShare: 0.5, certainty: 0, reason: "" },
  ...change,
});

/** Of edges that tell something. */
export const testEdges = (kspaceShare: number, certainty: number) =>
  testEvidence({ degradation: { kspaceShare, certainty, reason: "" } });

/** Zero-filled twofold along x. */
export const testZeroFilled = (certainty: number) => testEvidence({ axes: [halved(certainty), AXIS, AXIS] });
