import { expect, test } from "vitest";
import { seededRandom } from "../../../core/random";
import { testHead } from "../../../phantom/test-head";
import { ordinaryRange, withoutStray } from "./robust-range";

const head = testHead({ dims: [32, 36, 30], spacing: 5, seed: 1, noise: 6 });
const most = Math.max(...head.data);

/** With this share of the voxels, anywhere, at one value. */
function withSpots(share: number, value: number) {
  const random = seededRandom(3);
  const at = head.data.map(() => (random() < share ? 1 : 0));
  return { at, data: head.data.map((own, i) => (at[i] ? value : own)) };
}

test("nothing of a head is stray", () => {
  expect(withoutStray(head.data)).toBe(head.data);
});

test.each([
  [0.003, 3],
  [0.01, 10],
  [0.001, 60],
  [0.003, -3],
])("a share of %d of the voxels at %d times the greatest intensity is missing, and nothing else", (share, times) => {
  const { at, data } = withSpots(share, times * most);
  expect(withoutStray(data)).toEqual(data.map((value, i) => (at[i] ? Number.NaN : value)));
});

test("an offset and a factor of a scan are those of its range", () => {
  const { data } = withSpots(0.003, 5 * most);
  const [low, high] = ordinaryRange(data) as readonly [number, number];
  const [other, top] = ordinaryRange(data.map((value) => 0.5 * value - 300)) as readonly [number, number];
  expect(other).toBeCloseTo(0.5 * low - 300, 2);
  expect(top).toBeCloseTo(0.5 * high - 300, 2);
});

test("what the scan was filled with is stray where it is far from the head", () => {
  const data = head.data.map((value) => (value > 0 ? value + 20 * most : 0));
  expect(withoutStray(data)).toEqual(data.map((value) => value || Number.NaN));
});

test("of one value there is no range", () => {
  const constant = new Float32Array(100).fill(7);
  expect(ordinaryRange(constant)).toBeUndefined();
  expect(withoutStray(constant)).toBe(constant);
});
