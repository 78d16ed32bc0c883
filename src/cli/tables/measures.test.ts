import { expect, test } from "vitest";
import { randomVolume, testVolume } from "../../core/synthetic";
import { deepWithin, detailed, likeness, unchanged } from "./measures";

const everywhere = (count: number) => new Uint8Array(count).fill(1);

test("an image is like itself whatever its brightness and contrast, and unlike another", async () => {
  const image = randomVolume([12, 12, 8], 1);
  const [own, other] = [await detailed(image), await detailed(randomVolume([12, 12, 8], 2))];
  const scaled = await detailed({ ...image, data: image.data.map((value) => 50 - 2 * value) });
  const mask = everywhere(image.data.length);
  for (const value of Object.values(likeness(own, own, mask))) expect(value).toBeCloseTo(1, 6);
  for (const value of Object.values(likeness(own, scaled, mask))) expect(value).toBeCloseTo(-1, 4);
  for (const value of Object.values(likeness(own, other, mask))) expect(Math.abs(value)).toBeLessThan(0.2);
});

test("what changed most is left out", async () => {
  const image = testVolume([30, 30, 10], (x, y, z) => 500 + 100 * Math.sin(x / 3) + 50 * Math.cos(y / 4) + 10 * z);
  const changed = image.data.map((value, i) => 2 * value + (i % 30 < 3 && Math.floor(i / 30) % 30 < 12 ? 900 : 0));
  const mask = await unchanged(image, { ...image, data: changed }, everywhere(changed.length));
  const kept = mask.reduce((a, b) => a + b, 0) / mask.length;
  expect(kept).toBeGreaterThan(0.94);
  expect(kept).toBeLessThan(0.96);
  expect(mask[30 * 5]).toBe(0);
});

test("deep within is where tissue is all around", async () => {
  const dims = [60, 50, 75] as const;
  const isBall = (x: number, y: number, z: number) => Math.hypot(x - 30, 1.2 * y - 30, 0.8 * z - 30) < 27;
  const ball = testVolume(dims, (x, y, z) => (isBall(x, y, z) ? 700 + 3 * x + 2 * y + z : 0));
  const deep = await deepWithin({ ...ball, spacing: [1, 1.2, 0.8] });
  const at = (x: number, y: number, z: number) => deep[x + 60 * (y + 50 * z)];
  expect(at(30, 25, 37)).toBe(1);
  expect(at(5, 25, 37)).toBe(0);
});
