/** Comparisons as animated GIF, for talks: the two series in turn, or a curtain that moves over them. */

import { GIFEncoder, quantize } from "gifenc";
import { breather } from "../core/breathe";
import { invariant } from "../core/errors";
import { type Composition, composePixels, type ExportTile } from "./export";
import type { Mark } from "./marks";
import type { Layer, Pixels } from "./picture";

type Rgb = [number, number, number];

/** The two tiles in turn; each says itself which one it is. */
export function flickerFrames(a: ExportTile, b: ExportTile, around: Omit<Composition, "tiles">): Pixels[] {
  return [a, b].map((tile) => composePixels({ ...around, tiles: [tile] }));
}

/** A curtain from one side to the other and back in the tile's box: A covers B, then B covers A. */
export async function curtainFrames(
  tile: ExportTile,
  [a, b]: readonly [Layer, Layer],
  around: Omit<Composition, "tiles">,
  steps = 16,
  signal?: AbortSignal,
): Promise<Pixels[]> {
  const breathe = breather(signal);
  const there: Pixels[] = [];
  for (const at of curtainShares(steps)) {
    const x = at * tile.box.width;
    const divider: Mark = {
      kind: "line",
      points: [
        [x, 0],
        [x, tile.box.height],
      ],
      style: "scale",
    };
    const picture = { kind: "curtain", a, b, at, isHorizontal: false } as const;
    there.push(composePixels({ ...around, tiles: [{ ...tile, picture, marks: [...tile.marks, divider] }] }));
    await breathe();
  }
  return [...there, ...there.slice(1, -1).reverse()];
}

/** Shares of the width from one side to the other, closer together at the ends. */
export function curtainShares(steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => (1 - Math.cos((Math.PI * i) / steps)) / 2);
}

/**
 * Frames of one size as a GIF that repeats. At most 256 colours are kept as they are; of more, greys change by at most one
 * level and other colours go to the nearest of a common palette, the same in all frames, so that nothing shimmers.
 */
export async function encodeGif(
  frames: readonly Pixels[],
  delayMs: number,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const [first] = frames;
  invariant(first, "a clip needs a frame");
  const breathe = breather(signal);
  // By colour: clips have tens of millions of pixels, for which a map would be slow.
  const indexOf = new Int16Array(2 ** 24).fill(-1);
  const colours: number[] = [];
  for (const { data } of new Set(frames)) {
    for (let at = 0; at < data.length; at += 4) {
      const colour = colourAt(data, at);
      if (indexOf[colour] !== -1) continue;
      indexOf[colour] = 0;
      colours.push(colour);
    }
    await breathe();
  }
  const palette = paletteOf(colours);
  for (const colour of colours) indexOf[colour] = nearestIn(palette, rgbOf(colour));
  const gif = GIFEncoder();
  for (const { data, width, height } of frames) {
    invariant(width === first.width && height === first.height, "the frames of a clip are of one size");
    const index = new Uint8Array(width * height);
    for (let i = 0; i < index.length; i++) index[i] = indexOf[colourAt(data, 4 * i)] as number;
    gif.writeFrame(index, width, height, { palette, delay: delayMs });
    await breathe();
  }
  gif.finish();
  return gif.bytes();
}

const colourAt = (data: Uint8ClampedArray, at: number): number =>
  ((data[at] as number) << 16) | ((data[at + 1] as number) << 8) | (data[at + 2] as number);

const rgbOf = (colour: number): Rgb => [colour >> 16, (colour >> 8) & 255, colour & 255];

const isGrey = ([red, green, blue]: Rgb): boolean => red === green && green === blue;

/** Every second grey, so that none is further than a level away, and as many other colours. */
function paletteOf(colours: readonly number[]): Rgb[] {
  if (colours.length <= 256) return colours.map(rgbOf);
  const others = colours.map(rgbOf).filter((rgb) => !isGrey(rgb));
  const greys = Array.from({ length: 128 }, (_, i): Rgb => [2 * i, 2 * i, 2 * i]);
  if (others.length === 0) return greys;
  const rgba = Uint8ClampedArray.from(others.flatMap((rgb) => [...rgb, 255]));
  return [...greys, ...quantize(rgba, 128).map(([red, green, blue]): Rgb => [red, green, blue])];
}

function nearestIn(palette: readonly Rgb[], [red, green, blue]: Rgb): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((colour, i) => {
    const distance = (colour[0] - red) ** 2 + (colour[1] - green) ** 2 + (colour[2] - blue) ** 2;
    if (distance < least) [least, best] = [distance, i];
  });
  return best;
}
