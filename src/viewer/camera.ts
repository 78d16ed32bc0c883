/** The one camera of all tiles: where world millimetres lie on a tile's screen, and what stands at its edges. */

import { columnOf, inverseAffine, spacingOf, voxelToWorld } from "../core/affine";
import { worldToVoxel } from "../core/probe";
import { PLANE_AXES, type Plane, type View } from "../core/view";
import { type Affine, AXIS_ORDERS, type Vec3 } from "../core/volume";
import { AXES, clampedIndex, dot, type Grid, lengthOf, minus, NOISE, nearestIndex, plus, scaled } from "./vectors";

/** Orthonormal world vectors that point to right, anterior and superior, or nearest to it. */
export type Frame = readonly [Vec3, Vec3, Vec3];

/** How a tile lies in the world. Its pixels are those of the device; positions given by people are CSS pixels. */
export interface TileCamera {
  readonly plane: Plane;
  /** Device pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** From one device pixel to the next. */
  readonly rightMm: Vec3;
  readonly downMm: Vec3;
  /** Centre of the first device pixel, top left, on the plane through the crosshair. */
  readonly originMm: Vec3;
  /** Unit vector across the plane: right, anterior or superior, or nearest to it. */
  readonly normal: Vec3;
  /** CSS pixels per mm. */
  readonly pixelsPerMm: number;
}

export interface CameraOptions {
  readonly plane: Plane;
  readonly frame: Frame;
  readonly view: Pick<View, "crosshairMm" | "centreMm">;
  /** CSS pixels per mm. */
  readonly pixelsPerMm: number;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
  /** The patient's right on the left of axial and coronal tiles. */
  readonly radiological: boolean;
  readonly noseLeft: boolean;
}

type Conventions = Pick<CameraOptions, "radiological" | "noseLeft">;

const WORLD: Frame = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The grid's own axes made orthonormal and turned to right, anterior and superior, or those of the scanner. */
export function frameOf(affine: Affine, axes: "scan" | "scanner"): Frame {
  if (axes === "scanner") return WORLD;
  const out: Vec3[] = [];
  nearestAxes(affine).forEach((axis, world) => {
    const column = columnOf(affine, axis);
    let own = scaled(column, Math.sign(column[world as 0 | 1 | 2]) || 1);
    for (const other of out) own = plus(own, other, -dot(own, other));
    out.push(scaled(own, 1 / lengthOf(own)));
  });
  return out as unknown as Frame;
}

/** Largest angle between a grid axis and the world axis nearest to it. */
export function obliqueDegrees(affine: Affine): number {
  const cosines = nearestAxes(affine).map((axis, world) => {
    const column = columnOf(affine, axis);
    return Math.abs(column[world as 0 | 1 | 2]) / lengthOf(column);
  });
  return (Math.acos(Math.min(1, ...cosines)) * 180) / Math.PI;
}

export function tileCamera(options: CameraOptions): TileCamera {
  const { plane, frame, view, pixelsPerMm, ratio } = options;
  const [right, up] = screenAxes(plane, frame, options);
  const normal = frame[PLANE_AXES[plane][2] as 0 | 1 | 2];
  const width = Math.max(1, Math.round(options.width * ratio));
  const height = Math.max(1, Math.round(options.height * ratio));
  const rightMm = scaled(right, 1 / (pixelsPerMm * ratio));
  const downMm = scaled(up, -1 / (pixelsPerMm * ratio));
  const middle = plus(view.centreMm, normal, dot(minus(view.crosshairMm, view.centreMm), normal));
  const originMm = plus(plus(middle, rightMm, (1 - width) / 2), downMm, (1 - height) / 2);
  return { plane, width, height, ratio, rightMm, downMm, originMm, normal, pixelsPerMm };
}

/** The world position under a point of the tile, in CSS pixels from its top left corner. */
export function worldAt({ originMm, rightMm, downMm, ratio }: TileCamera, x: number, y: number): Vec3 {
  return plus(plus(originMm, rightMm, x * ratio - 0.5), downMm, y * ratio - 0.5);
}

/** Where a world position is seen, or its foot on the plane, in CSS pixels from the tile's top left corner. */
export function screenOf({ originMm, rightMm, downMm, ratio }: TileCamera, mm: Vec3): readonly [number, number] {
  const from = minus(mm, originMm);
  const along = (step: Vec3) => (dot(from, step) / dot(step, step) + 0.5) / ratio;
  return [along(rightMm), along(downMm)];
}

