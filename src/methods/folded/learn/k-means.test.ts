import { expect, test } from "vitest";
import { seededRandom } from "../../../core/random";
import { kMeans, nearest } from "./k-means";

/** Rows of two numbers around these places, `each` of them, in turn. */
function around(places: readonly (readonly [number, number])[], each: number): Float32Array {
  const random = seededRandom(5);
  return Float32Array.from({ length: 2 * each * places.length }, (_, i) => {
    const place = places[Math.floor(i / 2) % places.length] as readonly [number, number];
    return place[(i % 2) as 0 | 1] + 0.2 * (random() - 0.5);
  });
}

test("finds the middles of heaps, whatever the seed", async () => {
  const places = [
    [0, 0],
    [1, 0],
    [0, 1],
    [3, 3],
  ] as const;
  const rows = around(places, 200);
  for (const seed of [1, 2, 3]) {
    const centres = await kMeans(rows, { width: 2, count: 4, seed });
    for (const [i, place] of places.entries()) {
      const c = nearest(Float32Array.from(place), 0, centres, 2);
      expect(Math.hypot(...place.map((value, k) => value - (centres[2 * c + k] as number)))).toBeLessThan(0.02);
      // Every row of the heap belongs to it.
      for (let row = i; row < 100; row += places.length) expect(nearest(rows, 2 * row, centres, 2)).toBe(c);
    }
  }
});

test("is the same for the same seed, and another start for another", async () => {
  const random = seededRandom(9);
  const rows = Float32Array.from({ length: 3000 }, random);
  const found = (seed: number) => kMeans(rows, { width: 3, count: 16, seed });
  expect(await found(1)).toEqual(await found(1));
  expect(await found(2)).not.toEqual(await found(1));
});

test("of fewer different rows than centres some are alike, of no rows all are 0", async () => {
  const centres = await kMeans(Float32Array.of(1, 2, 1, 2, 5, 6), { width: 2, count: 4, seed: 1 });
  const pairs = [0, 2, 4, 6].map((at) => centres.subarray(at, at + 2).join());
  expect(new Set(pairs)).toEqual(new Set(["1,2", "5,6"]));
  expect(await kMeans(new Float32Array(0), { width: 2, count: 2, seed: 1 })).toEqual(new Float32Array(4));
});

test("stops when cancelled", async () => {
  const signal = AbortSignal.abort();
  await expect(kMeans(new Float32Array(20), { width: 2, count: 2, seed: 1, signal })).rejects.toMatchObject({
    name: "AbortError",
  });
});
