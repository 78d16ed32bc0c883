import { beforeAll, describe, expect, test } from "vitest";
import type { Bank } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { type Factor, placeOf, type Vec3, type Volume } from "../core/volume";
import { degrade } from "../degradations/reference/degrade";
import { PROCESSOR } from "../hosts/test-backends";
import type { UsableBank } from "../methods/bank-file";
import { FOLDED } from "../methods/folded/method";
import { upscale } from "../methods/test-upscale";
import { testHead } from "../phantom/test-head";
import { makeConsistent } from "./consistency";
import { learnFromScan } from "./learn-from-scan";

let executor: Executor;
beforeAll(async () => {
  executor = await PROCESSOR.shared();
});

const head = testHead({ dims: [48, 48, 48], spacing: 3.5, noise: 6 });
const factor: Factor = [2, 2, 2];
const low = degrade(head, factor, "box");

function meanSquare(a: Volume, b: Volume): number {
  return a.data.reduce((sum, value, i) => sum + (value - (b.data[i] as number)) ** 2, 0) / a.data.length;
}

describe("data consistency", () => {
  test("the residual is the oracle's, and back-projection shrinks it", async () => {
    const { output } = await upscale(executor, low, { factor, method: "tricubic" });
    const fractions: number[] = [];
    const measured = await makeConsistent(executor, low, output, {
      factor,
      degradation: "box",
      steps: 0,
      onProgress: ({ fraction }) => fractions.push(fraction),
    });
    expect(fractions.at(-1)).toBe(1);
    expect(measured.output).toBe(output);
    const again = degrade(output, factor, "box");
    const largest = Math.max(...low.data);
    for (const [i, value] of measured.residual.data.entries()) {
      expect(Math.abs(value - ((again.data[i] as number) - (low.data[i] as number)))).toBeLessThan(1e-5 * largest);
    }
    expect(measured.rmse).toBe(measured.rmseBefore);
    const stepped = await makeConsistent(executor, low, output, { factor, degradation: "box", steps: 1 });
    expect(stepped.rmseBefore).toBeCloseTo(measured.rmse, 5);
    expect(stepped.rmse).toBeLessThan(1e-5 * largest);
    expect(meanSquare(stepped.output, head)).toBeLessThan(meanSquare(output, head));
  });

  test("of another degradation than block means, back-projection shrinks the residual", async () => {
    const cubic = degrade(head, factor, "cubic");
    const { output } = await upscale(executor, cubic, { factor, method: "tricubic" });
    const stepped = await makeConsistent(executor, cubic, output, { factor, degradation: "cubic", steps: 2 });
    expect(stepped.rmse).toBeLessThan(0.3 * stepped.rmseBefore);
    expect(meanSquare(stepped.output, head)).toBeLessThan(meanSquare(output, head));
  });

  test("blocks beside what was not measured are left as they are", async () => {
    const [nx, ny] = low.dims;
    const empty = (i: number) => i % nx < 8;
    const masked = { ...low, data: low.data.map((value, i) => (empty(i) ? 0 : value + 10)) };
    (masked.data as Float32Array)[20 + nx * (12 + ny * 12)] = Number.NaN;
    const { output } = await upscale(executor, masked, { factor, method: "tricubic" });
    const options = { factor, degradation: "box", steps: 1, fill: 0 } as const;
    const stepped = await makeConsistent(executor, masked, output, options);
    for (const [i, value] of stepped.output.data.entries()) {
      const [x, y, z] = placeOf(i, output.dims).map((n) => n >> 1) as unknown as Vec3;
      const isBeside = x < 9 || (Math.abs(x - 20) < 2 && Math.abs(y - 12) < 2 && Math.abs(z - 12) < 2);
      if (isBeside) expect(value).toBe(output.data[i]);
      else expect(Math.abs(stepped.residual.data[x + nx * (y + ny * z)] as number)).toBeLessThan(1e-2);
    }
    expect(stepped.rmse).toBeLessThan(stepped.rmseBefore);
  });

  test("holds at once for a result that is the scan repeated", async () => {
    const { output } = await upscale(executor, low, { factor, method: "nearest" });
    const { rmse } = await makeConsistent(executor, low, output, { factor, degradation: "box", steps: 0 });
    expect(rmse).toBeLessThan(1e-5 * Math.max(...low.data));
  });
});

async function learnedBank(scan: Volume, options: Parameters<typeof learnFromScan>[3]): Promise<Bank> {
  const { bank, isLearned, notices } = await learnFromScan(executor, scan, FOLDED, options);
  expect(notices).toEqual([]);
  expect(isLearned).toBe(true);
  return (bank as UsableBank).bank;
}

describe("learning from the scan itself", () => {
  test("beats tricubic on that scan's original", async () => {
    const bank = await learnedBank(low, { factor, degradation: "box" });
    expect(bank.metadata.trainingData).toEqual(["the scan itself"]);
    const { output } = await upscale(executor, low, { factor, method: "folded", bank });
    const tricubic = await upscale(executor, low, { factor, method: "tricubic" });
    expect(meanSquare(output, head)).toBeLessThan(0.8 * meanSquare(tricubic.output, head));
  });

  test("refines thick slices with what the finer axes show", async () => {
    const whole = testHead({ dims: [48, 48, 48], spacing: 3.5, noise: 6 });
    const thin: Factor = [1, 1, 3];
    const slices = degrade(whole, thin, "slice:z,4,-1");
    const options = { factor: thin, degradation: "slice:z,4,-1" } as const;
    const bank = await learnedBank(slices, options);
    // 16 slices are too few to be made coarse themselves.
    expect(bank.metadata.trainingData).toEqual(["the scan itself, along x", "the scan itself, along y"]);
    expect(bank.metadata).toMatchObject({ exchange: "xy" });
    const { output } = await upscale(executor, slices, { factor: thin, method: "folded", bank });
    const tricubic = await upscale(executor, slices, { factor: thin, method: "tricubic" });
    expect(meanSquare(output, whole)).toBeLessThan(0.75 * meanSquare(tricubic.output, whole));
  });

  test("is refused at 3× without a bank to start from", async () => {
    await expect(learnFromScan(executor, low, FOLDED, { factor: [3, 3, 3], degradation: "box" })).rejects.toMatchObject(
      {
        code: "E_ARGUMENT",
      },
    );
  });
});
