/** Devices that are lost or short of memory, in the middle of jobs: what comes of them has the bits of an undisturbed run. */

import { describe, expect, test } from "vitest";
import type { Executor } from "../compute/executor";
import { Reopening } from "../compute/reopening";
import type { Factor } from "../core/volume";
import { openWatchedGpu } from "../hosts/test-gpu";
import { writeBank } from "../methods/bank-file";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import type { Learner } from "../methods/method";
import { headPhantom } from "../phantom/head";
import { type HashedBank, type SuperResolveOptions, superResolve } from "./super-resolve";
import { trainBank } from "./train";

const factor: Factor = [2, 2, 2];
const bank = {
  method: FOLDED,
  bank: randomFoldedBank(factor, { exchange: "xyz", taps: 27, seed: 4 }),
  hash: "",
} as unknown as HashedBank;
const LOSSES = 5;

interface Made {
  readonly bytes: Buffer;
  readonly codes?: readonly string[];
}

async function upscale(executor: Executor, side: number, given?: Partial<SuperResolveOptions>): Promise<Made> {
  const head = headPhantom({ dims: [side, side + 2, side - 2], spacing: 160 / side, noise: 5 });
  const made = await superResolve(executor, head, {
    ...{ factor, degradation: "box", steps: 0, bank, keepInterpolated: true, wantErrors: true },
    ...given,
  });
  const volumes = [made.output, made.interpolated, made.maps.error, made.maps.residual];
  return {
    bytes: Buffer.concat(volumes.map((volume) => new Uint8Array(volume?.data.buffer ?? []))),
    codes: made.notices.map(({ code }) => code),
  };
}

const inBricks = (executor: Executor) => upscale(executor, 18, { gpuBytes: 1.2 * 2 ** 20 });

async function train(executor: Executor): Promise<Made> {
  const { start } = FOLDED.learn as Learner;
  const volume = headPhantom({ dims: [28, 30, 26], spacing: 5.5, noise: 3 });
  const settings = { taps: 27, rowsPerVolume: 2000, shrinkRows: 1, noise: "own" };
  const run = start([{ volume, mask: "auto" }], { factor, degradation: "box", seed: 1, settings });
  const made = await trainBank(executor, FOLDED, run, { title: "a", trainingData: [] });
  return {
    bytes: Buffer.from(
      writeBank(
        { method: FOLDED, bank: { ...made.bank, metadata: { ...made.bank.metadata, created: "" } } },
        { filters: "F32" },
      ),
    ),
  };
}

/** On a device that is destroyed again and again, each time after so many more submits of that kind. */
async function losing(kind: "kernel" | "readback", every: number, work: (executor: Executor) => Promise<Made>) {
  let submits = 0;
  let losses = 0;
  const open = async () => {
    const { executor } = await openWatchedGpu({
      onSubmit: (own) => {
        if (own !== kind || losses === LOSSES || ++submits % every !== 0) return;
        losses++;
        executor.dispose();
      },
    });
    return executor;
  };
  const executor = new Reopening(await open(), open, LOSSES);
  try {
    return { made: await work(executor), losses };
  } finally {
    executor.dispose();
  }
}

async function undisturbed(work: (executor: Executor) => Promise<Made>) {
  const { executor, held } = await openWatchedGpu();
  try {
    return { made: await work(executor), peak: held.peak };
  } finally {
    executor.dispose();
  }
}

describe("a device that is destroyed five times, each time at another place", () => {
  test("while it upscales, and while results are read back", async () => {
    const { made } = await undisturbed(inBricks);
    for (const [kind, every] of [
      ["kernel", 7],
      ["readback", 2],
    ] as const) {
      const found = await losing(kind, every, inBricks);
      expect(found.losses).toBe(LOSSES);
      expect(found.made.codes).toEqual(["W_GPU_LOST"]);
      expect(found.made.bytes.equals(made.bytes)).toBe(true);
    }
  });

  test("while it learns", async () => {
    const { made } = await undisturbed(train);
    const found = await losing("kernel", 2, train);
    expect(found.losses).toBe(LOSSES);
    expect(found.made.bytes.equals(made.bytes)).toBe(true);
  });
});

test("a device without the memory for bricks of the usual size computes smaller ones", async () => {
  const whole = (executor: Executor) => upscale(executor, 22);
  const { made, peak } = await undisturbed(whole);
  const { executor, held } = await openWatchedGpu({ memoryBytes: 0.7 * peak });
  const found = await whole(executor);
  expect(found.codes).toEqual(["W_GPU_MEMORY"]);
  expect(found.bytes.equals(made.bytes)).toBe(true);
  expect(held).toMatchObject({ buffers: 0, bytes: 0 });
  executor.dispose();
});
