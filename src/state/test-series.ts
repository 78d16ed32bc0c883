/** For tests: series without voxels. */

import type { Series } from "./series-store";

export function testSeries(id: string, change: Partial<Series> = {}): Series {
  return {
    id,
    kind: "scan",
    scanId: id,
    title: "Original",
    key: "Original",
    name: `${id}.nii.gz`,
    grid: { dims: [10, 10, 10], spacing: [1, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
    window: [0, 100],
    range: [0, 120],
    colours: "gray",
    orientationKnown: true,
    warnings: [],
    details: [],
    mapKinds: [],
    isUnsaved: false,
    synthetic: false,
    frames: 1,
    frame: 0,
    ...change,
  };
}

/** A scan with a result, plain interpolation and a map of it. */
export function testFamily(scanId: string): readonly Series[] {
  const of = { scanId, resultId: `${scanId}-r` };
  return [
    testSeries(scanId),
    testSeries(`${scanId}-i`, { ...of, kind: "interpolated", title: "Interpolated 2×" }),
    testSeries(`${scanId}-s`, { ...of, kind: "result", title: "Super-resolved 2×", isUnsaved: true }),
    testSeries(`${scanId}-e`, { ...of, kind: "error", title: "Expected error", colours: "rising", window: [0, 9] }),
  ];
}
