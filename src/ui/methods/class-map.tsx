/** All classes in one picture that can be pointed at and walked through by keyboard. */

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../../text/text";
import type { Rgb } from "../../viewer/colour-map";
import { ARROWS } from "../common/arrows";
import { useRatio } from "../common/device-pixel-ratio";
import { drawnOn } from "../common/drawn-on";
import { ClassCard } from "./class-card";
import { type ClassLayout, cellOfClass, classesOf, classOfCell, rowsOf } from "./class-layout";
import { DirectionPicker } from "./direction-picker";

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
  /** Voxels that each class was learned from, where `value` does not tell. */
  readonly rows?: Uint32Array | undefined;
  /** A picture of a class's filter, once there are filters. */
  readonly filter?: ((index: number) => ReactNode) | undefined;
  /** The chosen class and what choosing does, where one can be chosen. */
  readonly chosen?: number;
  readonly onChoose?: (index: number) => void;
  /** The legend. */
  readonly children?: ReactNode;
}

export function ClassMap(props: ClassMapProps) {
  const { caption, layout, size, zoom, colour, value, rows, filter, chosen, onChoose, children } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [pointed, setPointed] = useState<number>();
  const [lit, setLit] = useState<readonly number[]>();
  const pitch = pitchOf(size, zoom);
  const width = layout.columns * pitch;
  const height = rowsOf(layout) * pitch;

  // Whole pixels of the picture stay whole ones of the screen, as far as the map is drawn as large as it is.
  const fineness = Math.ceil(useRatio());

  useEffect(
    () =>
      drawnOn(canvas.current, (context) => {
        context.imageSmoothingEnabled = false;
        context.drawImage(painted(layout, size, zoom, colour), 0, 0, width * fineness, height * fineness);
      }),
    [layout, size, zoom, colour, width, height, fineness],
  );

  const classUnder = ({ currentTarget, nativeEvent: { offsetX, offsetY } }: MouseEvent) => {
    // The picture may be drawn smaller than it is.
    const scale = width / (currentTarget.clientWidth || width);
    return classOfCell(layout, (offsetX * scale) / pitch, (offsetY * scale) / pitch);
  };
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
    mark === undefined ? t("Point at a class, or use the arrow keys.") : `${layout.name(mark)}. ${value(mark)}`;
  return (
    <figure className="picture">
      <figcaption>{caption}</figcaption>
      <div className="class-map" style={{ width, aspectRatio: `${width} / ${height}` }}>
        <canvas
          ref={canvas}
          width={width * fineness}
          height={height * fineness}
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
        {lit && <Veil layout={layout} lit={lit} pitch={pitch} />}
        {mark !== undefined && <Mark cell={cellOfClass(layout, mark)} step={pitch} size={[width, height]} />}
      </div>
      <ClassCard
        layout={layout}
        index={mark}
        value={mark === undefined ? "" : value(mark)}
        rows={mark === undefined ? undefined : rows?.[mark]}
        filter={mark === undefined ? undefined : filter?.(mark)}
      />
      <DirectionPicker layout={layout} onShow={setLit} />
      {children}
    </figure>
  );
}

/** From one class's picture to the next: one pixel of line lies between them. */
const pitchOf = (size: number, zoom: number) => size * zoom + 1;

function painted(layout: ClassLayout, size: number, zoom: number, colour: ClassMapProps["colour"]): OffscreenCanvas {
  const pitch = pitchOf(size, zoom);
  const [width, height] = [layout.columns * pitch, rowsOf(layout) * pitch];
  const image = new ImageData(width, height);
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
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}

interface MarkProps {
  readonly cell: readonly [number, number];
  readonly step: number;
  readonly size: readonly [number, number];
}

function Mark({ cell: [column, row], step, size: [width, height] }: MarkProps) {
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`;
  const box = {
    left: share(column * step - 1, width),
    top: share(row * step - 1, height),
    width: share(step + 1, width),
    height: share(step + 1, height),
  };
  return <div className="class-mark" style={box} />;
}

/** Covers all classes but some. */
function Veil({ layout, lit, pitch }: { layout: ClassLayout; lit: readonly number[]; pitch: number }) {
  const [width, height] = [layout.columns * pitch, rowsOf(layout) * pitch];
  const holes = lit.map((index) => {
    const [column, row] = cellOfClass(layout, index);
    return `M${column * pitch} ${row * pitch}h${pitch - 1}v${pitch - 1}h${1 - pitch}z`;
  });
  return (
    <svg className="class-veil" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="veil" fillRule="evenodd" d={`M0 0h${width}v${height}h${-width}z${holes.join("")}`} />
      <path className="lit" d={holes.join("")} />
    </svg>
  );
}

/** A bar of the colours with the values of its ends. */
export function ColourLegend({ low, high, colour }: { low: string; high: string; colour: (share: number) => Rgb }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      drawnOn(canvas.current, (context) => {
        const image = context.createImageData(256, 1);
        for (let x = 0; x < 256; x++) image.data.set([...colour(x / 255), 255], 4 * x);
        context.putImageData(image, 0, 0);
      }),
    [colour],
  );
  return (
    <div className="row note legend">
      <span>{low}</span>
      <canvas ref={canvas} width={256} height={1} />
      <span>{high}</span>
    </div>
  );
}
