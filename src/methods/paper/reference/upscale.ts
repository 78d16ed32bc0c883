/** The whole chain from scan to super-resolved scan, scalar float64. */

import { EigenvoxError } from "../../../core/errors";
import { type Factor, upsampledDims, type Vec3 } from "../../../core/volume";
import { gradient } from "../../common/reference/gradient";
import { structureTensor, type TensorField } from "../../common/reference/structure-tensor";
import { upsampleTricubic } from "../../interpolation/reference/tricubic";
import { applyFilters } from "./apply";
import { type ClassEdges, hashVolume } from "./hash";

/** What of a bank the chain needs. */
export interface ReferenceBank extends ClassEdges {
  readonly factor: Factor;
  /** Filter side in output voxels. */
  readonly patch: number;
  readonly gradientSigma: number;
  /** Class-major, x fastest. */
  readonly filters: Float32Array | Float64Array;
}

export interface ReferenceUpscale {
  /** Reference intensity, in the scan's units. */
  readonly p: number;
  /** Tricubic volume in units of p. */
  readonly upsampled: Float64Array;
  readonly tensor: TensorField;
  readonly classes: Uint16Array;
  /** In the scan's units; voxels where `upsampled` is 0 stay 0. */
  readonly output: Float64Array;
}

/**
 * Divide by p, upsample, hash, apply the filters where the upsampled volume is not 0, multiply by p.
 *
 * Throws `E_INTENSITY` when p is not above zero. Source: method §3, §2, §4, §5.
 */
export function upscaleReference(scan: Float64Array, dims: Vec3, bank: ReferenceBank): ReferenceUpscale {
  const p = sortedReferenceIntensity(scan);
  const fine = upsampledDims(dims, bank.factor);
  const upsampled = upsampleTricubic(
    scan.map((value) => value / p),
    dims,
    bank.factor,
  );
  const tensor = structureTensor(gradient(upsampled, fine), fine, bank.gradientSigma);
  const classes = hashVolume(tensor, bank);
  const mask = Uint8Array.from(upsampled, (value) => (value === 0 ? 0 : 1));
  const filtered = applyFilters(upsampled, fine, classes, bank.filters, bank.patch, mask);
  return { p, upsampled, tensor, classes, output: filtered.map((value) => value * p) };
}

/** Element floor(0.999·n) of the n finite values in ascending order. Source: method §3. */
function sortedReferenceIntensity(scan: Float64Array): number {
  const sorted = scan.filter(Number.isFinite).sort();
  const p = sorted[Math.floor(0.999 * sorted.length)] ?? 0;
  if (!(p > 0)) throw new EigenvoxError("E_INTENSITY", `The reference intensity is ${p}; it must be above 0.`);
  return p;
}
