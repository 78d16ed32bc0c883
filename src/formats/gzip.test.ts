import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { gunzipFile, gunzipInto, isGzip, maxGunzippedBytes } from "./gzip";

const CONTENT = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) >> 5);
const packed = gzipSync(CONTENT);
const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function gunzip(source: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  return out.subarray(0, gunzipInto(source, out).bytes);
}

const failure = (code: string) => expect.objectContaining({ name: "EigenvoxError", code });

describe("gunzipInto", () => {
  test("one member", () => {
    expect(gunzip(packed, 6000)).toEqual(CONTENT);
    expect(gunzip(packed, 5000)).toEqual(CONTENT);
    expect(gunzip(packed, 100)).toEqual(CONTENT.subarray(0, 100));
  });

  test("many members, some of them empty", () => {
    const parts = [CONTENT.subarray(0, 1), CONTENT.subarray(1, 1), CONTENT.subarray(1, 3000), CONTENT.subarray(3000)];
    const source = concat(...parts.map((part) => gzipSync(part)));
    expect(gunzip(source, 6000)).toEqual(CONTENT);
    expect(gunzip(source, 3500)).toEqual(CONTENT.subarray(0, 3500));
  });

  test("bytes from the middle on", () => {
    const large = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7);
    const source = concat(gzipSync(large.subarray(0, 200_001)), gzipSync(large.subarray(200_001)));
    for (const first of [1, 65_536, 131_072, 200_000, 200_001, 250_000]) {
      const out = new Uint8Array(1000);
      expect(gunzipInto(source, out, first).bytes).toBe(first + 1000);
      expect(out).toEqual(large.subarray(first, first + 1000));
    }
    expect(gunzipInto(source, new Uint8Array(1000), 299_900).bytes).toBe(300_000);
    expect(gunzipInto(source, new Uint8Array(1000), 400_000).bytes).toBe(300_000);
  });

  test.each([
    ["zeros", new Uint8Array(512)],
    ["one byte", Uint8Array.of(31)],
    ["text", new TextEncoder().encode("trailing junk")],
  ])("%s after the last member are ignored", (_, junk) => {
    expect(gunzip(concat(packed, junk), 6000)).toEqual(CONTENT);
  });

  test("what is behind the bytes wanted is told of", () => {
    const behind = (source: Uint8Array, length: number) => gunzipInto(source, new Uint8Array(length)).behind;
    const [empty, text] = [gzipSync(new Uint8Array(0)), new TextEncoder().encode("junk")];
    const badMember = concat(packed.subarray(0, 2), text);
    expect(behind(packed, 5000)).toBe("nothing");
    expect(behind(packed, 6000)).toBe("nothing");
    expect(behind(concat(packed, empty, empty), 5000)).toBe("nothing");
    expect(behind(packed, 4999)).toBe("more");
    expect(behind(concat(packed, empty, packed), 5000)).toBe("more");
    for (const length of [5000, 6000]) expect(behind(concat(packed, text), length)).toBe(4);
    expect(behind(concat(packed, empty, text), 5000)).toBe(4);
    expect(behind(concat(packed, badMember), 5000)).toBe(6);
  });

  test("optional header fields are skipped", () => {
    const fields = Uint8Array.of(3, 0, 1, 2, 3, 0x61, 0, 0x62, 0x63, 0);
    const source = concat(packed.subarray(0, 3), Uint8Array.of(4 | 8 | 16), packed.subarray(4, 10), fields);
    expect(gunzip(concat(source, packed.subarray(10)), 6000)).toEqual(CONTENT);
  });

  test("a wrong checksum or length is E_GZIP", () => {
    for (const fromEnd of [8, 4]) {
      const broken = Uint8Array.from(packed);
      broken[broken.length - fromEnd] = (broken[broken.length - fromEnd] as number) ^ 1;
      expect(() => gunzip(broken, 6000)).toThrow(failure("E_GZIP"));
      expect(() => gunzip(broken, 5000)).toThrow(failure("E_GZIP"));
    }
  });

  test("an unknown method or a reserved flag is E_GZIP", () => {
    for (const [at, value] of [
      [2, 7],
      [3, 0x20],
    ] as const) {
      const broken = Uint8Array.from(packed);
      broken[at] = value;
      expect(() => gunzip(broken, 6000)).toThrow(failure("E_GZIP"));
    }
  });

  test("a file cut anywhere is E_TRUNCATED", () => {
    for (let length = 2; length < packed.length; length++) {
      expect(() => gunzip(packed.subarray(0, length), 6000)).toThrow(failure("E_TRUNCATED"));
    }
    // With all of the content there, but not the checksum that vouches for it.
    for (let missing = 1; missing <= 8; missing++) {
      expect(() => gunzip(packed.subarray(0, -missing), 5000)).toThrow(failure("E_TRUNCATED"));
    }
    const named = concat(packed.subarray(0, 3), Uint8Array.of(8), packed.subarray(4, 10), Uint8Array.of(0x61, 0x61));
    expect(() => gunzip(named, 6000)).toThrow(failure("E_TRUNCATED"));
  });

  test("output is never more than asked for, whatever the file would expand to", () => {
    const bomb = gzipSync(new Uint8Array(64 << 20));
    expect(gunzip(bomb, 1000)).toEqual(new Uint8Array(1000));
    expect(maxGunzippedBytes(bomb.length)).toBeGreaterThan(64 << 20);
  });
});

