/** Structural similarity with a uniform window, over the voxels that have a whole one. Source: method §8. */

import type { Metric } from "./metric";

/** Side of the window. */
export const SSIM_WINDOW = 7;
const K = [0.01, 0.03] as const;

export const SSIM = {
  id: "ssim",
  label: "SSIM",
  title: "Structural similarity",
  note: "with a uniform window of {window}³ voxels for a data range of {dataRange}",
  unit: "",
  digits: 4,
  isBetterHigher: true,
  columns: { box: "ssim_box", masked: "ssim_mask" },
  define: ({ ssimRange }) => ({
    window: SSIM_WINDOW,
    k1: K[0],
    k2: K[1],
    covariance: "sample",
    dataRange: ssimRange,
  }),
  cost: 150,
  leastSide: SSIM_WINDOW,
  sums: 2,
  measure: async (block) => {
    const { kernels, truth, result, inside, alongX, alongY, rows, ssimRange } = block;
    const [sx, sy, sz] = block.size;
    const [, wy, wz] = block.wide;
    const [c1, c2] = K.map((k) => (k * ssimRange) ** 2) as [number, number];
    await block.run(kernels.SSIM_X, block, [truth, result, alongX], sx * wy * wz, 60);
    await block.run(kernels.SSIM_Y, block, [alongX, alongY], sx * sy * wz, 30);
    await block.run(kernels.SSIM_ROWS, { ...block, c1, c2 }, [alongY, inside, rows], sy * sz, 60 * sx);
  },
  finish: ([unlike, unlikeInside], counts) => ({
    box: 1 - unlike / counts.inner,
    masked: 1 - unlikeInside / counts.innerInside,
  }),
} as const satisfies Metric;
