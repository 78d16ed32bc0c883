/** Filters applied to a volume that is hashed already, so that several banks can share the hashing. Source: method §5. */

import type { Executor } from "../../compute/executor";
import { Meter } from "../../compute/meter";
import type { JobOptions } from "../../core/progress";
import { type Vec3, voxelCount } from "../../core/volume";
import { extractBox } from "../../parts/block";
import {
  type Brick,
  brickLimits,
  copyBrick,
  OUTSIDE,
  PAD,
  PAD_X,
  paddedSize,
  planBricks,
  rowPitch,
} from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import { COST, hashingBytes } from "../common/stages";
import type { HashedVolume } from "./hash-volume";
import { filterBrick, filterOperations } from "./stages";

export interface FilterVolumeOptions extends JobOptions {
  /** As `packFilters` lays them out. */
  readonly filters: Float32Array<ArrayBuffer>;
  /** Of the patch. */
  readonly radius: number;
  readonly gpuBytes?: number | undefined;
}

/** The filtered volume, in the units of the upsampled one. Errors and cancelling as `upscale`. */
export async function filterVolume(
  executor: Executor,
  { upsampled, classes }: HashedVolume,
  dims: Vec3,
  options: FilterVolumeOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { radius, signal } = options;
  const output = new Float32Array(voxelCount(dims));
  await executor.inSpace("filter", async (space) => {
    const active = classes.reduce((count, value) => (value === OUTSIDE ? count : count + 1), 0);
    const meter = new Meter(output.length * COST.compact + active * filterOperations(radius), options.onProgress);
    const stage: Stage = { space, meter, signal };
    const filters = space.upload("filters", options.filters);
    for (const brick of planBricks(dims, brickLimits(executor.limits, options.gpuBytes), hashingBytes)) {
      const [ox, oy, oz] = brick.origin;
      const u = space.upload(
        "upsampled",
        extractBox(upsampled, dims, [ox - PAD_X, oy - PAD, oz - PAD], paddedSize(brick)),
      );
      const ofBrick = space.upload("classes", brickClasses(classes, dims, brick));
      const buffers = { upsampled: u, classes: ofBrick, filters };
      const filtered = await filterBrick(stage, brick, buffers, radius, 1);
      const pitch = rowPitch(brick);
      const rows = new Float32Array(await space.read(filtered, 4 * pitch * brick.size[1] * brick.size[2]));
      copyBrick(rows, { pitch, rows: brick.size[1], lead: [0, 0, 0] }, brick, output, dims);
      for (const buffer of [u, ofBrick, filtered]) space.free(buffer);
    }
  });
  return output;
}

/** The brick's classes in rows of whole quads. */
function brickClasses(classes: Uint32Array, dims: Vec3, brick: Brick): Uint32Array<ArrayBuffer> {
  const [sx, sy, sz] = brick.size;
  const [ox, oy, oz] = brick.origin;
  const pitch = rowPitch(brick);
  const out = new Uint32Array(pitch * sy * sz).fill(OUTSIDE);
  for (let z = 0; z < sz; z++) {
    for (let y = 0; y < sy; y++) {
      const from = ox + dims[0] * (oy + y + dims[1] * (oz + z));
      out.set(classes.subarray(from, from + sx), pitch * (y + sy * z));
    }
  }
  return out;
}