describe("zlib data", () => {
  const zlib = deflateSync(CONTENT);
  const inflate = (source: Uint8Array, length: number, first = 0) => {
    const out = new Uint8Array(length);
    return out.subarray(0, gunzipInto(source, out, first, "zlib").bytes - first);
  };

  test("is decompressed likewise, and what follows it ignored, be it gzip", () => {
    expect(inflate(zlib, 6000)).toEqual(CONTENT);
    expect(inflate(zlib, 100, 4000)).toEqual(CONTENT.subarray(4000, 4100));
    expect(inflate(concat(zlib, packed), 6000)).toEqual(CONTENT);
  });

  test("damaged, cut short, or gzip is refused", () => {
    const broken = Uint8Array.from(zlib);
    broken[broken.length - 1] = (broken[broken.length - 1] as number) ^ 1;
    expect(() => inflate(broken, 6000)).toThrow(failure("E_GZIP"));
    expect(() => inflate(packed, 6000)).toThrow(failure("E_GZIP"));
    expect(() => inflate(zlib.subarray(0, 50), 6000)).toThrow(failure("E_TRUNCATED"));
  });
});

test("files are decompressed alike in whatever pieces they are read, and given in order", async () => {
  const long = new Uint8Array(70_000).fill(7);
  const whole = concat(gzipSync(CONTENT), gzipSync(new Uint8Array(0)), gzipSync(long));
  const bad = concat(whole.subarray(0, 2), new Uint8Array(9));
  for (const behind of [new Uint8Array(0), new Uint8Array(5), bad, concat(gzipSync(new Uint8Array(0)), packed)]) {
    const source = concat(whole, behind);
    for (const [first, end] of [
      [4999, 5001],
      [0, 75_000],
      [65_530, 65_540],
    ] as const) {
      const out = new Uint8Array(end - first);
      const expected = gunzipInto(source, out, first);
      for (const step of [1, 100, 1 << 20]) {
        const pieces: Uint8Array[] = [];
        const slice = async (at: number, to: number) => new Uint8Array(source.subarray(at, Math.min(to, at + step)));
        const file = { size: 3 + source.length, slice: (at: number, to: number) => slice(at - 3, to - 3) };
        const found = await gunzipFile(file, 3, [first, end], (piece) => pieces.push(piece.slice()));
        expect(found).toEqual(expected);
        expect(Buffer.compare(concat(...pieces), out)).toBe(0);
      }
    }
  }
});

test("isGzip looks at the content", () => {
  expect(isGzip(packed)).toBe(true);
  expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  expect(isGzip(CONTENT)).toBe(false);
});
