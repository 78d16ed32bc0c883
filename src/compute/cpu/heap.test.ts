import { expect, test } from "vitest";
import { Heap } from "./heap";

test("gives places that are aligned and do not overlap, until there are none", () => {
  const heap = new Heap(10, 1024);
  expect(heap.take(1)).toBe(64);
  expect(heap.take(65)).toBe(128);
  expect(heap.take(750)).toBe(256);
  expect(heap.take(1)).toBeUndefined();
});

test("gives what came back again, and joins neighbours", () => {
  const heap = new Heap(0, 4096);
  const places = [100, 200, 300, 400].map((bytes) => heap.take(bytes) as number);
  heap.give(places[1] as number);
  heap.give(places[2] as number);
  heap.give(places[1] as number); // twice is once
  expect(heap.take(256 + 320)).toBe(places[1]);
  for (const place of places) heap.give(place);
  expect(heap.take(4096)).toBe(0);
});
