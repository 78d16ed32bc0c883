import { expect, test } from "vitest";
import { voxelCount } from "../core/volume";
import { type Brick, halveBrick } from "./brick";

test("halves of a brick fill it, are cut at multiples of four along x, and come to an end", () => {
  const whole: Brick = { origin: [8, 3, 5], size: [90, 70, 50] };
  const halvesOf = (brick: Brick): readonly Brick[] => halveBrick(brick)?.flatMap(halvesOf) ?? [brick];
  const bricks = halvesOf(whole);
  expect(bricks.length).toBeGreaterThan(4);
  const seen = new Map<string, number>();
  for (const { origin, size } of bricks) {
    expect(voxelCount(size)).toBeLessThan(2 ** 16);
    expect(origin[0] % 4).toBe(0);
    for (let z = 0; z < size[2]; z++) {
      for (let y = 0; y < size[1]; y++) {
        const row = `${origin[1] + y} ${origin[2] + z}`;
        seen.set(row, (seen.get(row) ?? 0) + size[0]);
      }
    }
  }
  expect(seen.size).toBe(70 * 50);
  expect(new Set(seen.values())).toEqual(new Set([90]));
});
