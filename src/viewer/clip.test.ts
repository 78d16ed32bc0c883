import { describe, expect, it } from "vitest";
import { curtainShares, encodeGif } from "./clip";
import type { Pixels } from "./picture";

/** Frames of colours by position. */
function frame(width: number, height: number, colourOf: (x: number, y: number) => readonly number[]): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) data.set([...colourOf(i % width, Math.floor(i / width)), 255], 4 * i);
  return { data, width, height };
}

/** The colours of each frame of a GIF, and its delays: a reader of as much of the format as the clips use. */
function decoded(bytes: Uint8Array) {
  expect(new TextDecoder().decode(bytes.slice(0, 6))).toBe("GIF89a");
  const word = (at: number) => (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  const [width, height, flags] = [word(6), word(8), bytes[10] as number];
  const table = (at: number, bits: number) => bytes.slice(at, at + 3 * 2 ** bits);
  const globalBits = (flags & 7) + 1;
  const common = table(13, globalBits);
  let at = 13 + common.length;
  const frames: number[][][] = [];
  const delays: number[] = [];
  const blocks = (from: number): [number[], number] => {
    const out: number[] = [];
    let next = from;
    while (bytes[next] !== 0) {
      out.push(...bytes.slice(next + 1, next + 1 + (bytes[next] as number)));
      next += (bytes[next] as number) + 1;
    }
    return [out, next + 1];
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delays.push(10 * word(at + 4));
      at = blocks(at + 2)[1];
      continue;
    }
    expect(bytes[at]).toBe(0x2c);
    const own = bytes[at + 9] as number;
    const palette = own & 0x80 ? table(at + 10, (own & 7) + 1) : common;
    at += 10 + (own & 0x80 ? palette.length : 0);
    const depth = bytes[at] as number;
    const [data, next] = blocks(at + 1);
    at = next;
    frames.push(unpacked(data, depth).map((index) => [...palette.slice(3 * index, 3 * index + 3)]));
  }
  return { width, height, frames, delays };
}

/** Lempel, Ziv and Welch, as GIF has it. */
function unpacked(data: readonly number[], depth: number): number[] {
  const [clear, end] = [2 ** depth, 2 ** depth + 1];
  const out: number[] = [];
  let words: number[][] = [];
  let size = depth + 1;
  let previous: number[] | undefined;
  const reset = () => {
    words = Array.from({ length: clear + 2 }, (_, i) => [i]);
    size = depth + 1;
    previous = undefined;
  };
  reset();
  let bit = 0;
  for (;;) {
    let code = 0;
    for (let i = 0; i < size; i++, bit++) code |= (((data[bit >> 3] ?? 0) >> (bit & 7)) & 1) << i;
    if (code === end || bit > 8 * data.length + 16) return out;
    if (code === clear) {
      reset();
      continue;
    }
    const word: number[] = words[code] ?? [...(previous as number[]), (previous as number[])[0] as number];
    for (const index of word) out.push(index);
    if (previous) words.push([...previous, word[0] as number]);
    if (words.length === 2 ** size && size < 12) size++;
    previous = word;
  }
}

const coloursOf = ({ data, width, height }: Pixels) =>
  Array.from({ length: width * height }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);

describe("encodeGif", () => {
  it("keeps up to 256 colours as they are, the delay and the size", async () => {
    const frames = [
      frame(40, 30, (x, y) => [x * 6, x * 6, x * 6].map((value) => Math.min(255, value + (y > 20 ? 1 : 0)))),
      frame(40, 30, (x, y) => (y > 10 ? [255, 176, 0] : [y, y, x > 20 ? y : y + 1])),
    ];
    const gif = decoded(await encodeGif(frames, 400));
    expect([gif.width, gif.height, gif.delays]).toEqual([40, 30, [400, 400]]);
    expect(gif.frames).toEqual(frames.map(coloursOf));
  });

  it("changes greys by at most one level where colours are many", async () => {
    const frames = [
      frame(64, 48, (x, y) =>
        y < 8 ? [255 - x, 176 - 2 * x, 3 * x] : [(x + 5 * y) % 256, (x + 5 * y) % 256, (x + 5 * y) % 256],
      ),
      frame(64, 48, (x, y) => [x * 4, y * 5, (x * y) % 256]),
      frame(64, 48, (x, y) => [4 * x, 4 * x, 4 * x].map((value) => Math.min(255, value + (y % 4)))),
    ];
    const gif = decoded(await encodeGif(frames, 100));
    expect(gif.frames).toHaveLength(3);
    gif.frames.forEach((colours, f) => {
      coloursOf(frames[f] as Pixels).forEach(([red, green, blue], i) => {
        if (red !== green || green !== blue) return;
        for (const channel of colours[i] as number[])
          expect(Math.abs(channel - (red as number))).toBeLessThanOrEqual(1);
      });
    });
  });
});

it("a curtain goes from side to side", () => {
  const shares = curtainShares(8);
  expect(shares).toHaveLength(9);
  expect([shares[0], shares[8]]).toEqual([0, 1]);
  expect(shares[4]).toBeCloseTo(0.5, 12);
  shares.slice(1).forEach((share, i) => {
    expect(share).toBeGreaterThan(shares[i] as number);
  });
});
