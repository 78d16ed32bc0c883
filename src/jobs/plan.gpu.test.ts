import { expect, test } from "vitest";
import { openNodeGpu } from "../hosts/node-device";
import { FOLDED } from "../methods/folded/method";
import { randomFoldedBank } from "../methods/folded/random-bank";
import { PAPER } from "../methods/paper/method";
import { randomBank } from "../methods/paper/random-bank";
import { headPhantom } from "../phantom/head";
import { planMemory } from "./plan";
import { type HashedBank, superResolve } from "./super-resolve";

test("a run takes no more device memory than was planned", async () => {
  const executor = await openNodeGpu();
  const scan = headPhantom({ dims: [30, 32, 28], spacing: 6.5 });
  const factor = [2, 2, 2] as const;
  const banks: HashedBank[] = [
    { method: FOLDED as never, bank: randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 1 }), hash: "" },
    { method: PAPER as never, bank: randomBank(factor, 11, 1), hash: "" },
  ];
  for (const bank of banks) {
    const { deviceBytes } = planMemory(executor.limits, scan, { factor, steps: 0, method: bank.method });
    const made = await superResolve(executor, scan, { factor, bank, degradation: "box", steps: 0, wantErrors: true });
    expect(made.peakGpuBytes).toBeLessThanOrEqual(deviceBytes);
    expect(made.peakGpuBytes).toBeGreaterThan(deviceBytes / 3);
  }
});
