/**
 * Tiles as a picture to keep: images, marks and texts are drawn into its pixels. It says nothing but the texts it is
 * given, and of computed images always that they are computed.
 */

import type { TileCamera } from "./camera";
import { drawMarks, FONT, INK } from "./draw-marks";
import type { Mark, TextMark } from "./marks";
import { type Picture, type Pixels, paintPicture } from "./picture";

/** Burned into computed tiles. The same in every language, so that whoever is handed the picture can look it up. */
export const COMPUTED_MARK = "SUPER-RESOLVED – not acquired data";

/** In CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Corners {
  readonly topLeft: readonly string[];
  readonly topRight: readonly string[];
  readonly bottomLeft: readonly string[];
  readonly bottomRight: readonly string[];
}

export interface ExportTile {
  readonly box: Box;
  readonly picture: Picture;
  /** Of the picture's own ratio, which may be another than the screen's. */
  readonly camera: TileCamera;
  readonly smooth: boolean;
  readonly marks: readonly Mark[];
  readonly texts: Corners;
  /** Whether what it shows, or a part of it, is super-resolved. */
  readonly isComputed: boolean;
}

/** What is drawn: tiles in an image of this size (CSS pixels), and lines of text below it. */
export interface Composition {
  readonly tiles: readonly ExportTile[];
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture per CSS pixel. */
  readonly ratio: number;
  readonly provenance: readonly string[];
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const PAD = 8;
const LINE = 16;

/** The composed picture as PNG. */
export async function composeImage(composition: Composition): Promise<Blob> {
  const { canvas } = compose(composition);
  if ("convertToBlob" in canvas) return canvas.convertToBlob({ type: "image/png" });
  return new Promise((resolve, reject) => {
    const taken = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("The browser made no PNG.")));
    canvas.toBlob(taken, "image/png");
  });
}

/** The composed picture as pixels: a frame of a clip. */
export function composePixels(composition: Composition): Pixels {
  const { canvas, context } = compose(composition);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  return { data: data as Pixels["data"], width, height };
}

function compose({ tiles, width, height, ratio, provenance }: Composition) {
  const wide = Math.round(width * ratio);
  const { canvas, context } = makeCanvas(wide, 1);
  context.font = FONT;
  const lines = provenance.flatMap((line) => wrapped(line, width - 2 * PAD, (text) => context.measureText(text).width));
  const strip = lines.length > 0 ? 2 * PAD + lines.length * LINE : 0;
  canvas.height = Math.round((height + strip) * ratio);
  context.fillStyle = "#000";
  context.fillRect(0, 0, wide, canvas.height);
  for (const tile of tiles) drawTile(context, tile, ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = INK.strip;
  context.fillRect(0, height, width, strip);
  drawMarks(
    context,
    lines.map((text, i) => cornerText(text, PAD, height + PAD + i * LINE, "start", "top", "corner")),
  );
  return { canvas, context };
}

function drawTile(context: Context, { box, picture, camera, smooth, marks, ...tile }: ExportTile, ratio: number): void {
  const { data, width, height } = paintPicture(picture, camera, smooth);
  context.putImageData(new ImageData(data, width, height), Math.round(box.x * ratio), Math.round(box.y * ratio));
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  context.translate(box.x, box.y);
  context.font = FONT;
  drawMarks(context, [...marks, ...cornerMarks(tile, box, (text) => context.measureText(text).width)]);
  context.restore();
}

/** The texts in a tile's corners, the mark of a computed image first: whole, and below the letter of the upper edge. */
export function cornerMarks(
  { texts, isComputed }: Pick<ExportTile, "texts" | "isComputed">,
  { width, height }: Pick<Box, "width" | "height">,
  widthOf: (text: string) => number,
): TextMark[] {
  const top = isComputed && width < 2 * (widthOf(COMPUTED_MARK) + 2 * PAD) ? PAD + LINE : PAD;
  const style = isComputed ? "computed" : "corner";
  const [right, bottom] = [width - PAD, height - PAD];
  const upwards = (lines: readonly string[], i: number) => bottom - (lines.length - 1 - i) * LINE;
  const topLeft = [...(isComputed ? wrapped(COMPUTED_MARK, width - 2 * PAD, widthOf) : []), ...texts.topLeft];
  const { topRight, bottomLeft, bottomRight } = texts;
  // Beside the mark there is no room in the same line.
  const below = isComputed ? topLeft.length : 0;
  return [
    ...topLeft.map((text, i) => cornerText(text, PAD, top + i * LINE, "start", "top", style)),
    ...topRight.map((text, i) => cornerText(text, right, top + (below + i) * LINE, "end", "top", "corner")),
    ...bottomLeft.map((text, i) => cornerText(text, PAD, upwards(bottomLeft, i), "start", "bottom", "corner")),
    ...bottomRight.map((text, i) => cornerText(text, right, upwards(bottomRight, i), "end", "bottom", "corner")),
  ];
}

function cornerText(
  text: string,
  x: number,
  y: number,
  anchor: TextMark["anchor"],
  baseline: TextMark["baseline"],
  style: TextMark["style"],
): TextMark {
  return { kind: "text", text, x, y, anchor, baseline, style };
}

/** A line cut between words where it is too wide. */
export function wrapped(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last !== undefined && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function makeCanvas(width: number, height: number) {
  const canvas =
    typeof OffscreenCanvas === "undefined" ? document.createElement("canvas") : new OffscreenCanvas(width, height);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d") as Context | null;
  if (!context) throw new Error("Internal error: this canvas has no 2-D context");
  return { canvas, context };
}
