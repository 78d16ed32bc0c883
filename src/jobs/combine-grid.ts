/** The grid that scans are combined on. */

import { inverseAffine, voxelToWorld } from "../core/affine";
import { EigenvoxError } from "../core/errors";
import { type Vec3, type Volume, voxelCount } from "../core/volume";
import type { Grid } from "../registration/resample";

/** Voxels of the result at the most: it is held several times. */
const MOST_VOXELS = 2 ** 26;
/** Around `within`, mm. */
const MARGIN_MM = 5;

/**
 * Cubic voxels along the first scan's axes over its field of view or, with `within`, the part of it around what is not 0
 * there; as large as `voxelMm`, or the finest of all scans.
 *
 * Throws `E_ARGUMENT` for a size that is not above 0, `E_BAD_GEOMETRY` for a mask that marks nothing, `E_TOO_LARGE` above 2²⁶ voxels.
 */
export function finerGrid(scans: readonly Volume[], { voxelMm, within }: GridOptions): Grid {
  const first = scans[0] as Volume;
  const mm = voxelMm ?? Math.min(...scans.flatMap(({ spacing }) => spacing));
  if (!(mm > 0 && Number.isFinite(mm))) throw new EigenvoxError("E_ARGUMENT", `Voxels of ${mm} mm: expected above 0.`);
  const [low, high] = within ? boundsOf(within, first) : [first.dims.map(() => -0.5), first.dims.map((n) => n - 0.5)];
  const step = first.spacing.map((size) => mm / size) as unknown as Vec3;
  const dims = step.map((s, a) => Math.max(1, Math.round(((high[a] as number) - (low[a] as number)) / s)));
  if (voxelCount(dims as unknown as Vec3) > MOST_VOXELS) {
    const size = `${dims.join("×")} voxels of ${Number(mm.toPrecision(3))} mm`;
    throw new EigenvoxError("E_TOO_LARGE", `The result would have ${size}; give larger voxels (limit 2²⁶ voxels).`);
  }
  const affine = [...first.affine];
  const origin = step.map(
    (s, a) => ((low[a] as number) + (high[a] as number)) / 2 - (s * ((dims[a] as number) - 1)) / 2,
  );
  for (const [row, at] of voxelToWorld(first.affine, origin as unknown as Vec3).entries()) affine[4 * row + 3] = at;
  for (let r = 0; r < 12; r += 4) for (let a = 0; a < 3; a++) (affine[r + a] as number) *= step[a] as number;
  return { dims: dims as unknown as Vec3, spacing: [mm, mm, mm], affine };
}

/** The box of what is not 0 in a mask, with a margin, in voxels of a scan and within it. */
function boundsOf(mask: Volume, scan: Volume): [number[], number[]] {
  const back = inverseAffine(scan.affine);
  const low = [1, 1, 1].map(() => Number.POSITIVE_INFINITY);
  const high = low.map((value) => -value);
  const [nx, ny, nz] = mask.dims;
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (!mask.data[i]) continue;
        const voxel = voxelToWorld(back, voxelToWorld(mask.affine, [x, y, z]));
        for (const [a, at] of voxel.entries()) {
          low[a] = Math.min(low[a] as number, at);
          high[a] = Math.max(high[a] as number, at);
        }
      }
    }
  }
  const margin = scan.spacing.map((mm) => MARGIN_MM / mm + 0.5);
  const from = low.map((at, a) => Math.max(-0.5, at - (margin[a] as number)));
  const to = high.map((at, a) => Math.min(scan.dims[a as 0] - 0.5, at + (margin[a] as number)));
  if (from.some((at, a) => !(at < (to[a] as number)))) {
    throw new EigenvoxError("E_BAD_GEOMETRY", "The mask marks nothing within the first scan.");
  }
  return [from, to];
}

export interface GridOptions {
  readonly voxelMm?: number | undefined;
  readonly within?: Volume | undefined;
}
