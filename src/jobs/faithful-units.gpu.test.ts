import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { finiteRange } from "../core/intensity";
import { testVolume } from "../core/synthetic";
import type { Factor, Volume } from "../core/volume";
import { PROCESSOR } from "../hosts/test-backends";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import { INTERPOLATION_METHODS, TRICUBIC } from "../methods/interpolation/method";
import type { Method } from "../methods/method";
import { PAPER } from "../methods/paper/method";
import { randomBank } from "../methods/paper/random-bank";
import { testHead } from "../phantom/test-head";
import { assess } from "./assess";
import { superResolvePart } from "./part";
import { type HashedBank, type SuperResolveOptions, superResolve } from "./super-resolve";

let executor: Executor;
beforeAll(async () => {
  executor = await PROCESSOR.shared();
});

const factor: Factor = [2, 2, 2];
const head = testHead({ dims: [20, 22, 18], spacing: 9 });
const folded = {
  method: FOLDED,
  bank: randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 4 }),
  hash: "",
} as unknown as HashedBank;
const paper = { method: PAPER, bank: randomBank(factor, 5, 4), hash: "" } as unknown as HashedBank;
const own = (method: Method) => ({ method });
const USES: readonly (readonly [string, Partial<SuperResolveOptions>])[] = [
  ["folded", { bank: folded }],
  ["paper", { bank: paper }],
  ...INTERPOLATION_METHODS.map((method) => [method.id, own(method)] as const),
];

const resolve = (scan: Volume, use: Partial<SuperResolveOptions>) =>
  superResolve(executor, scan, { factor, degradation: "box", steps: 1, wantResidual: true, ...use });
const withData = (volume: Volume, change: (value: number, i: number) => number): Volume => ({
  ...volume,
  data: volume.data.map(change),
});
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);

describe("an offset and a factor move a result and change nothing else", () => {
  const uses = USES.filter(([id]) => id !== "paper");
  test.each(uses)("%s", async (_, use) => {
    const straight = await resolve(head, use);
    for (const [times, plus] of [
      [1, 5000],
      [0.9, -1000],
      [1 / 250, -1.5],
    ] as const) {
      const moved = await resolve(
        withData(head, (value) => times * value + plus),
        use,
      );
      const back = moved.output.data.map((value) => (value - plus) / times);
      // Where rounding decides between two classes, their filters differ.
      const differing = back.filter((value, i) => Math.abs(value - (straight.output.data[i] as number)) > 0.05);
      expect(differing.length).toBeLessThan(0.005 * back.length);
      const [a, b] = [moved.provenance, straight.provenance];
      expect(Math.abs((a.guardedShare ?? 0) - (b.guardedShare ?? 0))).toBeLessThan(1e-3);
      expect((a.consistency?.rmse ?? 0) / times).toBeCloseTo(b.consistency?.rmse ?? 0, 2);
    }
  });
});

describe("a scan that is empty but for a few voxels", () => {
  const sparse = testVolume([20, 20, 20], (x, y, z) => (Math.max(x, y, z) < 12 && Math.min(x, y, z) > 9 ? 1000 : 0));

  test.each(USES.filter(([id]) => id !== "paper"))("is worked on, wherever its 0 lies: %s", async (_, use) => {
    const { output } = await resolve(sparse, use);
    const moved = await resolve(
      withData(sparse, (value) => value - 1000),
      use,
    );
    expect(finiteRange(output.data)[1]).toBeGreaterThan(500);
    expect(
      worst(
        moved.output.data.map((value) => value + 1000),
        output.data,
      ),
    ).toBeLessThan(0.01);
  });
});

