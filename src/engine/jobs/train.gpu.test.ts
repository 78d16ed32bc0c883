import { beforeAll, expect, test } from "vitest";
import type { BankMetadata } from "../../bank/bank";
import { CLASS_COUNT } from "../../core/method";
import { openNodeGpu } from "../../hosts/node-device";
import { headPhantom } from "../../phantom/head";
import type { GpuContext } from "../gpu/context";
import { evaluate } from "./evaluate";
import { TRAIN_DEFAULTS, train } from "./train";

let gpu: GpuContext;
beforeAll(async () => {
  gpu = await openNodeGpu();
});

const phantom = (seed: number) => headPhantom({ dims: [44, 48, 42], spacing: 3.5, seed, noise: 6 });
const head = phantom(1);
const options = { ...TRAIN_DEFAULTS, factor: [2, 2, 2], patch: 3, sample: 0.5, shrinkRows: 100 } as const;
const texts = {
  title: "test",
  created: "2026-01-01",
  software: "test",
  licence: "none",
  intendedUse: "tests",
  trainingData: ["phantom"],
} satisfies Partial<BankMetadata>;

test("a bank learned from one phantom beats tricubic on another, the same every time", async () => {
  const stages = new Set<string>();
  const fractions: number[] = [];
  const trained = await train(gpu, [head], {
    ...options,
    onProgress: ({ stage, fraction }) => {
      stages.add(stage);
      fractions.push(fraction);
    },
  });
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect([...stages]).toEqual(["Preparing volume 1 of 1", "Accumulating", "Solving"]);
  expect(trained.classRows.reduce((a, b) => a + b)).toBe(trained.metadata.trainingRows);
  for (let c = 0; c < CLASS_COUNT; c++) {
    const filter = trained.filters.subarray(c * 27, (c + 1) * 27);
    if (trained.classRows[c] === 0) expect(filter.findIndex((w) => w !== 0)).toBe(13);
    expect(Number.isFinite(trained.classResidual[c] as number)).toBe(true);
  }
  const bank = { ...trained, metadata: { ...trained.metadata, ...texts } };
  const [, tricubic, learned] = await evaluate(gpu, phantom(2), {
    factor: options.factor,
    degradation: "box",
    banks: [{ name: "learned", bank }],
  });
  expect(learned?.psnr.masked).toBeGreaterThan((tricubic?.psnr.masked as number) + 0.5);
  expect(learned?.ssim.masked).toBeGreaterThan(tricubic?.ssim.masked as number);

  const again = await train(gpu, [head], options);
  expect(again.filters).toEqual(trained.filters);
  // Little GPU memory changes how the work is cut, not what is summed.
  const cut = await train(gpu, [head], { ...options, gpuBytes: 52 * 2 ** 20 });
  expect(cut.classRows).toEqual(trained.classRows);
  const difference = cut.filters.reduce(
    (worst, w, i) => Math.max(worst, Math.abs(w - (trained.filters[i] as number))),
    0,
  );
  expect(difference).toBeLessThan(0.01);
});

test("stops when cancelled", async () => {
  const controller = new AbortController();
  const job = train(gpu, [head], {
    ...options,
    signal: controller.signal,
    onProgress: ({ stage }) => {
      if (stage === "Accumulating") controller.abort();
    },
  });
  await expect(job).rejects.toMatchObject({ name: "AbortError" });
});

test("refuses a sample without voxels", async () => {
  await expect(train(gpu, [head], { ...options, sample: 1e-9 })).rejects.toMatchObject({ code: "E_ARGUMENT" });
});
