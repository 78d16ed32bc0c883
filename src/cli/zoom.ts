/** Scans at fewer, larger voxels than they have, as further scans to learn from: other sizes of anatomy, as fine as can be. */

import { EigenvoxError } from "../core/errors";
import { foregroundOf } from "../core/histogram";
import type { Volume } from "../core/volume";
import { toTrueGrid } from "../evidence/true-grid";
import type { Arguments } from "./arguments";
import { sharesOf } from "./command";

/** The option `--zooms`. Throws `E_ARGUMENT`. */
export function zoomsOf(args: Arguments): readonly number[] {
  const zooms = sharesOf(args, "zooms", "");
  if (zooms.includes(0)) throw new EigenvoxError("E_ARGUMENT", "--zooms 0: nothing would be left of a scan.");
  return zooms;
}

/**
 * The volume at `share` of its voxels along each axis (an even number of them), 0 < share < 1, over the same field of view:
 * frequencies beyond the lower Nyquist frequency are cut off, so that its detail is as fine as its voxels allow. What the scan
 * was filled with outside the head stays that, and nothing falls below the scan's least value. All must be finite.
 */
export async function atFewerVoxels(volume: Volume, share: number): Promise<Volume> {
  const { data: source, dims: from } = volume;
  const axes = from.map((n) => ({ trueVoxels: 2 * Math.max(1, Math.round((n * share) / 2)) }));
  const made = await toTrueGrid(volume, axes);
  const { data, dims } = made;
  const { fill } = foregroundOf(source);
  const least = source.reduce((a, b) => Math.min(a, b));
  const nearest = (j: number, axis: 0 | 1 | 2) => Math.floor(((j + 0.5) * from[axis]) / dims[axis]);
  for (let z = 0, at = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      const row = from[0] * (nearest(y, 1) + from[1] * nearest(z, 2));
      for (let x = 0; x < dims[0]; x++, at++) {
        const value = source[row + nearest(x, 0)] as number;
        data[at] = value === fill ? value : Math.max(data[at] as number, least);
      }
    }
  }
  return made;
}
