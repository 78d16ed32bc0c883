/** Sampled planes as colours: one series, two behind a curtain, their difference, or one over the other. */

import type { Window } from "../core/view";
import type { Volume } from "../core/volume";
import type { TileCamera } from "./camera";
import { type COLOUR_MAPS, type Rgb, rising, signed } from "./colour-map";
import { sampleSlice } from "./sample";

/** Grey from black to white, or from white to black; or a map that is not for intensities. */
export type Colours = "gray" | "inverted" | keyof typeof COLOUR_MAPS;

/** A series as it is drawn. */
export interface Layer {
  readonly id: string;
  readonly volume: Volume;
  readonly window: Window;
  readonly colours: Colours;
}

export type Picture =
  | { readonly kind: "single"; readonly layer: Layer }
  /** A left of (above) the share `at` of the tile, B beyond it. */
  | {
      readonly kind: "curtain";
      readonly a: Layer;
      readonly b: Layer;
      readonly at: number;
      readonly isHorizontal: boolean;
    }
  /** A - B in signed colours from -range to range. */
  | { readonly kind: "difference"; readonly a: Layer; readonly b: Layer; readonly range: number }
  | { readonly kind: "blend"; readonly a: Layer; readonly b: Layer; readonly opacity: number };

/** Pixels as `ImageData` has them. */
export interface Pixels {
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

type Sample = (layer: Layer) => Float32Array;

export function paintPicture(picture: Picture, camera: TileCamera, smooth: boolean): Pixels {
  const { width, height } = camera;
  const data = new Uint8ClampedArray(4 * width * height);
  paintInto(new Uint32Array(data.buffer), width, picture, (layer) => sampleSlice(layer.volume, camera, smooth));
  return { data, width, height };
}

/** So many pixels tell how far two series differ; more of them are looked at in even steps. */
const ENOUGH_PIXELS = 60_000;

/** The least range of colours that holds 99 % of what is seen of |A - B|; 1 where nothing differs. */
export function differenceRange(a: Volume, b: Volume, camera: TileCamera, smooth: boolean): number {
  const difference = minus(sampleSlice(a, camera, smooth), sampleSlice(b, camera, smooth));
  const step = Math.ceil(difference.length / ENOUGH_PIXELS);
  const sizes: number[] = [];
  for (let i = 0; i < difference.length; i += step) {
    const size = Math.abs(difference[i] as number);
    if (size < Number.POSITIVE_INFINITY) sizes.push(size);
  }
  sizes.sort((p, q) => p - q);
  return sizes[Math.ceil(0.99 * sizes.length) - 1] || sizes.at(-1) || 1;
}

function minus(a: Float32Array, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] as number) - (b[i] as number);
  return out;
}

/** At most so many sampled planes are kept: those of two compared series and one more. */
const KEPT = 3;

/** Draws pictures on a canvas. Sampled planes are kept, so that a change of the window only colours them anew. */
export class TilePainter {
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly #context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
  #kept: { volume: Volume; key: string; values: Float32Array }[] = [];
  #image: ImageData | undefined;

  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    this.#canvas = canvas;
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("Internal error: this canvas has no 2-D context");
    this.#context = context as CanvasRenderingContext2D;
  }

  paint(picture: Picture, camera: TileCamera, smooth: boolean): void {
    const { width, height } = camera;
    if (this.#image?.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height);
    const image = this.#image;
    const { originMm, rightMm, downMm } = camera;
    const key = [width, height, ...originMm, ...rightMm, ...downMm, smooth].join();
    paintInto(new Uint32Array(image.data.buffer), width, picture, ({ volume }) =>
      this.#sampled(volume, key, () => sampleSlice(volume, camera, smooth)),
    );
    // A canvas that gets a size is blank: it gets it only now, in the same task as the picture.
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context.putImageData(image, 0, 0);
  }

  #sampled(volume: Volume, key: string, sample: () => Float32Array): Float32Array {
    const known = this.#kept.find((one) => one.volume === volume && one.key === key);
    const kept = known ?? { volume, key, values: sample() };
    this.#kept = [kept, ...this.#kept.filter((one) => one !== kept)].slice(0, KEPT);
    return kept.values;
  }
}

function paintInto(out: Uint32Array, width: number, picture: Picture, sample: Sample): void {
  switch (picture.kind) {
    case "single":
      paintLayer(out, picture.layer, sample(picture.layer));
      return;
    case "curtain":
      paintCurtain(out, width, picture, sample);
      return;
    case "difference": {
      const { a, b, range } = picture;
      paintLayer(out, { window: [-range, range], colours: "signed" }, minus(sample(a), sample(b)));
      return;
    }
    case "blend": {
      paintLayer(out, picture.a, sample(picture.a));
      const over = new Uint32Array(out.length);
      const values = sample(picture.b);
      paintLayer(over, picture.b, values);
      mixInto(out, over, values, picture.opacity);
    }
  }
}

function paintCurtain(
  out: Uint32Array,
  width: number,
  { a, b, at, isHorizontal }: Extract<Picture, { kind: "curtain" }>,
  sample: Sample,
): void {
  const height = out.length / width;
  paintLayer(out, a, sample(a));
  const other = new Uint32Array(out.length);
  paintLayer(other, b, sample(b));
  const split = Math.ceil(Math.min(1, Math.max(0, at)) * (isHorizontal ? height : width));
  if (isHorizontal) {
    out.set(other.subarray(split * width), split * width);
    return;
  }
  for (let row = 0; row < out.length; row += width) out.set(other.subarray(row + split, row + width), row + split);
}

/** Black where there is no value. */
function paintLayer(
  out: Uint32Array,
  { window: [low, high], colours }: Pick<Layer, "window" | "colours">,
  values: Float32Array,
): void {
  const colour = COLOURS[colours];
  const last = colour.length - 1;
  const width = high - low;
  for (let i = 0; i < out.length; i++) {
    const value = values[i] as number;
    if (value <= low) out[i] = colour[0] as number;
    else if (value >= high) out[i] = colour[last] as number;
    else if (value > low) out[i] = colour[Math.round((last * (value - low)) / width)] as number;
    else out[i] = BLACK;
  }
}

function mixInto(out: Uint32Array, over: Uint32Array, values: Float32Array, opacity: number): void {
  const to = new Uint8Array(out.buffer, out.byteOffset, out.byteLength);
  const from = new Uint8Array(over.buffer);
  for (let i = 0; i < out.length; i++) {
    if (Number.isNaN(values[i])) continue;
    for (let at = 4 * i; at < 4 * i + 3; at++) {
      to[at] = Math.round((to[at] as number) + opacity * ((from[at] as number) - (to[at] as number)));
    }
  }
}

/** Colours from a window's low end to its high end. Signed ones are odd in number: 0 is exactly the middle one. */
const COLOURS: Readonly<Record<Colours, Uint32Array>> = {
  gray: ramp(256, (share) => [255 * share, 255 * share, 255 * share]),
  inverted: ramp(256, (share) => [255 * (1 - share), 255 * (1 - share), 255 * (1 - share)]),
  rising: ramp(256, rising),
  signed: ramp(255, (share) => signed(2 * share - 1)),
};

const BLACK = packed([0, 0, 0]);

function ramp(count: number, colourOf: (share: number) => Rgb): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => packed(colourOf(i / (count - 1))));
}

/** A colour's four bytes as one number, in the machine's own order. */
function packed([red, green, blue]: Rgb): number {
  return new Uint32Array(Uint8Array.of(Math.round(red), Math.round(green), Math.round(blue), 255).buffer)[0] as number;
}
