/** All classes in one picture that can be pointed at and walked through by keyboard. */

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { Rgb } from "../../viewer/colour-map";
import { ARROWS } from "../common/arrows";
import { type ClassLayout, cellOfClass, classesOf, classOfCell, rowsOf } from "./class-layout";

const LINE: Rgb = [13, 13, 13];
const BLOCK_LINE: Rgb = [88, 88, 88];

interface ClassMapProps {
  readonly caption: string;
  readonly layout: ClassLayout;
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

export function ClassMap(props: ClassMapProps) {
  const { caption, layout, size, zoom, colour, value, chosen, onChoose, children } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<number>();
  const pitch = pitchOf(size, zoom);
  const width = layout.columns * pitch;
  const height = rowsOf(layout) * pitch;

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) paint(context, layout, size, zoom, colour);
  }, [layout, size, zoom, colour]);

  const classUnder = ({ nativeEvent: { offsetX, offsetY } }: MouseEvent) =>
    classOfCell(layout, offsetX / pitch, offsetY / pitch);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = ARROWS[event.key];
    const at = pointed ?? chosen ?? classOfCell(layout, 0, 0);
    if (step) {
      const [column, row] = cellOfClass(layout, at);
      setPointed(classOfCell(layout, column + step[0], row + step[1]));
    } else if (event.key === "Enter" || event.key === " ") {
      onChoose?.(at);
    } else return;
    event.preventDefault();
  };
  const mark = pointed ?? chosen;
  const description =
    mark === undefined ? "Point at a class, or use the arrow keys." : `${layout.name(mark)}. ${value(mark)}`;
  return (
    <figure className="picture">
      <figcaption>{caption}</figcaption>
      <div className="class-map" style={{ width, height }}>
        <canvas
          ref={canvas}
          width={width}
          height={height}
          tabIndex={0}
          role="slider"
          aria-label={caption}
          aria-valuemin={0}
          aria-valuemax={Math.max(...classesOf(layout))}
          aria-valuenow={mark ?? 0}
          aria-valuetext={description}
          className={onChoose ? "choosable" : ""}
          onPointerMove={(event) => setPointed(classUnder(event))}
          onPointerLeave={() => setPointed(undefined)}
          onBlur={() => setPointed(undefined)}
          onKeyDown={onKeyDown}
          onClick={(event) => onChoose?.(classUnder(event))}
        />
        {mark !== undefined && <Mark cell={cellOfClass(layout, mark)} step={pitch} />}
      </div>
      <p className="note readout-line">{description}</p>
      {children}
    </figure>
  );
}

/** From one class's picture to the next: one pixel of line lies between them. */
const pitchOf = (size: number, zoom: number) => size * zoom + 1;

function paint(
  context: CanvasRenderingContext2D,
  layout: ClassLayout,
  size: number,
  zoom: number,
  colour: ClassMapProps["colour"],
): void {
  const pitch = pitchOf(size, zoom);
  const [width, height] = [layout.columns * pitch, rowsOf(layout) * pitch];
  const image = context.createImageData(width, height);
  const set = (x: number, y: number, [r, g, b]: Rgb) => image.data.set([r, g, b, 255], 4 * (x + width * y));
  const [blockWidth, blockHeight] = layout.block.map((cells) => cells * pitch) as [number, number];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [left, top] = [x % pitch, y % pitch];
      if (left < pitch - 1 && top < pitch - 1) {
        const index = layout.cells[Math.floor(x / pitch) + layout.columns * Math.floor(y / pitch)];
        if (index !== undefined) set(x, y, colour(index, Math.floor(left / zoom), Math.floor(top / zoom)));
      } else {
        const isBlockLine = (x + 1) % blockWidth === 0 || (y + 1) % blockHeight === 0;
        set(x, y, isBlockLine ? BLOCK_LINE : LINE);
      }
    }
  }
  context.putImageData(image, 0, 0);
}

function Mark({ cell: [column, row], step }: { cell: readonly [number, number]; step: number }) {
  const box = { left: column * step - 1, top: row * step - 1, width: step + 1, height: step + 1 };
  return <div className="class-mark" style={box} />;
}

/** A bar of the colours with the values of its ends. */
export function ColourLegend({ low, high, colour }: { low: string; high: string; colour: (share: number) => Rgb }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(256, 1);
    for (let x = 0; x < 256; x++) image.data.set([...colour(x / 255), 255], 4 * x);
    context.putImageData(image, 0, 0);
  }, [colour]);
  return (
    <div className="row note legend">
      <span>{low}</span>
      <canvas ref={canvas} width={256} height={1} />
      <span>{high}</span>
    </div>
  );
}
