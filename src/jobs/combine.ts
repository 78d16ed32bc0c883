/** Several scans of one body in thick slices, put together into one that is fine in every direction. */

import { breather } from "../core/breathe";
import { EigenvoxError } from "../core/errors";
import { type Notice, notice } from "../core/notice";
import { type JobOptions, partOf } from "../core/progress";
import { SOFTWARE } from "../core/software";
import type { Affine, Vec3, Volume } from "../core/volume";
import type { AboutVolume } from "../formats/scan-format";
import { reconstruct } from "../registration/reconstruct";
import { type Registration, registerRigid } from "../registration/register";
import { type MotionSize, motionText, NO_MOTION } from "../registration/rigid";
import { StackView } from "../registration/stack";
import { finerGrid } from "./combine-grid";
import { meanOfAll, type Scale } from "./combine-mean";
import { straySlices } from "./stray-slices";

export interface CombineOptions extends JobOptions {
  /** What a slice of each scan shows across, mm, where that is known; else slices touch. */
  readonly thicknessMm?: readonly (number | undefined)[] | undefined;
  /** Voxel size of the result, mm; the finest of the scans' unless told. */
  readonly voxelMm?: number | undefined;
  /** What to combine: places where this volume, in the first scan's world, is not 0. All of the first scan unless told. */
  readonly within?: Volume | undefined;
  /** Steps of back-projection. */
  readonly steps?: number;
  readonly smoothness?: number;
}

export interface Combination {
  /** Cubic voxels along the first scan's axes, in its world, units and field of view. */
  readonly output: Volume;
  /** Of each scan, from the first one's world to its own: RAS+ mm. */
  readonly transforms: readonly Affine[];
  readonly notices: readonly Notice[];
  readonly provenance: CombineProvenance;
}

export interface CombineProvenance {
  readonly method: "combine";
  readonly voxelMm: number;
  readonly steps: number;
  readonly smoothness: number;
  readonly stacks: readonly CombinedStack[];
  readonly software: string;
  readonly seconds: number;
}

export interface CombinedStack {
  /** Against the first scan. */
  readonly motion: MotionSize;
  readonly correlation: number;
  /** Root mean square of what the result, seen as the scan was, differs from it by; of the mean it began with. */
  readonly rmse: number;
  readonly rmseBefore: number;
  /** Slices that the other scans disagree with, of those they cover. */
  readonly strayed: readonly [count: number, of: number];
}

const STANDARD_STEPS = 8;
const STANDARD_SMOOTHNESS = 0.02;
/**
 * Registers every scan rigidly to the first and finds the volume that, seen as each scan sees it (where the body lay then,
 * through its slices), agrees with all of them best. The body is taken to lie still within a scan: slices that strayed are
 * counted and told, not corrected.
 *
 * Throws `E_ARGUMENT` for fewer than two scans or a voxel size that is not above 0, `E_TOO_LARGE` above 2²⁶ voxels, and
 * what `registerRigid` throws. Cancel: now and then.
 */
