/** Crosshair and orientation letters over the planes, one pixel thin and in the page's font at every zoom. */

import type { Plane, View } from "../core/view";
import type { Area } from "./tile-layout";

interface TileMark {
  readonly area: Area;
  /** Crosshair in CSS pixels of the pane. */
  readonly cross: readonly [number, number];
  /** At the left, right, top and bottom edge. */
  readonly letters: readonly [string, string, string, string];
}

const SVG = "http://www.w3.org/2000/svg";
/** Half the gap around the crosshair's centre, which leaves the voxel it is about visible. */
const GAP = 7;

export class TileMarks {
  readonly #svg: SVGSVGElement;

  constructor(host: HTMLElement) {
    this.#svg = document.createElementNS(SVG, "svg");
    this.#svg.setAttribute("class", "tile-marks");
    this.#svg.setAttribute("aria-hidden", "true");
    host.append(this.#svg);
  }

  draw(marks: readonly TileMark[]): void {
    this.#svg.replaceChildren(...marks.flatMap((mark) => [crossPath(mark), ...letterTexts(mark)]));
  }

  remove(): void {
    this.#svg.remove();
  }
}

/** Letters at the left, right, top and bottom edge; question marks when the file does not say which side is which. */
export function edgeLetters(plane: Plane, { letters, radiological }: View): TileMark["letters"] {
  if (!letters) return ["?", "?", "?", "?"];
  if (plane === "sagittal") return ["P", "A", "S", "I"];
  const [left, right] = radiological ? ["R", "L"] : ["L", "R"];
  return [left, right, ...(plane === "axial" ? (["A", "P"] as const) : (["S", "I"] as const))];
}

function crossPath({ area: { left, top, width, height }, cross }: TileMark): SVGElement {
  // On pixel centres, so that a line covers one row of pixels and not two by half.
  const [x, y] = [Math.floor(cross[0]) + 0.5, Math.floor(cross[1]) + 0.5];
  const [right, bottom] = [left + width, top + height];
  const parts: string[] = [];
  if (y > top && y < bottom) {
    if (x - GAP > left) parts.push(`M${left} ${y}H${Math.min(x - GAP, right)}`);
    if (x + GAP < right) parts.push(`M${Math.max(x + GAP, left)} ${y}H${right}`);
  }
  if (x > left && x < right) {
    if (y - GAP > top) parts.push(`M${x} ${top}V${Math.min(y - GAP, bottom)}`);
    if (y + GAP < bottom) parts.push(`M${x} ${Math.max(y + GAP, top)}V${bottom}`);
  }
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", parts.join(""));
  return path;
}

function letterTexts({ area: { left, top, width, height }, letters }: TileMark): SVGElement[] {
  const [middleX, middleY] = [left + width / 2, top + height / 2];
  const places: readonly (readonly [number, number])[] = [
    [left + 8, middleY],
    [left + width - 8, middleY],
    [middleX, top + 9],
    [middleX, top + height - 8],
  ];
  return places.map(([x, y], index) => {
    const text = document.createElementNS(SVG, "text");
    text.setAttribute("x", String(x));
    text.setAttribute("y", String(y));
    text.textContent = letters[index] as string;
    return text;
  });
}
