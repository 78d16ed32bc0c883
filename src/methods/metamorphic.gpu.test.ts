/** What is done to a scan is done to its result, and nothing else is: relations that need no oracle. */

import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { type Box, cutOut } from "../core/box";
import { workingUnits } from "../core/intensity";
import { TURNS, turned } from "../core/test-turned";
import type { Factor, Vec3, Volume } from "../core/volume";
import { PROCESSOR } from "../hosts/test-backends";
import { testHead } from "../phantom/test-head";
import { randomFoldedBank } from "./folded/random-bank";
import { INTERPOLATION_METHODS } from "./interpolation/method";
import { upscale } from "./test-upscale";

let executor: Executor;
beforeAll(async () => {
  executor = await PROCESSOR.shared();
});

const factor: Factor = [2, 2, 2];
const bank = randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 3 });
const made = testHead({ dims: [18, 20, 16], spacing: 11, noise: 10 });
/** Of whole numbers: adding one to them rounds nothing. */
const HEAD: Volume = { ...made, data: made.data.map(Math.round) };
const METHODS = ["folded", ...INTERPOLATION_METHODS.map(({ id }) => id)];

const units = workingUnits(HEAD.data);
/** In the head's units, whatever was done to it. */
const fine = async (method: string, volume: Volume, own = false) =>
  (await upscale(executor, volume, { factor, method, bank, ...(own ? {} : { units }) })).output;
const withData = (volume: Volume, change: (value: number) => number): Volume => ({
  ...volume,
  data: volume.data.map(change),
});
const largest = (data: Float32Array) => data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
const worst = (a: Float32Array, b: Float32Array) => largest(a.map((value, i) => value - (b[i] as number)));
/** How far neighbouring float32 of that size lie apart. */
const step = (size: number) => 2 ** (Math.floor(Math.log2(size)) - 23);
/** Voxels of the scan that a voxel of the result sees in each direction, with some to spare: only they can make a difference. */
const REACH = 8;

/** The volume with `margin` voxels of 0 on every side. */
function padded(volume: Volume, margin: Vec3): Volume {
  const { dims, data, affine } = volume;
  const size = dims.map((n, axis) => n + 2 * (margin[axis] as number)) as unknown as Vec3;
  const out = new Float32Array(size[0] * size[1] * size[2]);
  for (let i = 0; i < data.length; i++) {
    const [x, y, z] = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))] as const;
    out[x + margin[0] + size[0] * (y + margin[1] + size[1] * (z + margin[2]))] = data[i] as number;
  }
  const back = affine.map((value, at) =>
    at % 4 === 3 && at < 12
      ? value - [0, 1, 2].reduce((sum, axis) => sum + (affine[at - 3 + axis] as number) * (margin[axis] as number), 0)
      : value,
  );
  return { ...volume, dims: size, data: out, affine: back };
}

const scaledBox = ({ origin, size }: Box): Box => ({
  origin: origin.map((o, axis) => o * (factor[axis] as number)) as unknown as Vec3,
  size: size.map((n, axis) => n * (factor[axis] as number)) as unknown as Vec3,
});

describe.each(METHODS)("%s", (method) => {
  test("multiplied by a power of two a scan gives the result multiplied, to the bit", async () => {
    const { data } = await fine(method, HEAD, true);
    for (const times of [4, 1 / 8]) {
      const multiplied = await fine(
        method,
        withData(HEAD, (value) => times * value),
        true,
      );
      expect(multiplied.data).toEqual(data.map((value) => times * value));
    }
  });

  test("with a whole number added it gives the result with that added", async () => {
    const { data } = await fine(method, HEAD, true);
    for (const plus of [700, -5000]) {
      const moved = await fine(
        method,
        withData(HEAD, (value) => value + plus),
        true,
      );
      const expected = data.map((value) => value + plus);
      // Filters see the same bits: what is rounded is the sum. Baselines weigh the values themselves.
      const rounded = method === "folded" || method === "tricubic" ? 1 : 16;
      expect(worst(moved.data, expected)).toBeLessThanOrEqual(rounded * step(largest(expected)));
    }
  });

  test("turned by any of the cube's 48 symmetries it is the turned result, in the same millimetres", async () => {
    const small = cutOut(HEAD, { origin: [5, 6, 4], size: [7, 6, 5] });
    const output = await fine(method, small);
    for (const turn of TURNS) {
      const { data, affine } = await fine(method, turned(small, turn));
      const wanted = turned(output, turn);
      for (const [i, value] of affine.entries()) expect(value).toBeCloseTo(wanted.affine[i] as number, 9);
      // Sums in another order round otherwise, and a voxel beside the edge of a class may fall beyond it.
      const away = data.filter((value, i) => Math.abs(value - (wanted.data[i] as number)) > 1e-5 * units.scale);
      expect(away.length).toBeLessThanOrEqual(method === "folded" ? 0.005 * data.length : 0);
    }
  });

  test("with zeros around its own it is the same result, to the bit, in the same millimetres", async () => {
    const empty = padded(HEAD, [REACH, REACH, REACH]);
    const output = await fine(method, empty);
    const margin: Vec3 = [3, 5, 2];
    const more = await fine(method, padded(empty, margin));
    const cut = cutOut(more, scaledBox({ origin: margin, size: empty.dims }));
    expect(cut.data).toEqual(output.data);
    for (const [i, value] of cut.affine.entries()) expect(value).toBeCloseTo(output.affine[i] as number, 9);
  });

  test("cropped it is the cropped result, to the bit, but near the faces", async () => {
    const big = padded(HEAD, [2, 2, 2]);
    const output = await fine(method, big);
    const box: Box = { origin: [1, 0, 2], size: [20, 22, 18] };
    const cropped = await fine(method, cutOut(big, box));
    const inner: Box = { origin: [REACH, REACH, REACH], size: box.size.map((n) => n - 2 * REACH) as unknown as Vec3 };
    const within: Box = {
      ...inner,
      origin: inner.origin.map((o, a) => o + (box.origin[a] as number)) as unknown as Vec3,
    };
    const [found, wanted] = [cutOut(cropped, scaledBox(inner)).data, cutOut(output, scaledBox(within)).data];
    // Splines reach 15 voxels, each of which counts for a quarter of the one before.
    if (method === "bspline") expect(worst(found, wanted)).toBeLessThan(1e-4 * units.scale);
    else expect(found).toEqual(wanted);
  });
});
