import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { type Box, cutOut } from "../core/box";
import { randomVolume } from "../core/synthetic";
import { type Factor, type Vec3, type Volume, voxelCount } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { PROCESSOR } from "../hosts/test-backends";
import { readBank } from "../methods/bank-file";
import type { FilterPass, FilterPatch } from "../methods/explanation";
import { FINE } from "../methods/fine/method";
import { randomFineBank } from "../methods/fine/random-bank";
import { explainFolded } from "../methods/folded/explain";
import type { ClassScheme } from "../methods/folded/folding";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import { NET } from "../methods/net/method";
import { randomNetBank } from "../methods/net/random-bank";
import { explainPaper } from "../methods/paper/explain";
import { PAPER } from "../methods/paper/method";
import { randomBank } from "../methods/paper/random-bank";
import { testHead } from "../phantom/test-head";
import { explainVoxel, superResolvePart } from "./part";
import { type SuperResolveOptions, superResolve } from "./super-resolve";

let executor: Executor;
beforeAll(async () => {
  executor = await PROCESSOR.shared();
});

const HEAD = testHead({ dims: [30, 32, 28], spacing: 6.5, noise: 10 });
const NOISE = randomVolume([12, 11, 10], 3);
const folded = (factor: Factor, exchange: "xyz" | "xy" = "xyz", classes: ClassScheme = "level") => ({
  method: FOLDED,
  bank: randomFoldedBank(factor, { exchange, taps: 57, classes, seed: 7 }),
  hash: "",
});
const shipped = (file: string) => ({
  ...readBank(readFileSync(new URL(`../../public/banks/${file}`, import.meta.url))),
  hash: "",
});
const fine = (factor: Factor, exchange: "xyz" | "xy" = "xyz") => ({
  method: FINE,
  bank: randomFineBank(factor, { exchange, seed: 7 }),
  hash: "",
});
const net = (factor: Factor) => ({
  method: NET,
  bank: randomNetBank(factor, { widths: [8, 8, 8], seed: 7 }),
  hash: "",
});
const paper = (factor: Factor) => ({ method: PAPER, bank: randomBank(factor, 11, 3), hash: "" });

describe("a part of a scan becomes what it is within the whole", () => {
  test.each([
    ["folded, 2×", folded([2, 2, 2]), "box", 0, 1e-5],
    ["folded, 3×, steps", folded([3, 3, 3]), "box", 2, 1e-5],
    ["folded, slices that overlap", folded([1, 1, 3], "xy"), "slice:z,4,-1", 2, 1e-5],
    ["folded, k-space", shipped("folded-2x-kspace.safetensors"), "kspace", 1, 0.06],
    ["paper, 2×", paper([2, 2, 2]), "box", 0, 1e-5],
    ["paper, one step", paper([2, 2, 2]), "cubic", 1, 1e-5],
    ["two passes", fine([2, 2, 2]), "box", 0, 1e-5],
    ["two passes, thick slices, a step", fine([1, 1, 3], "xy"), "box", 1, 1e-5],
    ["a network", net([2, 2, 2]), "box", 0, 1e-5],
  ] as [string, SuperResolveOptions["bank"] & object, Degradation, number, number][])(
    "%s",
    async (_, bank, degradation, steps, tolerance) => {
      const { factor } = bank.bank.metadata;
      const units = bank.method.units?.(HEAD.data);
      const noise = { measured: 0.02, assumed: 0.02 };
      const options = { factor, bank, degradation, steps, keepInterpolated: true, units, noise };
      const whole = await superResolve(executor, HEAD, options);
      const boxes: Box[] = [
        { origin: [12, 13, 10], size: [6, 5, 7] },
        { origin: [0, 26, 12], size: [6, 6, 5] },
      ];
      for (const box of boxes) {
        const part = await superResolvePart(executor, HEAD, box, options);
        const inner = scaled(box, factor);
        expect(part.output.affine.map(Math.fround)).toEqual(cutOut(whole.output, inner).affine.map(Math.fround));
        const range = units?.scale ?? 1;
        expect(farthest(part.output, cutOut(whole.output, inner))).toBeLessThan(tolerance * range);
        expect(farthest(part.interpolated, cutOut(whole.interpolated as Volume, inner))).toBeLessThan(1e-5 * range);
      }
    },
  );
});

const scaled = ({ origin, size }: Box, factor: Factor): Box => {
  const times = (v: Vec3) => v.map((n, axis) => n * (factor[axis] as number)) as unknown as Vec3;
  return { origin: times(origin), size: times(size) };
};

function farthest(a: Volume, b: Volume): number {
  expect(a.dims).toEqual(b.dims);
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.data[i] as number))), 0);
}

