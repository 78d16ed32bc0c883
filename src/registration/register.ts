/** How one volume must be moved, without being bent, to lie on another. */

import { voxelToWorld } from "../core/affine";
import { breather } from "../core/breathe";
import { EigenvoxError } from "../core/errors";
import { type Notice, notice } from "../core/notice";
import { centreMm } from "../core/probe";
import type { JobOptions } from "../core/progress";
import type { Affine, Vec3, Volume } from "../core/volume";
import { type Match, matchUnder } from "./match";
import { multiplied, solvePositive } from "./matrices";
import { type Points, pointsIn } from "./points";
import { atVoxelSize } from "./resample-axis";
import { type MotionSize, motionBetween, motionSize, NO_MOTION, rigidMotion } from "./rigid";

export interface RegisterOptions extends JobOptions {
  /** Compare only where this volume, in the fixed one's world, is not 0. */
  readonly within?: Volume | undefined;
}

export interface Registration {
  /** From a place in the fixed volume's world to the same place of the body in the moving one's: RAS+ mm, 4×4, row-major. */
  readonly motion: Affine;
  /** How far it goes, at the middle of what was compared. */
  readonly size: MotionSize;
  /** Correlation of the two where both are, at 2 mm or the scans' own size, as the files lay them and as they lie now. */
  readonly correlation: { readonly before: number; readonly after: number };
  /** The same within blocks of 24 to 48 mm, whatever the contrast: root mean square. */
  readonly localCorrelation: { readonly before: number; readonly after: number };
  /** How far the motions found from two halves of the blocks are apart, at the worst place 80 mm from the middle, mm. */
  readonly uncertaintyMm: number;
  /** W_REGISTRATION where it does not convince. */
  readonly notices: readonly Notice[];
}

/** Voxel sizes in mm, the edge of a block in voxels, and how many candidates go on from there. */
const LEVELS = [
  { mm: 8, edge: 6, keep: 3 },
  { mm: 4, edge: 8, keep: 1 },
  { mm: 2, edge: 12, keep: 1 },
] as const;
/** A level much finer than both scans' pixels would show nothing more. */
const FINEST = 0.6;
/** Tried from these turns about each axis, both ways, beside none. */
const TRIED_TURN = (15 * Math.PI) / 180;
const MOST_STEPS = 20;
/** A step ends a level where it moves nothing 80 mm from the middle by more than this share of a voxel. */
const STILL = 0.01;
/** The same where two halves are compared, which begin where both together ended. */
const HALVES_STILL = 1e-4;
const RADIUS = 80;
/** At least this share of the fixed volume's blocks must lie in the moving one. */
const LEAST_OVERLAP = 0.1;
/** Within blocks, less is what two heads, or two contrasts of one, reach. Measured. */
const CONVINCING = 0.68;
const CONVINCING_MM = 1.5;

/**
 * Rigid registration: six parameters, coarse to fine, from several starts, by Gauss-Newton steps on the linear relation of
 * the two within blocks, so that shading does not matter. Made for one contrast: of two it is often found, but not surely.
 * The same input gives the same output.
 *
 * Throws `E_REGISTRATION` where the two have no place or nothing to be seen in common. Cancel: now and then.
 */
export async function registerRigid(
  fixed: Volume,
  moving: Volume,
  { within, signal, onProgress }: RegisterOptions = {},
): Promise<Registration> {
  const breathe = breather(signal);
  const stage = "Registering";
  const about = middleOf(fixed, within);
  let candidates: readonly Affine[] = startsOf(moving, about);
  let last: { points: Points; moving: Volume; mm: number } | undefined;
  const pixel = Math.max(Math.min(...fixed.spacing), Math.min(...moving.spacing));
  const levels = LEVELS.filter(({ mm }, number) => number === 0 || mm >= FINEST * pixel);
  for (const [number, { mm, edge, keep }] of levels.entries()) {
    onProgress?.({ stage, fraction: [0, 0.15, 0.3][number] as number });
    const size: Vec3 = [mm, mm, mm];
    const coarse = await atVoxelSize(moving, size, signal);
    const points = pointsIn(await atVoxelSize(fixed, size, signal), edge, within);
    const found: { motion: Affine; score: number }[] = [];
    for (const start of candidates) {
      found.push(await refine(points, coarse, start, about, mm, breathe));
    }
    // The earlier start where two are alike: as the files lay them.
    found.sort((a, b) => b.score - a.score);
    candidates = distinct(
      found.filter(({ score }) => score > 0).map(({ motion }) => motion),
      about,
      mm,
    ).slice(0, keep);
    if (candidates.length === 0) throw nothingInCommon();
    last = { points, moving: coarse, mm };
  }
  const motion = candidates[0] as Affine;
  const { points, moving: coarse, mm } = last as NonNullable<typeof last>;
  onProgress?.({ stage, fraction: 0.8 });
  const halves = [];
  for (const parity of [0, 1] as const) {
    halves.push((await refine(points, coarse, motion, about, mm, breathe, parity)).motion);
  }
  const before = matchUnder(points, coarse, NO_MOTION, about);
  const after = matchUnder(points, coarse, motion, about);
  onProgress?.({ stage, fraction: 1 });
  const result = {
    motion,
    size: motionSize(motion, about),
    correlation: { before: before.correlation, after: after.correlation },
    localCorrelation: { before: Math.sqrt(before.score), after: Math.sqrt(after.score) },
    // Half of the difference of two halves is the error of their mean.
    uncertaintyMm: displacement(motionBetween(halves[0] as Affine, halves[1] as Affine), about) / 2,
  };
  return { ...result, notices: doubts(result) };
}

