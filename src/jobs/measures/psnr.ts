/** Peak signal-to-noise ratio, dB for a data range of 1; Infinity for equal volumes. Source: method §8. */

import type { Metric } from "./metric";

export const PSNR = {
  id: "psnr",
  label: "PSNR",
  title: "Peak signal-to-noise ratio",
  note: "for a data range of {dataRange}",
  unit: "dB",
  digits: 2,
  isBetterHigher: true,
  columns: { box: "psnr_box_db", masked: "psnr_mask_db" },
  define: () => ({ unit: "dB", dataRange: 1 }),
  cost: 6,
  sums: 2,
  measure: (block) => {
    const { kernels, truth, result, inside, rows, size } = block;
    return block.run(kernels.ERROR_ROWS, block, [truth, result, inside, rows], size[1] * size[2], 6 * size[0]);
  },
  finish: ([error, errorInside], counts) => ({
    box: -10 * Math.log10(error / counts.all),
    masked: -10 * Math.log10(errorInside / counts.inside),
  }),
} as const satisfies Metric;
