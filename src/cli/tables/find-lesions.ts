/**
 * Lesions by simple rules, and how conspicuous and how large they are in images of one body. Values are shares of the tissue
 * around them, so that coils' shading does not matter. In FLAIR a lesion is what is brighter by so much, deep within the head,
 * in one piece that is large enough; after a stroke, in T1-weighted images, what is darker, far from the middle, where the
 * head's other side is not.
 */

import { boxOf } from "../../core/box";
import { foregroundOf, isForeground } from "../../core/histogram";
import { mean } from "../../core/statistics";
import { placeOf, type Vec3, type Volume } from "../../core/volume";
import { resampleOnto } from "../../registration/resample";
import { atVoxelSize, smoothed } from "../../registration/resample-axis";

/** Shares of the tissue around; least sizes; deep is where so much of the Gaussian ball is head, or brain where that is all. */
const RULES = {
  bright: { beyond: 1.3, leastMm3: 30, deep: 0.95 },
  dark: { beyond: 0.65, leastMm3: 1000, deep: 0.8 },
} as const;
export type LesionKind = keyof typeof RULES;

/** What is around is told on voxels of so many mm, by Gaussians of these standard deviations, mm. */
const COARSE_MM = 4;
const DEPTH_MM = 10;
const AROUND_MM = 12;
/** Tissue is what has so much of the median deep within. */
const TISSUE_SHARE = 0.6;
/** The head's other side is not dark where this is its share, smoothed, of the tissue around it; the middle has none. */
const OTHER_SIDE = { share: 0.95, mm: 4 };
const MIDDLE_MM = 15;
/** A lesion's volume is counted up to so far from it; what it is compared with begins there and ends here, mm. */
const NEAR_MM = 2;
const RING_MM = 5;
/** Less of its volume than this, and a lesion is not seen. */
const SEEN_SHARE = 0.1;

const isotropic = (mm: number): Vec3 => [mm, mm, mm];

/** On a volume's grid. */
export interface Around {
  /** Mean of the tissue around. */
  readonly tissue: Float32Array;
  /** 1 deep within the head. */
  readonly deep: Uint8Array;
  /** 1 there, and for dark lesions far from the middle, where the other side is not dark. */
  readonly region: Uint8Array;
}

export interface Lesion {
  readonly voxels: readonly number[];
  /** The same and what lies near. */
  readonly near: readonly number[];
  /** What it is compared with: around it, and no lesion's. */
  readonly ring: readonly number[];
}

export interface Lesions {
  readonly kind: LesionKind;
  readonly dims: Vec3;
  readonly voxelMm3: number;
  readonly region: Uint8Array;
  /** 1 where the image that they were found in is beyond the threshold, in pieces of any size. */
  readonly isBeyond: Uint8Array;
  readonly lesions: readonly Lesion[];
}

export interface LesionFigures {
  /** How much brighter (or darker) they are than what is around, a share of the tissue there: the mean of the lesions'. */
  readonly contrast: number;
  readonly mm3: number;
  readonly seen: number;
  /** Lesions by the same rule where the image that those were found in is nowhere beyond the threshold. */
  readonly others: number;
}

/** A volume's values as shares of the tissue around. */
export const relative = ({ data }: Volume, { tissue }: Around): Float32Array =>
  data.map((value, i) => value / (tissue[i] as number));

export async function aroundIn(volume: Volume, kind: LesionKind): Promise<Around> {
  const small = await atVoxelSize(volume, isotropic(COARSE_MM));
  const isDeep = (share: number) => share >= RULES[kind].deep;
  const map = async (data: Float32Array<ArrayBuffer>, sigma: number) =>
    (await smoothed({ ...small, data }, isotropic(sigma))).data;
  const onGrid = async (data: Float32Array<ArrayBuffer>) =>
    (await resampleOnto({ ...small, data }, volume, undefined)).data;
  const foreground = foregroundOf(volume.data);
  const isHead = volume.data.map((value) => (isForeground(foreground, value) ? 1 : 0));
  // The skull, which is thinner than the coarse voxels, bounds the inside.
  const depth = await map((await atVoxelSize({ ...volume, data: isHead }, isotropic(COARSE_MM))).data, DEPTH_MM);
  const median = medianOf(small.data.filter((_, i) => isDeep(depth[i] as number)));
  const isTissue = small.data.map((value) => (value > TISSUE_SHARE * median ? 1 : 0));
  const sums = await map(
    small.data.map((value, i) => (isTissue[i] === 1 ? value : 0)),
    AROUND_MM,
  );
  const counts = await map(isTissue, AROUND_MM);
  const tissue = sums.map((sum, i) => sum / (counts[i] as number));
  const deep = Uint8Array.from(await onGrid(depth), (share) => (isDeep(share) ? 1 : 0));
  if (kind === "bright") return { tissue: await onGrid(tissue), deep, region: deep };
  const shares = await map(
    small.data.map((value, i) => value / (tissue[i] as number)),
    OTHER_SIDE.mm,
  );
  const otherSide = await onGrid(
    fromOtherSide(
      { ...small, data: shares },
      Uint8Array.from(depth, (share) => (isDeep(share) ? 1 : 0)),
    ),
  );
  const region = deep.map((inside, i) => (inside === 1 && (otherSide[i] as number) >= OTHER_SIDE.share ? 1 : 0));
  return { tissue: await onGrid(tissue), deep, region };
}

