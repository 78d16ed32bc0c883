import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { voxelCount } from "../core/volume";
import { openNodeCpu } from "../hosts/node-cpu";
import { openNodeGpu } from "../hosts/node-device";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import { TRICUBIC } from "../methods/interpolation/method";
import { PAPER } from "../methods/paper/method";
import { randomBank } from "../methods/paper/random-bank";
import { headPhantom } from "../phantom/head";
import { planMemory } from "./plan";
import { type HashedBank, superResolve } from "./super-resolve";

const factor = [2, 2, 2] as const;
const folded = randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 1 });

test("a run takes no more device memory than was planned", async () => {
  const executor = await openNodeGpu();
  const scan = headPhantom({ dims: [30, 32, 28], spacing: 6.5 });
  const banks: HashedBank[] = [
    { method: FOLDED as never, bank: folded, hash: "" },
    { method: PAPER as never, bank: randomBank(factor, 11, 1), hash: "" },
  ];
  for (const bank of banks) {
    const { deviceBytes } = planMemory(executor.limits, scan, { factor, steps: 0, method: bank.method });
    const made = await superResolve(executor, scan, { factor, bank, degradation: "box", steps: 0, wantErrors: true });
    expect(made.peakGpuBytes).toBeLessThanOrEqual(deviceBytes);
    expect(made.peakGpuBytes).toBeGreaterThan(deviceBytes / 3);
  }
});

/** The bytes of arrays that are alive, once those that are not have been collected. */
function aliveBytes(): number {
  gc();
  gc();
  return process.memoryUsage().arrayBuffers;
}
setFlagsFromString("--expose-gc");
const gc: () => void = runInNewContext("gc");

test.each([
  { steps: 0, keepInterpolated: true, wantErrors: true },
  { steps: 1, keepInterpolated: true, wantErrors: true },
  { steps: 2, degradation: "kspace" },
  { steps: 0, method: TRICUBIC },
] as const)("the arrays of a run on the processor are those that were planned: %j", async (spec) => {
  const executor = await openNodeCpu(1);
  const scan = headPhantom({ dims: [72, 64, 68], spacing: 3 });
  const bank = { method: FOLDED as never, bank: folded, hash: "" };
  const method = "method" in spec ? spec.method : FOLDED;
  const { hostBytes, deviceBytes } = planMemory(executor.limits, scan, { factor, ...spec, method });
  const before = aliveBytes();
  let [peak, reports] = [0, 0];
  const { peakGpuBytes } = await superResolve(executor, scan, {
    factor,
    degradation: "box",
    ...spec,
    ...("method" in spec ? { method: TRICUBIC } : { bank, method: undefined }),
    onProgress: () => {
      if (reports++ % 20 === 0) peak = Math.max(peak, aliveBytes() - before);
    },
  });
  expect(reports).toBeGreaterThan(20);
  expect(peakGpuBytes).toBeLessThanOrEqual(deviceBytes);
  // Beyond what is planned there is what was given to the processor's worker, which collects its own arrays when it likes.
  expect(peak).toBeLessThan(1.2 * hostBytes);
  expect(peak).toBeGreaterThan(0.75 * hostBytes);
  expect(peak).toBeGreaterThan(8 * 4 * voxelCount(scan.dims));
});