/** Places where the two may be laid on each other: as they are, middle on middle, and each of these turned. */
function startsOf(moving: Volume, about: Vec3): Affine[] {
  const to = middleOf(moving, undefined);
  const shift: Vec3 = [to[0] - about[0], to[1] - about[1], to[2] - about[2]];
  const isFar = Math.hypot(...shift) > 5;
  const places = [NO_MOTION, ...(isFar ? [rigidMotion([0, 0, 0], shift, [0, 0, 0])] : [])];
  const turns = [0, 1, 2].flatMap((axis) =>
    [-TRIED_TURN, TRIED_TURN].map((angle) => [0, 1, 2].map((a) => (a === axis ? angle : 0)) as unknown as Vec3),
  );
  return places.flatMap((place) => [
    place,
    ...turns.map((turn) => multiplied(rigidMotion(turn, [0, 0, 0], voxelToWorld(place, about)), place)),
  ]);
}

/** Levenberg's damped Gauss-Newton steps from a start, as long as they make the match better. */
async function refine(
  points: Points,
  moving: Volume,
  start: Affine,
  about: Vec3,
  mm: number,
  breathe: () => Promise<void>,
  parity?: 0 | 1,
): Promise<{ motion: Affine; score: number }> {
  const look = async (motion: Affine) => {
    await breathe();
    return matchUnder(points, moving, motion, about, parity);
  };
  const worth = ({ score, overlap }: Match) => (overlap < LEAST_OVERLAP ? 0 : score);
  let motion = start;
  let match = await look(motion);
  let damping = 1e-3;
  for (let step = 0; step < MOST_STEPS; step++) {
    const damped = match.matrix.map((value, i) => (i % 7 === 0 ? value * (1 + damping) : value));
    const change = solvePositive(damped, match.slope);
    if (!change) break;
    const [a, b, c, x, y, z] = change as [number, number, number, number, number, number];
    const next = multiplied(rigidMotion([a, b, c], [x, y, z], voxelToWorld(motion, about)), motion);
    const far = Math.hypot(a, b, c) * RADIUS + Math.hypot(x, y, z);
    if (far < (parity === undefined ? STILL : HALVES_STILL) * mm) break;
    const tried = far < 8 * mm ? await look(next) : undefined;
    if (tried && worth(tried) > worth(match)) {
      [motion, match] = [next, tried];
      damping = Math.max(1e-6, damping / 5);
    } else damping *= 10;
    if (damping > 1e4) break;
  }
  return { motion, score: worth(match) };
}

/** The first of those that are about the same. */
function distinct(motions: readonly Affine[], about: Vec3, mm: number): Affine[] {
  const kept: Affine[] = [];
  for (const motion of motions) {
    if (kept.every((other) => displacement(motionBetween(motion, other), about) >= mm / 2)) kept.push(motion);
  }
  return kept;
}

/** The most by which a motion moves anything at 80 mm from a place, at most. */
function displacement(motion: Affine, about: Vec3): number {
  const { degrees, mm } = motionSize(motion, about);
  return mm + (degrees * Math.PI * RADIUS) / 180;
}

/** World position of the middle of what is brighter than the mean. */
function middleOf(volume: Volume, within: Volume | undefined): Vec3 {
  const { data, dims, affine } = within ?? volume;
  let [sum, count] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  const mean = sum / Math.max(1, count);
  const [nx, ny, nz] = dims;
  let [sx, sy, sz, n] = [0, 0, 0, 0];
  for (let z = 0, i = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, i++) {
        if (!((data[i] as number) > mean)) continue;
        sx += x;
        sy += y;
        sz += z;
        n++;
      }
    }
  }
  return n > 0 ? voxelToWorld(affine, [sx / n, sy / n, sz / n]) : centreMm(volume);
}

function nothingInCommon(): EigenvoxError {
  return new EigenvoxError(
    "E_REGISTRATION",
    "The two scans cannot be laid on each other: they have no place in common, or nothing to be seen there. " +
      "Check that they show the same part of the same body.",
  );
}

function doubts(found: Omit<Registration, "notices">): Notice[] {
  const { localCorrelation, uncertaintyMm } = found;
  const reasons = [
    ...(localCorrelation.after < CONVINCING
      ? [`they are little alike where they lie now (correlation ${localCorrelation.after.toFixed(2)} within blocks)`]
      : []),
    ...(uncertaintyMm > CONVINCING_MM ? [`its halves disagree by ${uncertaintyMm.toFixed(1)} mm`] : []),
  ];
  if (reasons.length === 0) return [];
  return [notice("W_REGISTRATION", `How the two scans lie on each other is not certain: ${reasons.join(", and ")}.`)];
}
