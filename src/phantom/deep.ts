/** Ventricles, deep nuclei and brainstem, in mm from the anterior commissure (RAS), mirrored: `a` is |x|. */

import { stemOutline } from "./envelope";
import type { Painter } from "./painter";
import { blend, ellipse, ellipsoid, meet, tube } from "./shapes";
import { TISSUE } from "./tissues";

const VENTRICLE_BODY = tube(
  [13, 33, 0, 2.5],
  [8.5, 25, 8, 5],
  [6, 10, 16, 5.6],
  [6.5, -6, 19, 5.4],
  [10, -22, 19, 5.2],
  [19, -36, 15, 6],
  [24, -52, 9, 4.2],
  [23, -66, 5, 1.5],
);
const TEMPORAL_HORN = tube([20, -37, 13, 5.5], [29, -36, 0, 3.6], [33, -24, -11, 2.4], [31, -8, -17, 1.6]);
const CAUDATE_TAIL = tube([13.5, 16, 12, 4], [15.5, 0, 18.5, 3.4], [18.5, -16, 20.5, 2.4], [26, -32, 15, 1.7]);
const HIPPOCAMPUS = tube([22, -6, -18, 5.5], [27, -20, -14.5, 4], [24, -34, -4, 3]);
const AQUEDUCT = tube([0, -25, -1, 1.2], [0, -31, -12, 1], [0, -38, -26, 2.2]);
const FORNIX = tube([1.5, 2, 0, 1.6], [1.5, 0, 9, 1.8], [1.5, -12, 14.5, 1.9], [5, -28, 15, 1.9]);

/** Depth in the lateral ventricles: tubes, flattened under the corpus callosum and kept apart by the septum. */
function lateralVentricle(rim: number, a: number, y: number, z: number): number {
  const horns = blend(VENTRICLE_BODY.depth(a, y, z), TEMPORAL_HORN.depth(a, y, z), 3);
  const chamber = ellipsoid(a - 4.5, y - 11, z - 13 + 0.1 * y, 5.5, 21, 8.5);
  return meet(meet(blend(horns, chamber, 3), a - 0.5, 0.6), rim - 6.5, 2);
}

/** Paints what lies deep in the brain. */
export function paintDeep(painter: Painter, rim: number, a: number, y: number, z: number): void {
  if (a > 44 || y > 42 || y < -72 || z > 34) return;
  const stem = stemOutline(a, y, z);
  painter.solid(stem, TISSUE.brainstem);
  if (z < -48) return;

  const spread = a - 0.28 * (-y - 17);
  const thalamus = ellipsoid(spread - 10.5, y + 17, z - 7, 8.2, 15, 8.5);
  const bow = a - 26.5 + 0.009 * (y - 2) * (y - 2);
  const putamen = ellipsoid(bow - 0.12 * (z - 2), y - 1, z - 2, 5, 18, 11.5);
  const pallidum = ellipsoid(bow + 6.5 - 0.2 * (z - 1), y + 2, z - 1, 3.9, 11, 7.5);
  const head = ellipsoid(a - 13.5 - 0.1 * (z - 6), y - 19, z - 6, 5.6, 11, 9);
  painter.solid(blend(head, CAUDATE_TAIL.depth(a, y, z), 3), TISSUE.caudate);
  painter.solid(putamen, TISSUE.putamen);
  painter.solid(pallidum, TISSUE.pallidum);
  painter.solid(meet(thalamus, a - 1.8, 2), TISSUE.thalamus);
  painter.solid(ellipsoid(a - 2, y + 3, z + 7, 7, 10, 6), TISSUE.putamen);
  painter.solid(HIPPOCAMPUS.depth(a, y, z), TISSUE.greyMatter + 15);
  // A thin grey sheet between putamen and insula, parted from both by white matter.
  const shell = Math.max(0, -ellipse(y - 1, z - 1, 19, 11));
  painter.sheet(Math.sqrt((bow - 7) * (bow - 7) + shell * shell), 0.5, TISSUE.greyMatter + 20);

  painter.solid(lateralVentricle(rim, a, y, z), TISSUE.csf);
  painter.solid(meet(ellipsoid(a, y + 12, z - 1, 2.3, 15, 9.5), -ellipsoid(a, y + 10, z - 3, 5, 3, 3), 1), TISSUE.csf);
  painter.solid(blend(AQUEDUCT.depth(a, y, z), ellipsoid(a, y + 41, z + 33, 7, 4.5, 10), 3), TISSUE.csf);
  painter.solid(FORNIX.depth(a, y, z), TISSUE.whiteMatter);
}
