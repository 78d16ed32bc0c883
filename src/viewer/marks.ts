/** What is drawn over a tile, as lines and texts that the page and the exported picture share. Positions in CSS pixels. */

import type { Vec3 } from "../core/volume";
import { type Frame, screenOf, type TileCamera } from "./camera";
import { describeMeasurement, type Measurement, withinPlane } from "./measure";
import { dot } from "./vectors";

export type Point = readonly [x: number, y: number];

export type LineStyle = "cross" | "measure" | "scale" | "locator";

export type TextStyle = "letter" | "measure" | "scale" | "corner" | "computed";

export interface TextMark {
  readonly kind: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: "start" | "middle" | "end";
  readonly baseline: "top" | "middle" | "bottom";
  readonly style: TextStyle;
}

export interface LineMark {
  readonly kind: "line";
  readonly points: readonly Point[];
  readonly style: LineStyle;
}

export type Mark = LineMark | TextMark;

/** Left free around the crosshair, so that it does not hide what it points at. */
const CROSS_GAP = 8;
const EDGE = 8;

/** Width and height of a tile in CSS pixels. */
const sizeOf = ({ width, height, ratio }: TileCamera): Point => [width / ratio, height / ratio];

const lineMark = (style: LineStyle, ...points: Point[]): LineMark => ({ kind: "line", points, style });

export function crossMarks(camera: TileCamera, crosshairMm: Vec3): Mark[] {
  const [width, height] = sizeOf(camera);
  const [x, y] = screenOf(camera, crosshairMm);
  const lines: [from: Point, to: Point][] = [
    [
      [0, y],
      [Math.min(width, x - CROSS_GAP), y],
    ],
    [
      [Math.max(0, x + CROSS_GAP), y],
      [width, y],
    ],
    [
      [x, 0],
      [x, Math.min(height, y - CROSS_GAP)],
    ],
    [
      [x, Math.max(0, y + CROSS_GAP)],
      [x, height],
    ],
  ];
  const isSeen = ([[x0, y0], [x1, y1]]: [Point, Point]) =>
    x0 <= x1 && y0 <= y1 && x0 >= 0 && x1 <= width && y0 >= 0 && y1 <= height;
  return lines.filter(isSeen).map((line) => lineMark("cross", ...line));
}

/** Letters at the left, right, top and bottom edge. */
export function letterMarks(
  camera: TileCamera,
  [left, right, top, bottom]: readonly [string, string, string, string],
): Mark[] {
  const [width, height] = sizeOf(camera);
  const letter = (
    text: string,
    x: number,
    y: number,
    anchor: TextMark["anchor"],
    baseline: TextMark["baseline"],
  ): Mark => ({
    kind: "text",
    text,
    x,
    y,
    anchor,
    baseline,
    style: "letter",
  });
  return [
    letter(left, EDGE, height / 2, "start", "middle"),
    letter(right, width - EDGE, height / 2, "end", "middle"),
    letter(top, width / 2, EDGE, "middle", "top"),
    letter(bottom, width / 2, height - EDGE, "middle", "bottom"),
  ];
}

/** A bar of 1, 2 or 5 times a power of ten mm, at most a quarter of the tile; `at` is its right end. */
export function scaleBar(camera: TileCamera, at?: Point): { marks: Mark[]; mm: number } {
  const [width, height] = sizeOf(camera);
  const most = width / 4 / camera.pixelsPerMm;
  const power = 10 ** Math.floor(Math.log10(most) + 1e-9);
  const mm = power * ([5, 2].find((times) => times * power <= most * (1 + 1e-9)) ?? 1);
  const [right, y] = at ?? [width - EDGE, height - EDGE];
  const left = right - mm * camera.pixelsPerMm;
  const text = mm >= 10 ? `${Number((mm / 10).toPrecision(1))} cm` : `${Number(mm.toPrecision(1))} mm`;
  return {
    mm,
    marks: [
      lineMark("scale", [left, y - 6], [left, y], [right, y], [right, y - 6]),
      { kind: "text", x: (left + right) / 2, y: y - 4, text, anchor: "middle", baseline: "bottom", style: "scale" },
    ],
  };
}

/** A measurement whose points lie in the tile's plane, to within so many mm. */
export function measureMarks(camera: TileCamera, measurement: Measurement, withinMm = 1): Mark[] {
  const { points } = measurement;
  if (!withinPlane(camera, measurement, withinMm)) return [];
  const seen = points.map((mm) => screenOf(camera, mm));
  const [x, y] = (measurement.kind === "angle" && seen[1] ? seen[1] : seen.at(-1)) as Point;
  const ends = seen.flatMap(([px, py]) => [
    lineMark("measure", [px - 4, py], [px + 4, py]),
    lineMark("measure", [px, py - 4], [px, py + 4]),
  ]);
  const text = describeMeasurement(measurement);
  const label: Mark = { kind: "text", x: x + 8, y: y - 6, text, anchor: "start", baseline: "bottom", style: "measure" };
  return [lineMark("measure", ...seen), ...ends, ...(text ? [label] : [])];
}

/** The whole plane as a small box, and in it what the tile shows; nothing where the tile shows all. `at` is top left. */
export function locatorMarks(
  camera: TileCamera,
  { centreMm, sizeMm }: { readonly centreMm: Vec3; readonly sizeMm: Vec3 },
  frame: Frame,
  at: Point,
  longest = 64,
): Mark[] {
  const [width, height] = sizeOf(camera);
  const length = (direction: Vec3) =>
    frame.reduce((sum, axis, i) => sum + (sizeMm[i] as number) * Math.abs(dot(axis, direction)), 0) /
    Math.hypot(...direction);
  const whole: Point = [length(camera.rightMm) * camera.pixelsPerMm, length(camera.downMm) * camera.pixelsPerMm];
  const [x, y] = screenOf(camera, centreMm);
  const corner: Point = [x - whole[0] / 2, y - whole[1] / 2];
  const seesAll =
    corner[0] >= -1 && corner[1] >= -1 && corner[0] + whole[0] <= width + 1 && corner[1] + whole[1] <= height + 1;
  if (seesAll) return [];
  const scale = longest / Math.max(...whole);
  const box = (fromX: number, fromY: number, toX: number, toY: number): Mark => {
    const px = (value: number) => at[0] + Math.min(whole[0], Math.max(0, value - corner[0])) * scale;
    const py = (value: number) => at[1] + Math.min(whole[1], Math.max(0, value - corner[1])) * scale;
    const [left, top, right, bottom] = [px(fromX), py(fromY), px(toX), py(toY)];
    return lineMark("locator", [left, top], [right, top], [right, bottom], [left, bottom], [left, top]);
  };
  return [box(corner[0], corner[1], corner[0] + whole[0], corner[1] + whole[1]), box(0, 0, width, height)];
}