/** The lesions of an image that is as good as there is one. */
export function lesionsOf(volume: Volume, around: Around, kind: LesionKind): Lesions {
  const { dims, spacing } = volume;
  const voxelMm3 = spacing.reduce((a, b) => a * b);
  const values = relative(volume, around);
  const marked = Uint8Array.from(values, (value) => (isBeyond(value, kind) ? 1 : 0));
  const where = { kind, dims, voxelMm3, region: around.region, isBeyond: marked };
  const pieces = piecesOf(values, where);
  const isLesion = new Uint8Array(values.length);
  for (const i of pieces.flat()) isLesion[i] = 1;
  const near = pieces.map((voxels) => [...voxels, ...within(voxels, NEAR_MM, volume, (i) => isLesion[i] === 0)]);
  const taken = new Uint8Array(values.length);
  for (const i of near.flat()) taken[i] = 1;
  const isFree = (i: number) => taken[i] === 0 && around.deep[i] === 1 && marked[i] === 0;
  const lesions = pieces.map((voxels, at) => ({
    voxels,
    near: near[at] as number[],
    ring: within(voxels, RING_MM, volume, isFree),
  }));
  return { ...where, lesions };
}

/** How these lesions look in an image on their grid, of values as `relative` gives them. */
export function lesionFigures(values: Float32Array, found: Lesions): LesionFigures {
  const { kind, lesions, voxelMm3 } = found;
  const meanOf = (voxels: readonly number[]) => mean(voxels.map((i) => values[i] as number));
  const sign = kind === "bright" ? 1 : -1;
  const contrasts = lesions.map(({ voxels, ring }) => sign * (meanOf(voxels) - meanOf(ring)));
  const counts = lesions.map(({ near }) => near.filter((i) => isBeyond(values[i] as number, kind)).length);
  const isNear = new Uint8Array(values.length);
  for (const { near } of lesions) for (const i of near) isNear[i] = 1;
  return {
    // Nothing is left to compare with between lesions that lie close together.
    contrast: mean(contrasts.filter(Number.isFinite)),
    mm3: voxelMm3 * values.filter((value, i) => isNear[i] === 1 && isBeyond(value, kind)).length,
    seen: counts.filter((count, at) => count > SEEN_SHARE * (lesions[at] as Lesion).voxels.length).length,
    others: piecesOf(values, found).filter((voxels) => voxels.every((i) => found.isBeyond[i] === 0)).length,
  };
}

const isBeyond = (value: number, kind: LesionKind): boolean =>
  kind === "bright" ? value > RULES.bright.beyond : value < RULES.dark.beyond;

/** Connected voxels of the region that are beyond the threshold, of the least size at least. */
function piecesOf(
  values: Float32Array,
  { kind, dims, voxelMm3, region }: Omit<Lesions, "lesions" | "isBeyond">,
): number[][] {
  const left = region.map((inside, i) => (inside === 1 && isBeyond(values[i] as number, kind) ? 1 : 0));
  const strides = [1, dims[0], dims[0] * dims[1]];
  const pieces: number[][] = [];
  for (let first = 0; first < left.length; first++) {
    if (left[first] === 0) continue;
    left[first] = 0;
    const piece = [first];
    for (let next = 0; next < piece.length; next++) {
      const i = piece[next] as number;
      for (const [axis, v] of placeOf(i, dims).entries()) {
        const stride = strides[axis] as number;
        for (const to of [v > 0 ? i - stride : -1, v + 1 < (dims[axis] as number) ? i + stride : -1]) {
          if (to < 0 || left[to] === 0) continue;
          left[to] = 0;
          piece.push(to);
        }
      }
    }
    if (piece.length * voxelMm3 >= RULES[kind].leastMm3) pieces.push(piece);
  }
  return pieces;
}

/** Voxels nearer than so many mm to one of those, of which that is so. */
function within(
  voxels: readonly number[],
  mm: number,
  { dims, spacing }: Volume,
  is: (i: number) => boolean,
): number[] {
  const [rx, ry, rz] = spacing.map((size) => Math.floor(mm / size)) as unknown as Vec3;
  const found = new Set<number>();
  for (const i of voxels) {
    const [x, y, z] = placeOf(i, dims);
    for (let k = Math.max(0, z - rz); k <= Math.min(dims[2] - 1, z + rz); k++) {
      for (let j = Math.max(0, y - ry); j <= Math.min(dims[1] - 1, y + ry); j++) {
        for (let h = Math.max(0, x - rx); h <= Math.min(dims[0] - 1, x + rx); h++) {
          const at = h + dims[0] * (j + dims[1] * k);
          const away = Math.hypot(spacing[0] * (h - x), spacing[1] * (j - y), spacing[2] * (k - z));
          if (away <= mm && is(at)) found.add(at);
        }
      }
    }
  }
  return [...found];
}

/** Left and right exchanged about the middle of what is deep; nothing from near the middle. */
function fromOtherSide({ data, dims, spacing, affine }: Volume, deep: Uint8Array): Float32Array<ArrayBuffer> {
  const toRight = (axis: 0 | 1 | 2) => Math.abs(affine[axis] as number) / spacing[axis];
  const axis = ([0, 1, 2] as const).reduce((best, other) => (toRight(other) > toRight(best) ? other : best));
  const stride = [1, dims[0], dims[0] * dims[1]][axis] as number;
  const { origin, size } = boxOf(deep, dims);
  const ends = 2 * origin[axis] + size[axis] - 1;
  return data.map((_, i) => {
    const v = placeOf(i, dims)[axis];
    const other = Math.min(dims[axis] - 1, Math.max(0, ends - v));
    return Math.abs(v - ends / 2) * spacing[axis] < MIDDLE_MM ? 0 : (data[i + stride * (other - v)] as number);
  });
}

export function medianOf(values: Float32Array): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
