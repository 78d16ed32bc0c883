/** Where the planes stand in a pane: all at one scale in mm, as large as they fit. */

import { PLANES, type Plane } from "../core/view";
import type { Vec3 } from "../core/volume";

/** A rectangle in CSS pixels from the pane's top left corner. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface TileLayout {
  readonly tiles: Readonly<Record<Plane, Area>>;
  /** The empty quarter of a grid, where facts can be written without hiding image. */
  readonly free: Area | undefined;
}

const GAP = 6;

/**
 * Three planes in a pane of `width` × `height` pixels: in a row (axial, coronal, sagittal) or in a 2×2 grid (coronal
 * and sagittal above, axial below), whichever shows them larger in `wholeHeight`, which is what the pane has when nothing
 * is written below it: in a grid there is room beside the planes. So the choice does not depend on the one before.
 * `extentMm` is the field of view to the right, anterior and superior.
 */
export function planTiles(extentMm: Vec3, width: number, height: number, wholeHeight = height): TileLayout {
  const [x, y, z] = extentMm;
  const rowScale = (h: number) => Math.min((width - 4 * GAP) / (x + x + y), (h - 2 * GAP) / Math.max(y, z));
  const gridScale = (h: number) => Math.min((width - 3 * GAP) / (x + y), (h - 3 * GAP) / (y + z));
  const [row, grid] = [rowScale(height), gridScale(height)];
  if (rowScale(wholeHeight) > gridScale(wholeHeight)) {
    const left = (width - (x + x + y) * row - 2 * GAP) / 2;
    const at = (offsetMm: number, gaps: number, w: number, h: number): Area => ({
      left: left + offsetMm * row + gaps * GAP,
      top: (height - h * row) / 2,
      width: w * row,
      height: h * row,
    });
    return { tiles: { axial: at(0, 0, x, y), coronal: at(x, 1, x, z), sagittal: at(x + x, 2, y, z) }, free: undefined };
  }
  const left = (width - (x + y) * grid - GAP) / 2;
  const top = (height - (y + z) * grid - GAP) / 2;
  const at = (column: number, line: number, w: number, h: number): Area => ({
    left: left + column * (x * grid + GAP),
    top: top + line * (z * grid + GAP),
    width: w * grid,
    height: h * grid,
  });
  const free = at(1, 1, y, y);
  return {
    tiles: { axial: at(0, 1, x, y), coronal: at(0, 0, x, z), sagittal: at(1, 0, y, z) },
    free: { ...free, width: width - free.left, height: height - free.top },
  };
}

/** The tiles as fractions of the pane, in drawing order. */
export function tileFractions(layout: TileLayout, width: number, height: number) {
  return PLANES.map((plane) => {
    const { left, top, width: w, height: h } = layout.tiles[plane];
    return { plane, position: [left / width, top / height, w / width, h / height] as [number, number, number, number] };
  });
}
