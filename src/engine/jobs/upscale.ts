import type { Bank } from "../../bank/bank";
import type { Method } from "../../core/method";
import type { JobOptions } from "../../core/progress";
import type { Factor, Volume } from "../../core/volume";
import type { GpuContext } from "../gpu/context";

export interface UpscaleOptions extends JobOptions {
  readonly factor: Factor;
  readonly method: Method;
  /** Required by `paper`; its factor must equal `factor`. */
  readonly bank?: Bank;
  /** Also return the tricubic volume the filters were applied to (costs no extra GPU work). */
  readonly keepInterpolated?: boolean;
  /** Upper bound of the GPU memory the job may hold at a time, bytes; 512 MiB unless told. */
  readonly gpuBytes?: number;
}

export interface UpscaleResult {
  /** On the input's own intensity scale, with the finer grid's affine. */
  readonly output: Volume;
  readonly interpolated?: Volume;
}

export async function upscale(gpu: GpuContext, volume: Volume, options: UpscaleOptions): Promise<UpscaleResult> {
  throw new Error(`being written: ${gpu} ${volume} ${options}`);
}
