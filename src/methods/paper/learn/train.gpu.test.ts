import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { referenceIntensity, trainingIntensities } from "../../../core/intensity";
import { cropToMultiple, type Vec3 } from "../../../core/volume";
import { degrade } from "../../../degradations/reference/degrade";
import { BACKENDS, PROCESSOR, watchMemory } from "../../../hosts/test-backends";
import { evaluate } from "../../../jobs/evaluate/evaluate";
import { testHead } from "../../../phantom/test-head";
import { gramElement } from "../../common/gram";
import { gradient } from "../../common/reference/gradient";
import { structureTensor } from "../../common/reference/structure-tensor";
import { upsampleTricubic } from "../../interpolation/reference/tricubic";
import type { LearningProgress } from "../../method";
import type { PaperMetadata } from "../bank";
import { CLASS_COUNT } from "../classes";
import { globalBank } from "../global-bank";
import { PAPER } from "../method";
import { hashVolume } from "../reference/hash";
import { normalEquations } from "../reference/normal-equations";
import { relativeResidual } from "../reference/solve";
import { accumulatorBytes } from "./accumulators";
import { cutTraining, planTraining } from "./plan";
import { mergeSums, type TrainingSums } from "./sums";
import { PAPER_SUMS } from "./sums-file";
import { train } from "./train";
import { Training, type TrainingSettings } from "./training";

const DIMS: Vec3 = [32, 34, 30];
const phantom = (seed: number) => testHead({ dims: DIMS, spacing: 5, seed, noise: 6 });
const head = { volume: phantom(1), mask: "auto" } as const;
const other = { volume: phantom(3), mask: "nonzero" } as const;
const settings: TrainingSettings = {
  factor: [2, 2, 2],
  degradation: "box",
  patch: 3,
  sample: 0.5,
  seed: 1,
  holdOut: true,
};
const texts = {
  title: "test",
  created: "2026-01-01",
  software: "test",
  licence: "none",
  intendedUse: "tests",
  trainingData: ["phantom"],
} satisfies Partial<PaperMetadata>;