export async function combineStacks(scans: readonly Volume[], options: CombineOptions = {}): Promise<Combination> {
  const { signal, onProgress, within, steps = STANDARD_STEPS, smoothness = STANDARD_SMOOTHNESS } = options;
  const [first, ...others] = scans;
  if (!first || others.length === 0) {
    throw new EigenvoxError("E_ARGUMENT", "Give at least two scans of one body to combine.");
  }
  const started = performance.now();
  const breathe = breather(signal);
  const grid = finerGrid(scans, options);
  const found: (Registration | undefined)[] = [undefined];
  for (const [i, scan] of others.entries()) {
    const report = partOf(onProgress, (0.4 * i) / others.length, (0.4 * (i + 1)) / others.length);
    found.push(await registerRigid(first, scan, { within, signal, onProgress: report }));
  }
  const transforms = found.map((registration) => registration?.motion ?? NO_MOTION);
  const { scales, mean, without } = await meanOfAll(scans, transforms, grid, signal);
  const views = scans.map((volume, i) => {
    const extentMm = extentOf(volume, options.thicknessMm?.[i]);
    return new StackView({ volume, motion: transforms[i] as Affine, extentMm }, grid);
  });
  const values = scans.map(({ data }, i) => {
    const { gain, offset } = scales[i] as Scale;
    return data.map((value) => gain * value + offset);
  });
  const filled = mean.map((value) => (Number.isFinite(value) ? value : 0));
  const report = partOf(onProgress, 0.4, 1);
  const result = await reconstruct(views, values, filled, grid, {
    steps,
    smoothness,
    breathe,
    onStep: (step) => report({ stage: "Combining", fraction: step / steps }),
  });
  const stacks: CombinedStack[] = [];
  for (const [i, view] of views.entries()) {
    const [before, after] = [await view.seen(filled, breathe), await view.seen(result, breathe)];
    const wanted = values[i] as Float32Array;
    stacks.push({
      motion: found[i]?.size ?? { degrees: 0, mm: 0 },
      correlation: found[i]?.correlation.after ?? 1,
      rmse: rootMeanSquare(after, wanted),
      rmseBefore: rootMeanSquare(before, wanted),
      strayed: straySlices(view.stack.volume, await view.seen(without(i), breathe), wanted),
    });
  }
  report({ stage: "Combining", fraction: 1 });
  return {
    // What no scan shows stays missing.
    output: { ...grid, data: result.map((value, v) => (Number.isFinite(mean[v]) ? value : Number.NaN)) },
    transforms,
    notices: noticesOf(found, stacks),
    provenance: {
      method: "combine",
      voxelMm: grid.spacing[0],
      steps,
      smoothness,
      stacks,
      software: SOFTWARE,
      seconds: (performance.now() - started) / 1000,
    },
  };
}

/** What a combined volume's file says of it. */
export function describeCombination({ stacks, voxelMm, steps, software }: CombineProvenance): Required<AboutVolume> {
  return {
    description: `${software}: ${stacks.length} scans combined, computed not acquired`,
    text: [
      "This image was computed, not acquired. Research software, not for diagnosis.",
      `Software: ${software}`,
      `Combined from ${stacks.length} scans, ${Number(voxelMm.toPrecision(4))} mm, ${steps} steps of back-projection`,
      ...stacks.map(
        ({ motion, rmse }, i) =>
          `Scan ${i + 1}: ${i === 0 ? "not moved" : motionText(motion)}; the result, seen as it was, differs from it by ` +
          `${rmse.toPrecision(3)} RMS`,
      ),
    ].join("\n"),
  };
}

/** Motion that was found, what is not certain of it, and what was not corrected. */
function noticesOf(found: readonly (Registration | undefined)[], stacks: readonly CombinedStack[]): Notice[] {
  return stacks.flatMap(({ motion, strayed: [count, of] }, i) => {
    const name = `Scan ${i + 1}`;
    return [
      ...(i === 0
        ? []
        : [notice("W_MOTION", `${name} lies ${motionText(motion)} from where the first does; that is undone.`)]),
      ...(found[i]?.notices.map(({ code, text }) => notice(code, `${name}: ${text}`)) ?? []),
      ...(count > 0
        ? [
            notice(
              "W_MOTION",
              `${name}: ${count} of ${of} slices disagree with the other scans, as when the body moves between slices. ` +
                "Every scan is moved as a whole: motion within it is not corrected.",
            ),
          ]
        : []),
    ];
  });
}

/** Across slices, the coarsest axis, the thickness; else a voxel. */
function extentOf({ spacing }: Volume, thicknessMm: number | undefined): Vec3 {
  const across = spacing.indexOf(Math.max(...spacing));
  return spacing.map((mm, axis) => (axis === across ? (thicknessMm ?? mm) : mm)) as unknown as Vec3;
}

function rootMeanSquare(seen: Float32Array, wanted: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let v = 0; v < seen.length; v++) {
    const difference = (seen[v] as number) - (wanted[v] as number);
    if (!Number.isFinite(difference)) continue;
    sum += difference * difference;
    count++;
  }
  return Math.sqrt(sum / Math.max(1, count));
}
