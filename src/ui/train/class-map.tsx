/** All classes in one picture that can be pointed at and walked through by keyboard. */

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { Rgb } from "../../core/colour-map";
import { CELLS, cellOfClass, className, classOfCell } from "./class-names";

const STEPS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Cells along each side of the block of one direction. */
const BLOCK = 3;
const LINE: Rgb = [13, 13, 13];
const BLOCK_LINE: Rgb = [88, 88, 88];

interface ClassMapProps {
  readonly caption: string;
  /** Pixels along each side of a class's picture. */
  readonly size: number;
  /** Side of such a pixel on the canvas. */
  readonly zoom: number;
  /** Colour of a pixel of a class's picture, counted from the top left. */
  readonly colour: (index: number, x: number, y: number) => Rgb;
  /** What the picture says of a class. */
  readonly value: (index: number) => string;
  /** The chosen class and what choosing does, where one can be chosen. */
  readonly chosen?: number;
  readonly onChoose?: (index: number) => void;
  /** The legend. */
  readonly children?: ReactNode;
}

export function ClassMap({ caption, size, zoom, colour, value, chosen, onChoose, children }: ClassMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<number>();
  const pitch = pitchOf(size, zoom);
  const side = CELLS * pitch;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) paint(context, size, zoom, colour);
  }, [size, zoom, colour]);

  const classUnder = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) =>
    classOfCell(offsetX / pitch, offsetY / pitch);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const at = pointed ?? chosen ?? 0;
    if (step) {
      const [column, row] = cellOfClass(at);
      setPointed(classOfCell(column + step[0], row + step[1]));
    } else if (event.key === "Enter" || event.key === " ") {
      onChoose?.(at);
    } else return;
    event.preventDefault();
  };
  const mark = pointed ?? chosen;
  const description =
    mark === undefined ? "Point at a class, or use the arrow keys." : `${className(mark)}. ${value(mark)}`;
  return (
    <figure className="picture">
      <figcaption>{caption}</figcaption>
      <div className="class-map" style={{ width: side, height: side }}>
        <canvas
          ref={canvas}
          width={side}
          height={side}
          tabIndex={0}
          role="slider"
          aria-label={caption}
          aria-valuemin={0}
          aria-valuemax={CELLS * CELLS - 1}
          aria-valuenow={mark ?? 0}
          aria-valuetext={description}
          className={onChoose ? "choosable" : ""}
          onPointerMove={(event) => setPointed(classUnder(event))}
          onPointerLeave={() => setPointed(undefined)}
          onBlur={() => setPointed(undefined)}
          onKeyDown={onKeyDown}
          onClick={(event) => onChoose?.(classUnder(event))}
        />
        {mark !== undefined && <Mark index={mark} step={pitch} />}
      </div>
      <p className="readout-line">{description}</p>
      {children}
    </figure>
  );
}

/** From one class's picture to the next: one pixel of line lies between them. */
const pitchOf = (size: number, zoom: number) => size * zoom + 1;

function paint(context: CanvasRenderingContext2D, size: number, zoom: number, colour: ClassMapProps["colour"]): void {
  const pitch = pitchOf(size, zoom);
  const side = CELLS * pitch;
  const image = context.createImageData(side, side);
  const set = (x: number, y: number, [r, g, b]: Rgb) => {
    const at = 4 * (x + side * y);
    image.data[at] = r;
    image.data[at + 1] = g;
    image.data[at + 2] = b;
    image.data[at + 3] = 255;
  };
  for (let index = 0; index < CELLS * CELLS; index++) {
    const [column, row] = cellOfClass(index);
    for (let y = 0; y < size * zoom; y += zoom) {
      for (let x = 0; x < size * zoom; x += zoom) {
        const shade = colour(index, x / zoom, y / zoom);
        for (let i = 0; i < zoom * zoom; i++) {
          set(column * pitch + x + (i % zoom), row * pitch + y + Math.floor(i / zoom), shade);
        }
      }
    }
  }
  for (let line = pitch - 1; line < side; line += pitch) {
    const shade = (line + 1) % (BLOCK * pitch) === 0 ? BLOCK_LINE : LINE;
    for (let i = 0; i < side; i++) {
      if (shade === BLOCK_LINE || (i + 1) % (BLOCK * pitch) !== 0) {
        set(line, i, shade);
        set(i, line, shade);
      }
    }
  }
  context.putImageData(image, 0, 0);
}

function Mark({ index, step }: { index: number; step: number }) {
  const [column, row] = cellOfClass(index);
  const box = { left: column * step - 1, top: row * step - 1, width: step + 1, height: step + 1 };
  return <div className="class-mark" style={box} />;
}

interface LegendProps {
  readonly low: string;
  readonly high: string;
  readonly colour: (share: number) => Rgb;
}

/** A bar of the colours with the values of its ends. */
export function ColourLegend({ low, high, colour }: LegendProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(256, 1);
    for (let x = 0; x < 256; x++) image.data.set([...colour(x / 255), 255], 4 * x);
    context.putImageData(image, 0, 0);
  }, [colour]);
  return (
    <div className="legend">
      <span>{low}</span>
      <canvas ref={canvas} width={256} height={1} />
      <span>{high}</span>
    </div>
  );
}

/** How the classes are laid out, in words. */
export function LayoutNote() {
  return (
    <p className="muted picture-note">
      Blocks: azimuth to the right, elevation down, 22.5° each. In a block: strength to the right, coherence down.
    </p>
  );
}
