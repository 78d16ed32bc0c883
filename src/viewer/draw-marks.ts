/** Draws marks on a canvas, in the looks that they have on the page. */

import type { LineStyle, Mark, TextStyle } from "./marks";

export const FONT = '12px Inter, "Noto Sans KR Variable", system-ui, sans-serif';

/** Colours of what lies over images, on the page and in exported pictures. */
export const INK = {
  cross: "#4aa3ff",
  measure: "#ffe14d",
  scale: "#ffffff",
  locator: "#c8c8c8",
  letter: "#ffffff",
  corner: "#e6e6e6",
  computed: "#ffb000",
  strip: "#101010",
} as const satisfies Record<LineStyle | TextStyle | "strip", string>;

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const HALO = "rgb(0 0 0 / 75%)";

/** In the context's present units, which are to be CSS pixels of the tile. */
export function drawMarks(context: Context, marks: readonly Mark[]): void {
  context.lineJoin = "round";
  for (const mark of marks) {
    if (mark.kind === "line") {
      context.beginPath();
      for (const [x, y] of mark.points) context.lineTo(x, y);
      const isThin = mark.style === "cross" || mark.style === "locator";
      if (!isThin) stroke(context, HALO, 3);
      stroke(context, INK[mark.style], isThin ? 1 : 1.5);
      continue;
    }
    context.font = mark.style === "letter" || mark.style === "computed" ? `600 ${FONT}` : FONT;
    context.textAlign = mark.anchor === "middle" ? "center" : mark.anchor;
    context.textBaseline = mark.baseline;
    context.strokeStyle = HALO;
    context.lineWidth = 3;
    context.strokeText(mark.text, mark.x, mark.y);
    context.fillStyle = INK[mark.style];
    context.fillText(mark.text, mark.x, mark.y);
  }
}

function stroke(context: Context, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