describe("missing voxels", () => {
  const gone = withData(head, (value) => (value === 0 ? Number.NaN : 0.5 * value - 1000));
  const [least, most] = finiteRange(gone.data);

  test.each(USES.filter(([id]) => id !== "paper"))(
    "stay missing, tissue near them within its range: %s",
    async (_, use) => {
      const { output, maps, provenance } = await resolve(gone, { ...use, steps: 0 });
      const [nx, ny] = output.dims;
      for (const [i, value] of output.data.entries()) {
        const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))].map((at) => at >> 1);
        const at = (x as number) + head.dims[0] * ((y as number) + head.dims[1] * (z as number));
        expect(Number.isNaN(value)).toBe(Number.isNaN(gone.data[at]));
        const isNear = [1, head.dims[0], head.dims[0] * head.dims[1]].some(
          (stride) => Number.isNaN(gone.data[at - stride]) || Number.isNaN(gone.data[at + stride]),
        );
        if (isNear && !Number.isNaN(value)) expect([value >= least - 1e-3, value <= most + 1e-3]).toEqual([true, true]);
      }
      expect(maps.residual?.data.map((value) => (Number.isNaN(value) ? 1 : 0))).toEqual(
        gone.data.map((value) => (Number.isNaN(value) ? 1 : 0)),
      );
      expect(provenance.consistency?.rmse).toBeLessThan(0.1 * (most - least));
    },
  );

  test("a fifth of a positive scan missing gives nothing negative, whatever the degradation", async () => {
    const positive = withData(head, (value, i) => (i % 5 === 3 ? Number.NaN : 200 + value));
    for (const degradation of ["box", "kspace"] as const) {
      const { output, provenance } = await resolve(positive, { bank: folded, degradation, steps: 1 });
      expect(output.data.some((value) => value < 0)).toBe(false);
      expect(output.data.filter(Number.isNaN).length).toBe(8 * positive.data.filter(Number.isNaN).length);
      expect(Number.isFinite(provenance.consistency?.rmse)).toBe(true);
    }
  });

  test("a part is what it is within the whole, and is measured on", async () => {
    const units = FOLDED.units?.(gone.data);
    const options = { factor, degradation: "box", steps: 0, bank: folded, units } as const;
    const whole = await superResolve(executor, gone, options);
    const box = { origin: [8, 4, 6], size: [4, 5, 3] } as const;
    const { output } = await superResolvePart(executor, gone, box, options);
    const expected = testVolume([8, 10, 6], (x, y, z) => {
      const [nx, ny] = whole.output.dims;
      return whole.output.data[x + 16 + nx * (y + 8 + ny * (z + 12))] as number;
    });
    expect([...output.data]).toEqual([...expected.data]);
    const { gainDb } = await assess(executor, gone, { fill: undefined, above: -1e9 }, options);
    expect(Number.isFinite(gainDb)).toBe(true);
  });
});

test.each(USES)("a constant is the constant: %s", async (_, use) => {
  const constant = testVolume([8, 9, 7], () => 777);
  const { output, provenance } = await resolve(constant, use);
  expect(new Set(output.data)).toEqual(new Set([777]));
  expect(provenance.consistency?.rmse).toBe(0);
});

test("what has hardly any signal, or only negative values, is interpolated as the shifted scan is", async () => {
  const sparse = testVolume([20, 20, 20], (x, y, z) => (x === 9 && y === 9 && z === 9 ? 1000 : 0));
  for (const scan of [sparse, withData(head, (value) => 0.9 * value - 1000)]) {
    const [low] = [scan.data.reduce((a, b) => Math.min(a, b))];
    const shifted = await resolve(
      withData(scan, (value) => value - low + 10),
      own(TRICUBIC),
    );
    const { output } = await resolve(scan, own(TRICUBIC));
    expect(
      worst(
        output.data,
        shifted.output.data.map((value) => value + low - 10),
      ),
    ).toBeLessThan(1e-3);
  }
});

test.each(["folded", "paper"])(
  "a step keeps to its range and the error of its classes, which is counted: %s",
  async (id) => {
    const bank = id === "folded" ? folded : paper;
    // Filters that overshoot wherever there is an edge.
    const wild = { ...bank.bank } as unknown as Record<string, Float32Array>;
    for (const key of ["filters", "structureFilters", "levelFilters"]) {
      if (wild[key]) wild[key] = wild[key].map((w) => 8 * w);
    }
    for (const key of ["classResidual", "structureResidual", "levelResidual"])
      if (wild[key]) wild[key] = wild[key].map(() => 1e-4);
    const step = testVolume([12, 10, 9], (x) => (x < 6 ? 0 : 1000));
    const { output, provenance } = await resolve(step, { bank: { ...bank, bank: wild as never }, steps: 0 });
    // A hundredth of the range, as the residuals say; folded, what is flat keeps the interpolated value's overshoot of 23.4.
    const beyond = id === "folded" ? 23.5 : 10.01;
    expect(Math.min(...output.data)).toBeGreaterThanOrEqual(-beyond);
    expect(Math.max(...output.data)).toBeLessThanOrEqual(1000 + beyond);
    expect(provenance.guardedShare).toBeGreaterThan(0.05);
  },
);

test("a result beyond what float32 holds is refused by name", async () => {
  const huge = testVolume([6, 6, 6], (x) => (x < 3 ? 0 : 3.4e38));
  await expect(
    resolve(huge, { method: INTERPOLATION_METHODS.find(({ id }) => id === "lanczos"), steps: 0 }),
  ).rejects.toMatchObject({
    code: "E_INTENSITY",
  });
});