/** The box along the frame's axes that holds all grids, to the outer faces of their voxels. */
export function extentOf(grids: readonly Grid[], frame: Frame): { centreMm: Vec3; sizeMm: Vec3 } {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const { dims, affine } of grids) {
    for (let corner = 0; corner < 8; corner++) {
      const at = (axis: 0 | 1 | 2) => ((corner >> axis) & 1 ? dims[axis] - 0.5 : -0.5);
      const mm = voxelToWorld(affine, [at(0), at(1), at(2)]);
      for (const axis of AXES) {
        const along = dot(mm, frame[axis]);
        low[axis] = Math.min(low[axis] as number, along);
        high[axis] = Math.max(high[axis] as number, along);
      }
    }
  }
  if (grids.length === 0) return { centreMm: [0, 0, 0], sizeMm: [1, 1, 1] };
  let centreMm: Vec3 = [0, 0, 0];
  for (const axis of AXES) {
    centreMm = plus(centreMm, frame[axis], ((low[axis] as number) + (high[axis] as number)) / 2);
  }
  return { centreMm, sizeMm: AXES.map((axis) => (high[axis] as number) - (low[axis] as number)) as unknown as Vec3 };
}

/** Anatomical letters at the left, right, top and bottom edge: the nearest ones; "?" where orientation is not known. */
export function edgeLetters(
  plane: Plane,
  frame: Frame,
  options: Conventions & { readonly letters: boolean },
): [left: string, right: string, top: string, bottom: string] {
  if (!options.letters) return ["?", "?", "?", "?"];
  const [right, up] = screenAxes(plane, frame, options);
  return [letterOf(scaled(right, -1)), letterOf(right), letterOf(up), letterOf(scaled(up, -1))];
}

/** The crosshair on the middle of the slice that lies `slices` further along the plane's normal, inside the grid. */
export function stepped(grid: Grid, frame: Frame, plane: Plane, crosshairMm: Vec3, slices: number): Vec3 {
  const { normal, axis, perMm } = acrossPlane(grid, frame, plane);
  const at = worldToVoxel(grid.affine, crosshairMm)[axis];
  const from = clampedIndex(nearestIndex(at), grid.dims[axis]);
  const to = clampedIndex(from + Math.sign(perMm) * slices, grid.dims[axis]);
  return Math.abs(to - at) < NOISE ? crosshairMm : plus(crosshairMm, normal, (to - at) / perMm);
}

/** The slice that the plane through the crosshair shows, counted from 0 along the plane's normal. */
export function sliceOf(grid: Grid, frame: Frame, plane: Plane, crosshairMm: Vec3): { index: number; count: number } {
  const { axis, perMm } = acrossPlane(grid, frame, plane);
  const count = grid.dims[axis];
  const stored = clampedIndex(nearestIndex(worldToVoxel(grid.affine, crosshairMm)[axis]), count);
  return { index: perMm > 0 ? stored : count - 1 - stored, count };
}

/** CSS pixels per mm, the largest at which a box of this size along the frame's axes fits into all tiles. */
export function fitPixelsPerMm(
  sizeMm: Vec3,
  tiles: readonly { readonly plane: Plane; readonly width: number; readonly height: number }[],
): number {
  let fit = Infinity;
  for (const { plane, width, height } of tiles) {
    const [across, up] = PLANE_AXES[plane] as readonly [0 | 1 | 2, 0 | 1 | 2, number];
    fit = Math.min(fit, width / sizeMm[across], height / sizeMm[up]);
  }
  return Number.isFinite(fit) && fit > 0 ? fit : 1;
}

/** World directions that a plane's tile shows to the right and up. */
function screenAxes(plane: Plane, frame: Frame, { radiological, noseLeft }: Conventions): [right: Vec3, up: Vec3] {
  const [across, up] = PLANE_AXES[plane] as readonly [0 | 1 | 2, 0 | 1 | 2, number];
  const isMirrored = plane === "sagittal" ? noseLeft : radiological;
  return [scaled(frame[across], isMirrored ? -1 : 1), frame[up]];
}

/** The grid axis that runs nearest to the plane's normal, and by how much its index grows per mm of the normal. */
function acrossPlane({ affine }: Grid, frame: Frame, plane: Plane) {
  const normal = frame[PLANE_AXES[plane][2] as 0 | 1 | 2];
  const spacing = spacingOf(affine);
  const alongs = AXES.map((axis) => Math.abs(dot(columnOf(affine, axis), normal)) / spacing[axis]);
  const axis = alongs.indexOf(Math.max(...alongs)) as 0 | 1 | 2;
  const inverse = inverseAffine(affine);
  const row = inverse.slice(4 * axis, 4 * axis + 3) as unknown as Vec3;
  return { normal, axis, perMm: dot(row, normal) };
}

/** For right, anterior and superior the grid axis nearest to it; every grid axis is taken once. */
function nearestAxes(affine: Affine): Vec3 {
  const spacing = spacingOf(affine);
  const score = (order: Vec3) =>
    AXES.reduce<number>((sum, world) => {
      const axis = order[world] as 0 | 1 | 2;
      return sum + Math.abs(columnOf(affine, axis)[world]) / spacing[axis];
    }, 0);
  return AXIS_ORDERS.reduce((best, order) => (score(order) > score(best) + 1e-9 ? order : best));
}

function letterOf(direction: Vec3): string {
  const sizes = direction.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes)) as 0 | 1 | 2;
  return ((direction[axis] > 0 ? "RAS" : "LPI")[axis] as string) ?? "?";
}
