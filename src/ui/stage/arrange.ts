/** Where the tiles of a layout stand: they cover the stage but for gaps of a pixel, as large as one scale allows. */

import { PLANE_AXES, PLANES, type Plane } from "../../core/view";
import type { Vec3 } from "../../core/volume";
import type { Layout } from "../../state/prefs-store";
import { fitPixelsPerMm } from "../../viewer/camera";

/** What a tile shows: one series, or two of them in one place. */
export type TileKind = "slice" | "curtain" | "flicker" | "difference" | "render";

/** CSS pixels from the top left of the stage. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Tile extends Box {
  readonly key: string;
  readonly kind: TileKind;
  readonly plane: Plane;
  /** One, or A and B. */
  readonly seriesIds: readonly string[];
}

export interface Arrangement {
  readonly layout: Layout;
  /** Of the layouts that show one plane. */
  readonly plane: Plane;
  /** Columns of Grid and Plane. */
  readonly shown: readonly string[];
  /** The two that are compared. */
  readonly a: string | undefined;
  readonly b: string | undefined;
  readonly active: string | undefined;
  readonly width: number;
  readonly height: number;
  /** Extent of what is shown along the planes' axes. */
  readonly sizeMm: Vec3;
  /** Key of a tile that fills the stage. */
  readonly maximised?: string | undefined;
}

const GAP = 1;

type Content = Pick<Tile, "key" | "kind" | "plane" | "seriesIds">;

export function arrange(arrangement: Arrangement): readonly Tile[] {
  const { width, height, maximised } = arrangement;
  const candidates = ways(arrangement);
  const alone = candidates[0]?.lines.flat().find(({ key }) => key === maximised);
  if (alone) return [{ ...alone, left: 0, top: 0, width, height }];
  let best: { tiles: readonly Tile[]; scale: number } | undefined;
  for (const candidate of candidates) {
    const tiles = place(candidate, arrangement);
    const scale = fitPixelsPerMm(arrangement.sizeMm, tiles);
    if (!best || scale > best.scale) best = { tiles, scale };
  }
  return best?.tiles ?? [];
}

interface Way {
  readonly lines: readonly (readonly Content[])[];
  /** True where the lines are columns, not rows. */
  readonly isColumns?: boolean;
  /** True where the cells of a line share its length by themselves, whatever stands in the next line. */
  readonly isFree?: boolean;
}

/** The ways in which a layout's tiles can stand. */
function ways({ layout, plane, shown, a, b, active }: Arrangement): readonly Way[] {
  const first = a ?? shown[0];
  if (first === undefined) return [];
  const one = (id: string, of: Plane): Content => ({ key: `${of} ${id}`, kind: "slice", plane: of, seriesIds: [id] });
  switch (layout) {
    case "grid": {
      if (shown.length === 1) {
        const [axial, coronal, sagittal] = PLANES.map((of) => one(shown[0] as string, of)) as [
          Content,
          Content,
          Content,
        ];
        return [
          { lines: [[axial, coronal, sagittal]] },
          { lines: [[axial], [coronal], [sagittal]] },
          { lines: [[axial], [coronal, sagittal]], isColumns: true, isFree: true },
          { lines: [[axial], [coronal, sagittal]], isFree: true },
        ];
      }
      const rows = PLANES.map((of) => shown.map((id) => one(id, of)));
      return [{ lines: rows }, { lines: rows, isColumns: true }];
    }
    case "plane":
      return inRows(shown.map((id) => one(id, plane)));
    case "two-up":
      return inRows((b === undefined || b === first ? [first] : [first, b]).map((id) => one(id, plane)));
    case "render":
      return [{ lines: [[{ key: "render", kind: "render", plane, seriesIds: [active ?? first] }]] }];
    default:
      if (b === undefined || b === first) return inRows([one(first, plane)]);
      return inRows([{ key: `${layout} ${plane}`, kind: layout, plane, seriesIds: [first, b] }]);
  }
}

/** Tiles of one plane, in every whole number of rows. */
function inRows(contents: readonly Content[]): readonly Way[] {
  const counts = contents.map((_, index) => index + 1).filter((rows) => contents.length % rows === 0);
  return counts.map((rows) => {
    const columns = contents.length / rows;
    return { lines: Array.from({ length: rows }, (_, row) => contents.slice(row * columns, (row + 1) * columns)) };
  });
}

function place({ lines, isColumns = false, isFree = false }: Way, arrangement: Arrangement): readonly Tile[] {
  const { width, height, sizeMm } = arrangement;
  const [along, across] = isColumns ? [height, width] : [width, height];
  /** Length of a cell along its line, or across it, in mm. */
  const lengthOf = ({ plane }: Content, isAlong: boolean) =>
    sizeMm[PLANE_AXES[plane][isAlong === isColumns ? 1 : 0] as 0 | 1 | 2];
  const most = (cells: readonly Content[], isAlong: boolean) =>
    Math.max(...cells.map((cell) => lengthOf(cell, isAlong)));
  const starts = split(
    across,
    lines.map((line) => most(line, false)),
  );
  const count = lines[0]?.length ?? 0;
  const shared = Array.from({ length: count }, (_, at) =>
    most(
      lines.map((line) => line[at] ?? (line[0] as Content)),
      true,
    ),
  );
  return lines.flatMap((line, index) => {
    const [start, thickness] = starts[index] as Span;
    const weights = isFree ? line.map((cell) => lengthOf(cell, true)) : shared;
    return split(along, weights).map(([from, length], at): Tile => {
      const content = line[at] as Content;
      return isColumns
        ? { ...content, left: start, top: from, width: thickness, height: length }
        : { ...content, left: from, top: start, width: length, height: thickness };
    });
  });
}

type Span = readonly [start: number, length: number];

/** Whole pixels for parts in proportion to their weights, with gaps between them. */
function split(total: number, weights: readonly number[]): readonly Span[] {
  const free = Math.max(0, total - GAP * (weights.length - 1));
  const sum = weights.reduce((a, b) => a + b, 0) || 1;
  let passed = 0;
  return weights.map((weight, index) => {
    const from = Math.round((free * passed) / sum);
    passed += weight;
    const to = Math.round((free * passed) / sum);
    return [from + index * GAP, to - from];
  });
}

/** The largest box of whole device pixels inside a tile: a canvas that lies between them is drawn blurred. */
export function onDevicePixels({ left, top, width, height }: Box, ratio: number): Box {
  const inside = (start: number, length: number): readonly [number, number] => {
    const from = Math.ceil(start * ratio - 1e-6);
    const to = Math.floor((start + length) * ratio + 1e-6);
    return [from / ratio, Math.max(1, to - from) / ratio];
  };
  const [x, w] = inside(left, width);
  const [y, h] = inside(top, height);
  return { left: x, top: y, width: w, height: h };
}
