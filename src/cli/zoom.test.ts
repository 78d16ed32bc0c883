import { expect, test } from "vitest";
import { voxelToWorld } from "../core/affine";
import { testVolume } from "../core/synthetic";
import type { Vec3 } from "../core/volume";
import { atFewerVoxels } from "./zoom";

const TURN = 2 * Math.PI;

test("what the larger voxels can hold stays, finer detail goes, everything in its place", async () => {
  const dims: Vec3 = [20, 30, 16];
  // Positions of voxel centres, shares of the field of view, so that one formula gives both volumes.
  const at = (i: number, n: number) => (i + 0.5) / n;
  const coarse = (x: number, y: number, z: number) =>
    9 + Math.cos(TURN * 3 * x) + Math.sin(TURN * (5 * y + 2 * z)) + Math.cos(TURN * (7 * x - 4 * z));
  const fine = testVolume(dims, (x, y, z) => {
    const [u, v, w] = [at(x, 20), at(y, 30), at(z, 16)];
    return coarse(u, v, w) + Math.cos(TURN * 9 * u) + Math.sin(TURN * 13 * v) + Math.cos(TURN * 7 * w);
  });
  const made = await atFewerVoxels(fine, 0.8);
  expect(made.dims).toEqual([16, 24, 12]);
  const expected = testVolume(made.dims, (x, y, z) => coarse(at(x, 16), at(y, 24), at(z, 12)));
  for (const [i, value] of made.data.entries()) expect(value).toBeCloseTo(expected.data[i] as number, 5);
  const corner = (volume: typeof made, end: (n: number) => number) =>
    voxelToWorld(volume.affine, volume.dims.map(end) as unknown as Vec3);
  for (const end of [() => -0.5, (n: number) => n - 0.5]) {
    for (const [axis, mm] of corner(made, end).entries()) expect(mm).toBeCloseTo(corner(fine, end)[axis] as number, 6);
  }
});

test("the fill stays the fill, and nothing falls below the least value", async () => {
  const box = testVolume([40, 40, 40], (x, y, z) => ([x, y, z].every((i) => i >= 10 && i < 30) ? 700 + 10 * x : -5));
  const { data, dims } = await atFewerVoxels(box, 0.65);
  const inside = [...data].filter((value) => value !== -5).length;
  expect(dims).toEqual([26, 26, 26]);
  expect(inside / data.length).toBeCloseTo(1 / 8, 1);
  expect(Math.min(...data)).toBe(-5);
});
