/** Bodies whose every voxel is known: with and without small changes, with nothing in them, and checkered. */

import { type Factor, upsampledDims, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { HeadModel } from "../../phantom/model";
import { clamp } from "../../phantom/shapes";

/** Scan voxels are cubes of so many mm, so many a side; the middle lies in white matter beside a ventricle. */
const VOXEL_MM = 1.5;
const SIDE = 16;
const CENTRE: Vec3 = [30, -8, 26];

/** Of a lesion, in scan voxels. */
export const LESION_RADIUS = 1.5;

/** A change of the body: its depth at a place, both in scan voxels from the middle, and how much brighter it is. */
interface Change {
  readonly depth: (x: number, y: number, z: number) => number;
  readonly contrast: number;
}

const ball =
  (at: Vec3, radius: number): Change["depth"] =>
  (x, y, z) =>
    radius - Math.hypot(x - at[0], y - at[1], z - at[2]);
/** A vessel along x, through the whole head. */
const VESSEL: Change = { depth: (_, y, z) => 0.6 - Math.hypot(y + 4, z - 4), contrast: 0.24 };

const CHANGES = {
  bright: { depth: ball([-4, -4, -4], LESION_RADIUS), contrast: 0.1 },
  dark: { depth: ball([4, -4, -4], LESION_RADIUS), contrast: -0.1 },
  small: { depth: ball([4, 4, -4], LESION_RADIUS / 2), contrast: 0.2 },
  gap: { depth: (x, y, z) => Math.min(VESSEL.depth(x, y, z), 2 - Math.abs(x)), contrast: -VESSEL.contrast },
} satisfies Readonly<Record<string, Change>>;
export type ChangeName = keyof typeof CHANGES;
export const CHANGE_NAMES = Object.keys(CHANGES) as ChangeName[];

/** On the grid of the finer volume. */
export interface Phantoms {
  /** Part of a synthetic head, of intensities from 0 to 1, as it is before any change, and after all of them. */
  readonly before: Volume;
  readonly after: Volume;
  /** What each change adds to each voxel. */
  readonly changes: Readonly<Record<ChangeName, Volume>>;
  /** Nothing but shading, as of coils, which has no edge anywhere, nor where one face would meet the other. */
  readonly nothing: Volume;
  /** Scan voxels that are 1 and -1 in turn along all axes. */
  readonly checkered: Volume;
  /** In scan voxels: depth within the scan's faces, and how far a voxel lies from any change. */
  readonly depth: Volume;
  readonly farFromChanges: Volume;
}

const made = new Map<string, Phantoms>();

/** Made once for a factor. */
export function phantomsFor(factor: Factor): Phantoms {
  const phantoms = made.get(`${factor}`) ?? makePhantoms(factor);
  made.set(`${factor}`, phantoms);
  return phantoms;
}

function makePhantoms(factor: Factor): Phantoms {
  const before = sumOf(plainHead(factor), changeOf(VESSEL, factor));
  const changes = Object.fromEntries(CHANGE_NAMES.map((name) => [name, changeOf(CHANGES[name], factor)]));
  return {
    before,
    after: Object.values(changes).reduce((head, added) => sumOf(head, added), before),
    changes: changes as Phantoms["changes"],
    nothing: onGrid(factor, (...at) => 0.5 + 0.05 * at.reduce((sum, v) => sum + Math.cos((2 * Math.PI * v) / SIDE), 0)),
    checkered: onGrid(factor, (...at) => at.reduce((sign, v) => (Math.floor(v) % 2 === 0 ? sign : -sign), 1)),
    depth: onGrid(factor, (...at) => SIDE / 2 - Math.max(...at.map(Math.abs))),
    farFromChanges: onGrid(factor, (...at) => -Math.max(...CHANGE_NAMES.map((name) => CHANGES[name].depth(...at)))),
  };
}

function plainHead(factor: Factor): Volume {
  const model = new HeadModel(1);
  const edge = meanEdge(factor);
  return onGrid(factor, (x, y, z) => {
    const at = [x, y, z].map((v, axis) => (CENTRE[axis] as number) + VOXEL_MM * v) as unknown as Vec3;
    model.settle(...at);
    return model.intensity(...at, VOXEL_MM * edge) / 1000;
  });
}

export const sumOf = (a: Volume, b: Volume, times = 1): Volume => ({
  ...a,
  data: a.data.map((value, i) => value + times * (b.data[i] as number)),
});

function changeOf({ depth, contrast }: Change, factor: Factor): Volume {
  const edge = meanEdge(factor);
  return onGrid(factor, (...at) => contrast * clamp(depth(...at) / edge + 0.5, 0, 1));
}

/** Of a voxel of the finer grid, in scan voxels. */
const meanEdge = (factor: Factor) => factor.reduce((sum, s) => sum + 1 / s, 0) / 3;

/** A volume on the finer grid of the value at each voxel's centre, in scan voxels from the middle. */
function onGrid(factor: Factor, value: (x: number, y: number, z: number) => number): Volume {
  const dims = upsampledDims([SIDE, SIDE, SIDE], factor);
  const data = new Float32Array(voxelCount(dims));
  const at = (i: number, axis: 0 | 1 | 2) => (i + 0.5) / factor[axis] - SIDE / 2;
  for (let z = 0, i = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++) data[i++] = value(at(x, 0), at(y, 1), at(z, 2));
    }
  }
  const [sx, sy, sz] = factor.map((s) => VOXEL_MM / s) as unknown as Vec3;
  return { data, dims, spacing: [sx, sy, sz], affine: [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, sz, 0, 0, 0, 0, 1] };
}
