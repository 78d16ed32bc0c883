/** How much of a scan's noise a method passes on in flat tissue, where noise is all there is. Source: folded §10. */

import type { Bank } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { OWN_UNITS } from "../core/intensity";
import type { JobOptions } from "../core/progress";
import { normalNumber } from "../core/random";
import { standardDeviation } from "../core/statistics";
import type { Factor, Vec3 } from "../core/volume";
import { TRICUBIC } from "../methods/interpolation/method";
import type { Method } from "../methods/method";

/** Voxels along each side of what is made fine, and at its faces of what is left out then. */
const SIDE = 20;
const BORDER = 3;
const SEED = 1;

export interface FlatNoise {
  /** Standard deviations, as shares of the scan's range: of the scan, and of what interpolation and the method make of it. */
  readonly scan: number;
  readonly interpolated: number;
  readonly result: number;
}

/** Makes a piece of nothing but white noise of standard deviation `scan` finer. Errors and cancelling as `Method.apply`. */
export async function flatNoise(
  executor: Executor,
  {
    method,
    bank,
    factor,
    scan,
  }: { readonly method: Method; readonly bank: Bank; readonly factor: Factor; readonly scan: number },
  { signal }: JobOptions,
): Promise<FlatNoise> {
  const dims: Vec3 = [SIDE, SIDE, SIDE];
  const data = Float32Array.from({ length: SIDE ** 3 }, (_, i) => 0.5 + scan * normalNumber(SEED, 0, i));
  const volume = { data, dims, spacing: [1, 1, 1] as Vec3, affine: UNIT };
  const options = { factor, units: OWN_UNITS, signal };
  const { output } = await method.apply(executor, volume, { ...options, bank });
  const { output: interpolated } = await TRICUBIC.apply(executor, volume, options);
  const inner = (values: Float32Array) => standardDeviation(withoutBorder(values, output.dims, factor)) ?? 0;
  return { scan, interpolated: inner(interpolated.data), result: inner(output.data) };
}

const UNIT = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const;

function withoutBorder(values: Float32Array, dims: Vec3, factor: Factor): readonly number[] {
  const [bx, by, bz] = factor.map((s) => s * BORDER) as unknown as Vec3;
  const found: number[] = [];
  for (let z = bz; z < dims[2] - bz; z++) {
    for (let y = by; y < dims[1] - by; y++) {
      for (let x = bx; x < dims[0] - bx; x++) found.push(values[x + dims[0] * (y + dims[1] * z)] as number);
    }
  }
  return found;
}
