/** Parts of a scan, treated as they are within the whole. */

import type { Bank } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { type Box, boxAround, cutOut, grownWithin } from "../core/box";
import { EigenvoxError } from "../core/errors";
import type { WorkingUnits } from "../core/intensity";
import { fillMissing, hasMissing } from "../core/missing";
import type { Factor, Vec3, Volume } from "../core/volume";
import { coarseningOf, type Degradation } from "../degradations/degradation";
import type { Explanation } from "../methods/explanation";
import type { Method } from "../methods/method";
import { PAD } from "../parts/brick";
import { type SuperResolution, type SuperResolveOptions, superResolve } from "./super-resolve";

/** Voxels of the scan on either side that interpolation looks at, with one to spare. */
const INTERPOLATION_REACH = 3;
/** The same of degradations that act on whole lines: what is farther away matters little. */
const LINE_REACH = 12;

export interface PartOptions extends Omit<SuperResolveOptions, "learn" | "keepInterpolated" | "units"> {
  /** Those of the whole scan. */
  readonly units: WorkingUnits | undefined;
}

export interface ResolvedPart {
  readonly output: Volume;
  readonly interpolated: Volume;
  /** What was really computed: the part with its margin. */
  readonly whole: SuperResolution;
}

/**
 * What `superResolve` makes of a box of the scan, equal to the box of what it makes of the whole; only nearly so after
 * back-projection by a degradation that acts on whole lines. Errors and cancelling as there.
 */
export async function superResolvePart(
  executor: Executor,
  scan: Volume,
  box: Box,
  options: PartOptions,
): Promise<ResolvedPart> {
  const { factor, degradation, steps, bank } = options;
  const wide = wideBox(scan, box, marginOf(factor, degradation, steps, bank));
  const whole = await superResolve(executor, cutOut(scan, wide), {
    ...options,
    learn: undefined,
    keepInterpolated: true,
  });
  const inner = {
    origin: factor.map((s, axis) => s * ((box.origin[axis] as number) - (wide.origin[axis] as number))),
    size: factor.map((s, axis) => s * (box.size[axis] as number)),
  } as unknown as Box;
  return {
    output: cutOut(whole.output, inner),
    interpolated: cutOut(whole.interpolated ?? whole.output, inner),
    whole,
  };
}

/** The box with its margin; with twice of it where voxels are missing: they are filled from what lies around them. */
function wideBox(scan: Volume, box: Box, margin: Vec3): Box {
  const wide = grownWithin(box, margin, scan.dims);
  return hasMissing(cutOut(scan, wide).data) ? grownWithin(wide, margin, scan.dims) : wide;
}

interface Applied {
  readonly method: Method;
  readonly bank: Bank;
}

/** Voxels of the scan around a box that have a part in its result. */
function marginOf(factor: Factor, degradation: Degradation, steps: number, used: Applied | undefined): Vec3 {
  const own = used?.method.reach?.(used.bank) ?? 0;
  const coarsening = coarseningOf(degradation);
  return factor.map((s, axis) => {
    let reach = LINE_REACH;
    if ("taps" in coarsening) {
      const { first, weights } = coarsening.taps(s, axis);
      reach = Math.ceil(Math.max(-first, first + weights.length - s) / s);
    }
    return Math.ceil(PAD / s) + INTERPOLATION_REACH + own + steps * (reach + INTERPOLATION_REACH);
  }) as unknown as Vec3;
}

/**
 * How the voxel `at` of a result came to be, in the scan's units. Throws `E_ARGUMENT` for a method that cannot tell.
 */
export function explainVoxel(
  scan: Volume,
  { method, bank, units }: Applied & { readonly units: WorkingUnits },
  at: Vec3,
): Explanation {
  if (!method.explain) throw new EigenvoxError("E_ARGUMENT", `The method ${method.id} does not explain its voxels.`);
  const { factor } = bank.metadata;
  const nearest = at.map((i, axis) => Math.floor(i / (factor[axis] as number))) as unknown as Vec3;
  const box = boxAround(scan.dims, nearest, [1, 1, 1]);
  const { zero, scale } = units;
  const wide = wideBox(scan, box, marginOf(factor, "box", 0, { method, bank }));
  const part = fillMissing(cutOut(scan, wide)).filled;
  // Rounded as the kernels are given it.
  const data = Float64Array.from(part.data, (value) => Math.fround((value - zero) / scale));
  const inPart = at.map((i, axis) => i - (factor[axis] as number) * (wide.origin[axis] as number)) as unknown as Vec3;
  const found = method.explain({ data, dims: part.dims }, inPart, bank);
  return {
    ...found,
    interpolated: zero + scale * found.interpolated,
    passes: found.passes.map((pass) => ({ ...pass, filtered: zero + scale * pass.filtered })),
    ...(found.expectedError === undefined ? {} : { expectedError: scale * found.expectedError }),
  };
}
