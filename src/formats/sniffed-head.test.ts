import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { headOf, sniffedHead } from "./sniffed-head";
import { concat } from "./test-voxels";
import { memoryFile } from "./test-zip";

const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (Math.sin(i * i) * 1e6) & 255);
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const furthest = ({ reads }: ReturnType<typeof memoryFile>) => Math.max(...reads.map(([, end]) => end));
const failure = (code: string) => ({ name: "EigenvoxError", code });

describe("the head of a gzip file", () => {
  test("is that of its content, and little is read for it", async () => {
    const file = memoryFile("a", gzip(noise));
    expect(await headOf(file, 1000)).toEqual(noise.slice(0, 1000));
    expect(furthest(file)).toBe(1 << 14);
  });

  test("that cannot be compressed, or lies behind a long comment, takes more of the file", async () => {
    expect(await headOf(memoryFile("a", gzip(noise)), 100_000)).toEqual(noise.slice(0, 100_000));
    const packed = gzip(noise);
    const commented = concat(packed.subarray(0, 3), Uint8Array.of(16), packed.subarray(4, 10));
    const comment = new Uint8Array(60_001).fill(0x61);
    comment[60_000] = 0;
    const file = memoryFile("a", concat(commented, comment, packed.subarray(10)));
    expect(await headOf(file, 1000)).toEqual(noise.slice(0, 1000));
  });

  test("that is a hoax is given up early", async () => {
    const endless = new Uint8Array(10_000_000).fill(0x61);
    endless.set([0x1f, 0x8b, 8, 16, 0, 0, 0, 0, 0, 3]);
    const file = memoryFile("a", endless);
    await expect(headOf(file, 1000)).rejects.toMatchObject(failure("E_TRUNCATED"));
    expect(furthest(file)).toBeLessThan(100_000);
  });

  test("is shorter where there is no more", async () => {
    expect(await headOf(memoryFile("a", gzip(noise.slice(0, 50))), 1000)).toEqual(noise.slice(0, 50));
  });
});

test.each([
  ["nothing", new Uint8Array(0), "E_EMPTY"],
  ["nothing, compressed", gzip(new Uint8Array(0)), "E_EMPTY"],
  ["compressed twice", gzip(gzip(noise)), "E_GZIP"],
  ["damaged", Uint8Array.of(0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0, 0), "E_GZIP"],
  ["cut short", gzip(noise).slice(0, 30), "E_TRUNCATED"],
])("%s: an error, or to sniff at the bytes themselves", async (_, bytes, code) => {
  await expect(headOf(memoryFile("a", bytes), 1000)).rejects.toMatchObject(failure(code));
  expect(await sniffedHead(memoryFile("a", bytes), 1000)).toEqual(bytes.slice(0, 1000));
});
