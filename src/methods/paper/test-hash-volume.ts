/** A whole volume upsampled and hashed: what training looks at before it gathers patches. Source: method §2, §4. */

import type { Executor } from "../../compute/executor";
import { Meter } from "../../compute/meter";
import type { JobOptions } from "../../core/progress";
import { type Factor, upsampledDims, type Volume, voxelCount } from "../../core/volume";
import { brickInput, brickLimits, copyBrick, PAD, PAD_X, paddedSize, planBricks, rowPitch } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import { COST, type HashSettings, hashingBytes, upsampleBrick } from "../common/stages";
import { hashBrick } from "./stages";

export interface HashedVolume {
  /** The volume upsampled, x fastest, in the input's units. */
  readonly upsampled: Float32Array<ArrayBuffer>;
  /** Class of every voxel of it, `OUTSIDE` where it is 0. */
  readonly classes: Uint32Array<ArrayBuffer>;
  /** √λ1 and coherence of every voxel, interleaved; empty unless asked for. */
  readonly features: Float32Array<ArrayBuffer>;
}

export interface HashVolumeOptions extends JobOptions {
  readonly factor: Factor;
  readonly settings: HashSettings;
  readonly wantFeatures?: boolean;
  readonly gpuBytes?: number;
}

/** Upsamples and hashes a volume whose intensities are already divided by p. Errors and cancelling as `upscale`. */
export async function hashVolume(
  executor: Executor,
  volume: Volume,
  options: HashVolumeOptions,
): Promise<HashedVolume> {
  const { factor, settings, wantFeatures = false, signal, onProgress } = options;
  const dims = upsampledDims(volume.dims, factor);
  const count = voxelCount(dims);
  const bricks = planBricks(dims, brickLimits(executor.limits, options.gpuBytes), hashingBytes);
  const upsampled = new Float32Array(count);
  const classes = new Uint32Array(count);
  const features = new Float32Array(wantFeatures ? 2 * count : 0);
  await executor.inSpace("hash", async (space) => {
    const meter = new Meter(count * (COST.upsample + COST.tensorX + COST.tensorY + COST.hash), onProgress);
    const stage: Stage = { space, meter, signal };
    for (const brick of bricks) {
      const input = brickInput(volume, factor, brick, 1);
      const [px, py, pz] = paddedSize(brick);
      const pitch = rowPitch(brick);
      const rows = brick.size[1];
      const items = pitch * rows * brick.size[2];
      const u = await upsampleBrick(stage, input);
      const hashed = await hashBrick(stage, input, u, settings, wantFeatures);
      const margin = { pitch: px, rows: py, lead: [PAD_X, PAD, PAD] } as const;
      copyBrick(new Float32Array(await space.read(u, 4 * px * py * pz)), margin, brick, upsampled, dims);
      const none = { pitch, rows, lead: [0, 0, 0] } as const;
      copyBrick(new Uint32Array(await space.read(hashed.classes, 4 * items)), none, brick, classes, dims);
      if (wantFeatures) {
        copyBrick(new Float32Array(await space.read(hashed.features, 8 * items)), none, brick, features, dims, 2);
      }
      for (const buffer of [u, hashed.classes, hashed.features]) space.free(buffer);
    }
  });
  return { upsampled, classes, features };
}
