/** Thin vessels along analytic curves, in mm from the anterior commissure (RAS), mirrored: `a` is |x|. */

import type { Painter } from "./painter";
import { tube } from "./shapes";
import { TISSUE } from "./tissues";

const MIDDLE_CEREBRAL = tube(
  [7, 2, -17, 1.7],
  [14, 4, -13, 1.5],
  [24, 3, -12, 1.3],
  [34, 6, -7, 1.1],
  [39, 0, -2, 0.9],
  [40, -12, 4, 0.7],
  [47, -22, 6, 0.6],
  [60, -28, 9, 0.5],
);
const INSULAR_BRANCH = tube([36, 6, -6, 0.8], [38.5, 9, 3, 0.6], [39, 6, 10, 0.5]);
const CAROTID = tube([7, 2, -17, 1.9], [11, 6, -24, 2.2], [12, -4, -30, 2.3], [22, -8, -42, 2.4], [26, -14, -110, 2.5]);
const BASILAR = tube([0, -8, -17, 1.5], [0, -8.3, -30, 1.6], [1, -14, -42, 1.4], [8, -24, -62, 1.3]);
const POSTERIOR_CEREBRAL = tube(
  [0, -8, -17, 1.2],
  [10, -10, -17, 1.1],
  [17.5, -22, -13, 0.9],
  [14, -36, -8, 0.7],
  [6, -52, -2, 0.5],
);
const LENTICULOSTRIATE = [16, 19, 22].map((a, i) =>
  tube([a, 3, -12, 0.45], [a + 2 + i, 2 - i, -4, 0.4], [a + 3 + i, 1 - 2 * i, 8, 0.3]),
);

const ARTERIES = [MIDDLE_CEREBRAL, INSULAR_BRANCH, CAROTID, BASILAR, POSTERIOR_CEREBRAL];

/** Paints arteries, and the anterior cerebral artery along the corpus callosum, bright over what is there. */
export function paintVessels(painter: Painter, rim: number, a: number, y: number, z: number): void {
  if (a > 64 || y > 44 || y < -60 || z > 42) return;
  if (z < 16) {
    for (const artery of ARTERIES) painter.solid(artery.depth(a, y, z), TISSUE.artery);
    for (const branch of LENTICULOSTRIATE) {
      const depth = branch.depth(a, y, z);
      if (depth > -2) painter.thread(0.4 - depth, 0.4, TISSUE.vein);
    }
  }
  if (a < 6 && y > -30 && z > -12) {
    painter.thread(Math.sqrt((rim + 2.2) * (rim + 2.2) + (a - 0.4) * (a - 0.4)), 0.9, TISSUE.artery);
  }
}
