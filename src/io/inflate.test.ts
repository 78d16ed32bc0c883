import { constants, deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { inflate } from "./inflate";

/** Pseudo-random bytes (LCG); `levels` small makes them compressible. */
function noise(length: number, levels: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 24) % levels;
  });
}

const CONTENT: [string, Uint8Array][] = [
  ["nothing", new Uint8Array(0)],
  ["one byte", Uint8Array.of(7)],
  ["zeros", new Uint8Array(300_000)],
  ["incompressible", noise(200_000, 256, 1)],
  ["few levels", noise(200_000, 5, 2)],
  ["a ramp of 16-bit values", new Uint8Array(Uint16Array.from({ length: 80_000 }, (_, i) => i >> 2).buffer)],
];

describe("inflate", () => {
  describe.each(CONTENT)("%s", (_, content) => {
    test.each([
      ["stored", { level: 0 }],
      ["fast", { level: 1 }],
      ["best", { level: 9 }],
      ["fixed code", { strategy: constants.Z_FIXED }],
      ["no matches", { strategy: constants.Z_HUFFMAN_ONLY }],
      ["runs", { strategy: constants.Z_RLE }],
      ["small window", { windowBits: 9, memLevel: 1 }],
    ])("%s", (_name, options) => {
      const packed = deflateRawSync(content, options);
      const out = new Uint8Array(content.length + 10);
      expect(inflate(packed, 0, out, 3)).toEqual({ end: packed.length, filled: content.length + 3, finished: true });
      expect(Buffer.compare(out.subarray(3, -7), content)).toBe(0);
    });
  });

  test("stops when the output is full, in literals, matches and stored blocks", () => {
    for (const options of [{ level: 0 }, { level: 9 }, { strategy: constants.Z_HUFFMAN_ONLY }]) {
      for (const [, content] of CONTENT.slice(2)) {
        const packed = deflateRawSync(content, options);
        const out = new Uint8Array(1001);
        expect(inflate(packed, 0, out, 0)).toMatchObject({ filled: 1001, finished: false });
        expect(Buffer.compare(out, content.subarray(0, 1001))).toBe(0);
        const exact = new Uint8Array(content.length);
        expect(inflate(packed, 0, exact, 0)).toMatchObject({ end: packed.length, finished: true });
      }
    }
  });

  test("every shortened stream is E_TRUNCATED", () => {
    for (const options of [{ level: 0 }, { level: 9 }, { strategy: constants.Z_FIXED }]) {
      const content = noise(600, 9, 3);
      const packed = deflateRawSync(content, options);
      for (let length = 0; length < packed.length; length++) {
        const call = () => inflate(packed.subarray(0, length), 0, new Uint8Array(content.length + 1), 0);
        expect(call).toThrow(expect.objectContaining({ code: "E_TRUNCATED" }));
      }
    }
  });

  test("a match may not reach before the stream's own beginning", () => {
    const packed = deflateRawSync(new Uint8Array(100).fill(5), { dictionary: Buffer.alloc(100, 5) });
    const out = new Uint8Array(300);
    expect(() => inflate(packed, 0, out, 150)).toThrow(expect.objectContaining({ code: "E_GZIP" }));
  });

  test("damaged streams end with a named error or some output, never otherwise", () => {
    const packed = deflateRawSync(noise(4000, 40, 4));
    const at = noise(8000, 256, 5);
    const codes = new Set<unknown>();
    for (let i = 0; i < 2000; i++) {
      const broken = Uint8Array.from(packed);
      const [p, q, bits] = [at[4 * i] as number, at[4 * i + 1] as number, at[4 * i + 2] as number];
      const place = (p * 256 + q) % (i % 2 ? 80 : packed.length);
      broken[place] = (broken[place] as number) ^ (bits || 1);
      try {
        inflate(broken, 0, new Uint8Array(5000), 0);
        codes.add("none");
      } catch (error) {
        codes.add((error as { code?: string }).code);
      }
    }
    expect([...codes].sort()).toEqual(["E_GZIP", "E_TRUNCATED", "none"]);
  });

  test.each([
    ["block type 3", [0b111]],
    ["stored length and its check differ", [0b001, 4, 0, 4, 0, 1, 2, 3, 4]],
    ["length symbol 286", [0b01100011, 0b0011]],
  ])("%s is E_GZIP", (_, bytes) => {
    const source = Uint8Array.from([...bytes, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(() => inflate(source, 0, new Uint8Array(10), 0)).toThrow(expect.objectContaining({ code: "E_GZIP" }));
  });
});
