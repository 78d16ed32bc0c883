/** One plane as a picture with a magnified inset: the image itself, or its signed error. */

import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from "react";
import type { PlaneImage } from "../../core/planes";
import type { EvaluationPictures } from "../../session/evaluation-wire";
import { ARROWS } from "../common/arrows";
import { useRatio } from "../common/device-pixel-ratio";
import { drawnOn } from "../common/drawn-on";

/** Middle of the magnified frame, 0…1 across and down. */
export interface Inset {
  readonly x: number;
  readonly y: number;
}

interface PictureCanvasProps {
  readonly label: string;
  readonly image: PlaneImage;
  /** With it, the difference `image - original` is drawn. */
  readonly original: PlaneImage | undefined;
  /** Error drawn in full colour. */
  readonly limit: number;
  /** Intensities drawn black and white. */
  readonly window: readonly [number, number];
  readonly inset: Inset;
  readonly zoom: number;
  /** Letters for the left and the right of the picture before mirroring; none where the file does not tell. */
  readonly sides: readonly [string, string] | undefined;
  /** True draws the patient's right on the left. */
  readonly isMirrored: boolean;
  readonly onInset: (inset: Inset) => void;
}

/**
 * Width of a picture in pixels of its canvas, more than it has on the page: voxels are drawn as they are, and the browser
 * smooths what it draws smaller. The height follows from the voxel sizes.
 */
const WIDTH = 640;
/** On finer screens than this, device pixels per CSS pixel, the canvas is finer too. */
const ENOUGH_RATIO = 2;
/** Side of the frame that is magnified, in the same pixels. */
const FRAME = 80;
/** How far an arrow key moves it, as a share of the picture. */
const STEP = 0.04;

export function PictureCanvas(props: PictureCanvasProps) {
  const { label, image, original, limit, window, inset, zoom, sides, isMirrored, onInset } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [across, down] = image.spacing;
  const height = Math.round((WIDTH * image.height * down) / (image.width * across)) || 1;
  const fineness = Math.max(1, useRatio() / ENOUGH_RATIO);

  useEffect(
    () =>
      drawnOn(canvas.current, (context) => {
        const picture = paint(image, isMirrored, (value, at) =>
          original ? errorColour((value - (original.data[at] as number)) / limit) : greyOf(value, window),
        );
        context.setTransform(fineness, 0, 0, fineness, 0, 0);
        context.imageSmoothingEnabled = image.width > WIDTH * fineness;
        context.imageSmoothingQuality = "high";
        context.drawImage(picture, 0, 0, WIDTH, height);
        const left = inside(inset.x * WIDTH - FRAME / 2, WIDTH - FRAME);
        const top = inside(inset.y * height - FRAME / 2, height - FRAME);
        const size = FRAME * zoom;
        const [toLeft, toTop] = [WIDTH - size, Math.max(0, height - size)];
        const [scaleX, scaleY] = [image.width / WIDTH, image.height / height];
        const source = [left * scaleX, top * scaleY, FRAME * scaleX, FRAME * scaleY] as const;
        context.drawImage(picture, ...source, toLeft, toTop, size, size);
        context.strokeStyle = "#59c7db";
        context.lineWidth = 2;
        context.strokeRect(toLeft + 0.5, toTop + 0.5, size - 1, size - 1);
        context.strokeRect(Math.round(left) + 0.5, Math.round(top) + 0.5, FRAME - 1, FRAME - 1);
        const letters = isMirrored ? [...(sides ?? [])].reverse() : (sides ?? []);
        context.font = "600 26px system-ui, sans-serif";
        context.textBaseline = "middle";
        for (const [i, letter] of letters.entries()) {
          context.textAlign = i === 0 ? "left" : "right";
          context.strokeStyle = "#000";
          context.lineWidth = 6;
          context.strokeText(letter, i === 0 ? 10 : WIDTH - 10, height / 2);
          context.fillStyle = "#d8d8d8";
          context.fillText(letter, i === 0 ? 10 : WIDTH - 10, height / 2);
        }
        context.lineWidth = 1;
      }),
    [image, original, limit, window, inset, zoom, sides, isMirrored, height, fineness],
  );

  const point = (event: PointerEvent) => {
    const { left, top, width, height: shown } = event.currentTarget.getBoundingClientRect();
    onInset({ x: (event.clientX - left) / width, y: (event.clientY - top) / shown });
  };
  const press = (event: KeyboardEvent) => {
    const [x, y] = ARROWS[event.key] ?? [0, 0];
    if (x === 0 && y === 0) return;
    event.preventDefault();
    onInset({ x: inside(inset.x + STEP * x, 1), y: inside(inset.y + STEP * y, 1) });
  };
  return (
    <canvas
      ref={canvas}
      width={Math.round(WIDTH * fineness)}
      height={Math.round(height * fineness)}
      role="img"
      aria-label={label}
      tabIndex={0}
      onPointerDown={point}
      onPointerMove={(event) => event.buttons === 1 && point(event)}
      onKeyDown={press}
    />
  );
}

const inside = (value: number, high: number) => Math.min(Math.max(value, 0), Math.max(0, high));

type Colour = readonly [number, number, number, number];

/** The plane at its own resolution, coloured voxel by voxel. */
function paint(
  image: PlaneImage,
  isMirrored: boolean,
  colourOf: (value: number, at: number) => Colour,
): OffscreenCanvas {
  const { width, height, data } = image;
  const pixels = new ImageData(width, height);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at++) {
      const to = row * width + (isMirrored ? width - 1 - column : column);
      pixels.data.set(colourOf(data[at] as number, at), 4 * to);
    }
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
  return canvas;
}

function greyOf(value: number, [black, white]: readonly [number, number]): Colour {
  const grey = Math.round(255 * inside((value - black) / (white - black), 1));
  return [grey, grey, grey, 255];
}

/** From -1 (blue) over 0 (black) to 1 (orange). */
function errorColour(share: number): Colour {
  const size = inside(Math.abs(share), 1);
  const [r, g, b] = share < 0 ? ERROR_COLOURS.below : ERROR_COLOURS.above;
  return [r * size, g * size, b * size, 255];
}

/** The same as in the scale's gradient of evaluate.css. */
const ERROR_COLOURS = { below: [80, 170, 255], above: [255, 150, 60] } as const;

/** One scale for the errors of all methods: what 99.5 % of those of the axial planes stay under, in steps of 0.01. */
export function errorLimit({ original, methods }: EvaluationPictures): number {
  const sizes = methods.flatMap(({ planes }) =>
    Array.from(planes.axial.data, (value, i) => Math.abs(value - (original.axial.data[i] as number))),
  );
  sizes.sort((a, b) => a - b);
  return Math.max(0.01, Math.ceil((sizes[Math.floor(0.995 * sizes.length)] ?? 0) * 100) / 100);
}