describe("a voxel is explained by what made it", () => {
  test.each([
    ["folded, a head", HEAD, folded([2, 2, 2])],
    ["folded, noise, 3×", NOISE, folded([3, 3, 3])],
    ["folded by shape, noise, 3×", NOISE, folded([3, 3, 3], "xyz", "shape")],
    ["folded, thick slices", HEAD, folded([1, 1, 2], "xy")],
    ["two passes, a head", HEAD, fine([2, 2, 2])],
    ["two passes, noise, 3×", NOISE, fine([3, 3, 3])],
    ["two passes, thick slices", HEAD, fine([1, 1, 2], "xy")],
    ["paper, a head", HEAD, paper([2, 2, 2])],
    ["paper, noise, 3×", NOISE, paper([3, 3, 3])],
  ])("%s", async (_, scan, { method, bank }) => {
    const { factor } = bank.metadata;
    const units = method.units(scan.data);
    const { output, interpolated } = await superResolve(executor, scan, {
      factor,
      bank: { method, bank, hash: "" } as never,
      degradation: "box",
      steps: 0,
      keepInterpolated: true,
    });
    const tolerance = 1e-4 * units.scale;
    let differing = 0;
    const count = 40;
    for (let n = 0; n < count; n++) {
      const i = Math.floor((voxelCount(output.dims) * (n + 0.5)) / count);
      const [nx, ny] = output.dims;
      const at: Vec3 = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
      const found = explainVoxel(scan, { method: method as never, bank, units }, at);
      expect(Math.abs(found.interpolated - (interpolated?.data[i] as number))).toBeLessThan(tolerance);
      // Near the edge of a class rounding decides, and the class has quite another filter.
      if (Math.abs((found.passes.at(-1)?.filtered ?? 0) - (output.data[i] as number)) > tolerance) differing++;
      if (found.direction) expect(Math.hypot(...found.direction)).toBeCloseTo(1, 6);
      expect(found.strength.bin).toBeLessThan(3);
    }
    expect(differing).toBeLessThanOrEqual(1);
  });

  test("a network's voxel by what it was given, where it changed that", () => {
    const { bank } = net([2, 2, 2]);
    const scaled = { ...bank, metadata: { ...bank.metadata, errorScale: 0.5 } };
    const volume = { data: Float64Array.from(NOISE.data, (value) => value / 1000), dims: NOISE.dims };
    const at: Vec3 = [11, 12, 9];
    const before = explainFolded(volume, at, bank.folded);
    expect(NET.explain?.(volume, at, scaled)).toEqual({
      ...before,
      isByNetwork: true,
      expectedError: (before.expectedError as number) / 2,
    });
    const air = { ...volume, data: volume.data.map((value) => value / 100) };
    expect(NET.explain?.(air, at, scaled).isByNetwork).toBe(false);
  });

  test("a dense patch of the scan gives the folded value", () => {
    const bank = randomFoldedBank([3, 3, 3], { exchange: "xyz", taps: 57, seed: 7 });
    const volume = { data: Float64Array.from(NOISE.data), dims: NOISE.dims };
    const [nx, ny] = NOISE.dims;
    for (const at of [
      [15, 14, 17],
      [16, 15, 13],
      [17, 19, 14],
    ] as const) {
      const [{ filters, filtered, isGuarded, classes }] = explainFolded(volume, at, bank).passes as [FilterPass];
      const [filter] = filters as [FilterPatch];
      expect(filter.grid).toBe("scan");
      expect(classes).toHaveLength(2);
      const [cx, cy, cz] = at.map((i) => Math.floor(i / 3)) as unknown as Vec3;
      let sum = 0;
      for (let k = 0; k < 125; k++) {
        const [x, y, z] = [cx + (k % 5) - 2, cy + (Math.floor(k / 5) % 5) - 2, cz + Math.floor(k / 25) - 2];
        sum += (filter.taps[k] as number) * (volume.data[x + nx * (y + ny * z)] as number);
      }
      expect(filter.taps.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      if (!isGuarded) expect(sum).toBeCloseTo(filtered, 6);
    }
  });

  test("voxels without anything to filter say so", () => {
    const empty = { data: new Float64Array(12 ** 3), dims: [12, 12, 12] as const };
    const at: Vec3 = [12, 12, 12];
    const none = { passes: [{ classes: [], filtered: 0, trainingRows: 0, isGuarded: false }] };
    expect(explainFolded(empty, at, folded([2, 2, 2]).bank)).toMatchObject(none);
    expect(explainPaper(empty, at, paper([2, 2, 2]).bank)).toMatchObject(none);
  });
});