/** Equal to the last bit; the runner's own comparison takes seconds for so many numbers. */
function expectSame({ sums, ...a }: TrainingSums, { sums: others, ...b }: TrainingSums): void {
  expect(a).toEqual(b);
  expect(sums.map((sum) => sum !== undefined)).toEqual(others.map((sum) => sum !== undefined));
  for (const [c, sum] of sums.entries()) {
    if (sum) expect(sum.findIndex((value, i) => value !== others[c]?.[i])).toBe(-1);
  }
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });
  /** What takes long on a GPU of software; the other tests run the same kernels there. */
  const longTest = test.runIf(backend === PROCESSOR);

  longTest("a bank learned from one phantom beats tricubic on another, the same every time", async () => {
    const reports: LearningProgress[] = [];
    const trained = await train(executor, new Training([head], settings), {
      shrinkRows: "auto",
      onProgress: (progress) => reports.push(progress),
    });
    const fractions = reports.map(({ fraction }) => fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect([...new Set(reports.map(({ stage }) => stage))]).toEqual([
      "Preparing volume 1 of 1",
      "Accumulating",
      "Solving",
    ]);
    expect(fractions.at(-1)).toBe(1);
    const summed = reports.filter(({ stage }) => stage === "Accumulating").at(-1);
    expect(summed?.rows?.done).toBe(summed?.rows?.total);
    expect(summed?.classRows).toEqual(trained.classRows);
    const solver = reports.at(-1)?.solver;
    expect(solver?.solved).toBe(solver?.total);
    expect(solver?.worst).toBeLessThanOrEqual(1e-5);
    expect(trained.worstResidual).toBeLessThanOrEqual(1e-5);

    expect(trained.classRows.reduce((a, b) => a + b)).toBe(trained.metadata.trainingRows);
    for (let c = 0; c < CLASS_COUNT; c++) {
      const filter = trained.filters.subarray(c * 27, (c + 1) * 27);
      if (trained.classRows[c] === 0) expect(filter.findIndex((w) => w !== 0)).toBe(13);
      expect(Number.isFinite(trained.classResidual[c] as number)).toBe(true);
    }
    // The weight with the least held-out error was taken, out of several that differ.
    const { shrink } = trained;
    expect(shrink.heldOutRows).toBeGreaterThan(500);
    expect(new Set(shrink.tried.map(({ error }) => error)).size).toBe(5);
    expect(Math.min(...shrink.tried.map(({ error }) => error))).toBe(
      shrink.tried.find(({ rows }) => rows === shrink.rows)?.error,
    );

    const bank = { ...trained, metadata: { ...trained.metadata, ...texts } };
    const global = globalBank(bank);
    if (!global) throw new Error("no global filter");
    const [, tricubic, merged, learned] = await evaluate(executor, phantom(2), {
      factor: settings.factor,
      degradation: "box",
      banks: [
        { name: "global", method: PAPER, bank: global },
        { name: "learned", method: PAPER, bank },
      ],
    });
    expect(learned?.psnr.masked).toBeGreaterThan((tricubic?.psnr.masked as number) + 0.5);
    expect(learned?.psnr.masked).toBeGreaterThan(merged?.psnr.masked as number);
    expect(merged?.psnr.masked).toBeGreaterThan(tricubic?.psnr.masked as number);
    expect(learned?.ssim.masked).toBeGreaterThan(tricubic?.ssim.masked as number);

    const again = await train(executor, new Training([head], settings), { shrinkRows: "auto" });
    expect(again.filters).toEqual(trained.filters);
    // Little GPU memory changes how the work is cut, not what is summed.
    const cut = await train(executor, new Training([head], { ...settings, gpuBytes: 40 * 2 ** 20 }), {
      shrinkRows: "auto",
    });
    expect(cut.classRows).toEqual(trained.classRows);
    const difference = cut.filters.reduce(
      (most, w, i) => Math.max(most, Math.abs(w - (trained.filters[i] as number))),
      0,
    );
    expect(difference).toBeLessThan(0.01);
  });

  test("sums and filters are the float64 oracle's", async () => {
    const { factor, degradation } = settings;
    const input = {
      volume: testHead({ dims: [19, 22, 18], spacing: 8, seed: 4, noise: 4 }),
      mask: "nonzero",
    } as const;
    const shrinkRows = 50;
    const training = new Training([input], { ...settings, sample: 1, holdOut: false });
    const trained = await train(executor, training, { shrinkRows });
    const { sums, strengthEdges, coherenceEdges, filters } = trained;

    const cropped = cropToMultiple(input.volume, factor);
    const original = trainingIntensities(cropped.data, referenceIntensity(cropped.data));
    const low = degrade({ ...cropped, data: original }, factor, degradation);
    const upsampled = upsampleTricubic(Float64Array.from(low.data), low.dims, factor);
    const field = structureTensor(gradient(upsampled, cropped.dims), cropped.dims, 0.85);
    const classes = hashVolume(field, { strengthEdges, coherenceEdges });
    const voxels = [...cropped.data.keys()].filter((i) => cropped.data[i] !== 0 && upsampled[i] !== 0);
    const oracle = normalEquations(upsampled, Float64Array.from(original), cropped.dims, classes, voxels, 3);
    expect(trained.metadata.trainingRows).toBe(voxels.length);

    const taps = 27;
    const all = { q: new Float64Array(taps * taps), v: new Float64Array(taps) };
    for (const { q, v } of oracle.values()) {
      for (const [i, value] of q.entries()) all.q[i] = (all.q[i] as number) + value / voxels.length;
      for (const [i, value] of v.entries()) all.v[i] = (all.v[i] as number) + value / voxels.length;
    }
    const ridge = (1e-5 * all.q.reduce((sum, value, i) => sum + (i % (taps + 1) === 0 ? value : 0), 0)) / taps;
    let compared = 0;
    for (const [c, { q, v, bb, rows }] of oracle) {
      // A voxel on the edge between two classes may be in either. Source: method §9.
      if (rows !== trained.classRows[c]) continue;
      compared++;
      const sum = sums.sums[c] as Float32Array;
      let difference = (gramElement(sums.layout, sum, taps, taps) - bb) ** 2;
      let total = bb ** 2;
      const system = new Float64Array(taps * taps);
      const right = new Float64Array(taps);
      for (let i = 0; i < taps; i++) {
        for (let j = 0; j < taps; j++) {
          const own = q[i * taps + j] as number;
          difference += (gramElement(sums.layout, sum, i, j) - own) ** 2;
          total += own ** 2;
          system[i * taps + j] =
            (own + shrinkRows * (all.q[i * taps + j] as number)) / (rows + shrinkRows) + (i === j ? ridge : 0);
        }
        right[i] =
          ((v[i] as number) + shrinkRows * (all.v[i] as number)) / (rows + shrinkRows) +
          ridge * (trained.globalFilter[i] as number);
        difference += (gramElement(sums.layout, sum, i, taps) - (v[i] as number)) ** 2;
        total += (v[i] as number) ** 2;
      }
      expect(Math.sqrt(difference / total)).toBeLessThan(1e-5);
      const filter = Float64Array.from(filters.subarray(c * taps, (c + 1) * taps));
      expect(relativeResidual(system, filter, right)).toBeLessThanOrEqual(2e-5);
    }
    expect(compared / oracle.size).toBeGreaterThan(0.97);
  });

  test("goes on after a cancel and after the loss of the GPU, to the same bank", async () => {
    const plain = await train(executor, new Training([head, other], settings), { shrinkRows: 1000 });
    const training = new Training([head, other], { ...settings, gpuBytes: 40 * 2 ** 20 });
    const controller = new AbortController();
    const cancelled = train(executor, training, {
      shrinkRows: 1000,
      signal: controller.signal,
      onGroup: () => controller.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    const done = training.doneShare;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(1);

    const doomed = await backend.open();
    const lost = train(doomed, training, { shrinkRows: 1000, onGroup: () => doomed.dispose() });
    await expect(lost).rejects.toMatchObject({ code: "E_GPU_LOST" });
    expect(training.doneShare).toBeGreaterThan(done);

    // What another program kept of the finished groups.
    const kept = new Map<number, Float32Array<ArrayBuffer>>();
    const restored = new Training([head, other], { ...settings, gpuBytes: 40 * 2 ** 20 });
    const first = new AbortController();
    const half = restored.run(executor, {
      signal: first.signal,
      onGroup: (sums) => {
        for (const [key, sum] of sums) kept.set(key, sum);
        first.abort();
      },
    });
    await expect(half).rejects.toMatchObject({ name: "AbortError" });
    const resumed = new Training([head, other], { ...settings, gpuBytes: 40 * 2 ** 20 });
    resumed.restore(kept);

    for (const interrupted of [training, resumed]) {
      const finished = await train(executor, interrupted, { shrinkRows: 1000 });
      expect(finished.classRows).toEqual(plain.classRows);
      const worst = finished.filters.reduce(
        (most, w, i) => Math.max(most, Math.abs(w - (plain.filters[i] as number))),
        0,
      );
      expect(worst).toBeLessThan(0.01);
    }
  });

  longTest("sums survive a file; continued and merged ones equal those of all volumes at once", async () => {
    const plainSettings = { ...settings, holdOut: false };
    const first = (await new Training([head], plainSettings).run(executor, {})).sums;
    const metadata = {
      ...(await train(executor, new Training([head], plainSettings), { shrinkRows: 10 })).metadata,
      ...texts,
    };
    const parts = [...PAPER_SUMS.write({ metadata, sums: first })];
    const file = new Uint8Array(await new Blob(parts).arrayBuffer());
    const described = await PAPER_SUMS.read({
      size: file.length,
      read: async (begin, end) => file.slice(begin, end),
    });
    const read = described.sums as TrainingSums;
    expect(described.metadata).toEqual(metadata);
    expect(PAPER_SUMS.describe(described)).toMatchObject({ settings: { patch: 3 }, bytes: accumulatorBytes(27) });
    expectSame(read, first);

    const continued = (await new Training([other], plainSettings, read).run(executor, {})).sums;
    const alone = (
      await new Training([other], plainSettings, { ...read, sums: [], classRows: new Uint32Array(CLASS_COUNT) }).run(
        executor,
        {},
      )
    ).sums;
    const merged = mergeSums([first, alone]);
    expectSame(merged, continued);
    expect(merged.classRows.reduce((a, b) => a + b)).toBeGreaterThan(first.classRows.reduce((a, b) => a + b));

    const elsewhere = (await new Training([other], plainSettings).run(executor, {})).sums;
    expect(() => mergeSums([first, elsewhere])).toThrow(expect.objectContaining({ code: "E_SUMS_MISMATCH" }));
    expect(() => new Training([other], { ...plainSettings, patch: 5 }, read)).toThrow(/patch differ/);
  });

  test.each([
    { patch: 3, gpuBytes: 64 * 2 ** 20, defaultLimits: false },
    { patch: 7, gpuBytes: undefined, defaultLimits: true },
  ])("the plan is what happens: %o", async ({ patch, gpuBytes, defaultLimits }) => {
    const device = defaultLimits ? await backend.open({ defaultLimits }) : executor;
    const sized = { ...settings, patch, gpuBytes, sample: 0.05, holdOut: true };
    const mask = head.volume.data.filter((v) => v !== 0).length;
    const plan = planTraining(device.limits, [{ dims: DIMS, maskVoxels: mask }], sized);
    let passes = 0;
    const { watched, bytes } = watchMemory(device);
    const { sums } = await new Training([{ ...head, mask: "nonzero" }], sized).run(watched, {
      onGroup: () => void passes++,
    });
    expect(bytes.left).toBe(0);
    expect(passes).toBeLessThanOrEqual(plan.passes);
    // Fewer where classes turn out to be empty.
    const { groupSize } = cutTraining(device.limits, [DIMS], sized);
    expect(passes).toBeGreaterThanOrEqual(Math.ceil(sums.sums.filter(Boolean).length / groupSize));
    expect(bytes.peak).toBeLessThanOrEqual(plan.gpuBytes);
    expect(bytes.peak).toBeGreaterThan(plan.gpuBytes / 3);
    expect(sums.classRows.reduce((a, b) => a + b) / plan.rows).toBeGreaterThan(0.7);
    expect(sums.classRows.reduce((a, b) => a + b) / plan.rows).toBeLessThan(1.1);
    if (device !== executor) device.dispose();
  });

  test("pausing holds the work, and a cancel acts during a pause", async () => {
    onTestFinished(() => executor.resume());
    const controller = new AbortController();
    let reports = 0;
    const job = train(executor, new Training([head], settings), {
      shrinkRows: 10,
      signal: controller.signal,
      onProgress: () => {
        reports++;
        if (reports === 3) executor.pause();
      },
    });
    job.catch(() => {});
    await expect.poll(() => reports).toBeGreaterThanOrEqual(3);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const atPause = reports;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(reports).toBe(atPause);
    executor.resume();
    await expect.poll(() => reports).toBeGreaterThan(atPause);
    executor.pause();
    controller.abort();
    await expect(job).rejects.toMatchObject({ name: "AbortError" });
  });

  test("refuses a sample without voxels", async () => {
    const training = new Training([head], { ...settings, sample: 1e-9 });
    await expect(train(executor, training, { shrinkRows: 10 })).rejects.toMatchObject({ code: "E_INTENSITY" });
  });
});
