import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { inUnits, workingUnits } from "../../../core/intensity";
import { trainingMask } from "../../../core/mask";
import type { Vec3, Volume } from "../../../core/volume";
import { degrade } from "../../../degradations/reference/degrade";
import { BACKENDS, PROCESSOR } from "../../../hosts/test-backends";
import { evaluate } from "../../../jobs/evaluate/evaluate";
import { testHead } from "../../../phantom/test-head";
import { readBank, writeBank } from "../../bank-file";
import { upscale } from "../../test-upscale";
import type { FoldedBank } from "../bank";
import { atNoise } from "../between";
import { numbersOf } from "../folding";
import { FOLDED } from "../method";
import { applyFolded, foldVolume } from "../reference/upscale";
import { FOLDED_TRAIN_DEFAULTS, takenOver, trainFolded } from "./train";
import { trainFoldedLevels } from "./train-levels";

const learnFrom = (volume: Volume) => ({ volume, mask: FOLDED_TRAIN_DEFAULTS.mask });

const phantom = (seed: number, dims: Vec3 = [30, 34, 28]) => testHead({ dims, spacing: 5, seed, noise: 6 });

const TEXTS = {
  title: "test",
  created: "2026-01-01",
  software: "test",
  licence: "none",
  intendedUse: "tests",
  trainingData: ["phantom"],
};

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  /** What takes long on a GPU of software; the other tests run the same kernels there. */
  const longTest = test.runIf(backend === PROCESSOR);

  describe("a bank learned from one phantom", () => {
    const options = {
      ...FOLDED_TRAIN_DEFAULTS,
      factor: [2, 2, 2],
      rowsPerVolume: 10_000,
    } as const;

    test("beats tricubic on another, is the same every time and survives its file", async () => {
      const fractions: number[] = [];
      const trained = await trainFolded(executor, [learnFrom(phantom(1))], {
        ...options,
        onProgress: ({ fraction }) => fractions.push(fraction),
      });
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
      expect(fractions.at(-1)).toBe(1);
      const again = await trainFolded(executor, [learnFrom(phantom(1))], options);
      expect(again.structureFilters).toEqual(trained.structureFilters);
      expect(again.levelFilters).toEqual(trained.levelFilters);

      const { structureRows, levelRows, structureResidual, levelResidual } = trained;
      const sum = (values: Uint32Array) => values.reduce((a, b) => a + b, 0);
      const error = (rows: Uint32Array, residual: Float32Array) =>
        rows.reduce((total, n, c) => total + n * (residual[c] as number), 0);
      expect(sum(structureRows)).toBe(trained.metadata.trainingRows);
      expect(sum(levelRows)).toBe(trained.metadata.trainingRows);
      expect(error(levelRows, levelResidual) / error(structureRows, structureResidual)).toBeCloseTo(1, 5);

      const bank: FoldedBank = { ...trained, metadata: { ...trained.metadata, ...TEXTS } };
      const file = writeBank({ method: FOLDED, bank });
      const read = readBank(file);
      expect(read.bank).toMatchObject({ structureRows });
      const scores = await evaluate(executor, phantom(3), {
        factor: [2, 2, 2],
        degradation: "box",
        banks: [{ name: "bank", ...read }],
      });
      const masked = (name: string) => scores.find((score) => score.name === name)?.psnr.masked as number;
      expect(masked("bank")).toBeGreaterThan(masked("tricubic") + 1);
    });

    test.each(["shape", "tensor"] as const)(
      "with classes by %s, keeps its centres for more noise and a prior",
      async (classes) => {
        const settings = { ...options, classes };
        const head = phantom(1);
        const trained = await trainFoldedLevels(executor, [learnFrom(head)], [0, 0.03], settings);
        const { centres, noisier, metadata } = trained;
        expect(centres).toHaveLength(64 * numbersOf(classes));
        expect(noisier?.[0]).not.toHaveProperty("centres");
        const sum = (values: Uint32Array = new Uint32Array(0)) => values.reduce((a, b) => a + b, 0);
        expect(sum(trained.levelRows)).toBe(metadata.trainingRows);
        expect(sum(noisier?.[0]?.levelRows)).toBe(metadata.trainingRows);
        // Many centres have rows, none most of them.
        const rowsOf = (centre: number) =>
          [0, 1, 2, 3].map((signs) => trained.levelRows[signs * 64 + centre] as number);
        const perCentre = Array.from({ length: 64 }, (_, centre) => rowsOf(centre).reduce((a, b) => a + b));
        expect(perCentre.filter((rows) => rows > 0).length).toBeGreaterThan(50);
        expect(Math.max(...perCentre)).toBeLessThan(0.2 * metadata.trainingRows);

        const bank: FoldedBank = { ...trained, metadata: { ...metadata, ...TEXTS } };
        const prior = atNoise(readBank(writeBank({ method: FOLDED, bank }, { filters: "F32" })).bank as FoldedBank, 0);
        const again = await trainFolded(executor, [learnFrom(phantom(3))], { ...settings, ...takenOver(prior) });
        expect(again.centres).toEqual(centres);
        expect(again.metadata.classes).toBe(classes);
        await expect(trainFolded(executor, [learnFrom(phantom(3))], { ...options, prior })).rejects.toMatchObject({
          code: "E_BANK_MISMATCH",
        });

        const scores = await evaluate(executor, phantom(3), {
          factor: [2, 2, 2],
          degradation: "box",
          banks: [{ name: "bank", method: FOLDED, bank: prior }],
        });
        const masked = (name: string) => scores.find((score) => score.name === name)?.psnr.masked as number;
        expect(masked("bank")).toBeGreaterThan(masked("tricubic") + 0.8);
      },
    );

    test("is the same when its low-resolution volumes go to the GPU slab by slab", async () => {
      const scan = phantom(1, [24, 22, 20]);
      const whole = await trainFolded(executor, [learnFrom(scan)], options);
      const cut = await trainFolded(executor, [learnFrom(scan)], { ...options, slabBytes: 4 * 16 * 15 * 7 });
      expect(cut.structureRows).toEqual(whole.structureRows);
      expect(cut.levelRows).toEqual(whole.levelRows);
      // Float32 sums of another order move what the rows hardly determine: results are compared, not filters.
      const largest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const difference = (a: Float32Array, b: Float32Array) =>
        largest(a.map((value, i) => value - (b[i] as number))) / largest(a);
      expect(difference(whole.structureResidual, cut.structureResidual)).toBeLessThan(1e-5);
      expect(difference(whole.levelResidual, cut.levelResidual)).toBeLessThan(1e-5);
      const results = [];
      for (const trained of [whole, cut]) {
        const bank = { ...trained, metadata: { ...trained.metadata, ...TEXTS } };
        const low = phantom(3, [12, 12, 12]);
        results.push((await upscale(executor, low, { factor: [2, 2, 2], method: "folded", bank })).output.data);
      }
      expect(difference(...(results as [Float32Array, Float32Array]))).toBeLessThan(1e-5);
    });

    test("has the residuals of the oracle on its own rows", async () => {
      const head = phantom(2, [20, 22, 18]);
      const trained = await trainFolded(executor, [learnFrom(head)], { ...options, rowsPerVolume: 1e6 });
      const { metadata, levelRows } = trained;
      const original = inUnits(head.data, workingUnits(head.data));
      const low = Float64Array.from(degrade({ ...head, data: original }, [2, 2, 2], "box").data);
      const folded = foldVolume(low, [10, 11, 9], { ...trained, ...metadata });
      const out = applyFolded(low, [10, 11, 9], folded, { ...trained, taps: metadata.taps });
      const mask = trainingMask(head.data, "auto");
      const busiest = levelRows.indexOf(Math.max(...levelRows));
      let squared = 0;
      let rows = 0;
      for (const [i, voxel] of folded.voxels.entries()) {
        if (mask[i] === 0 || voxel?.level !== busiest) continue;
        squared += ((original[i] as number) - (out[i] as number)) ** 2;
        rows++;
      }
      expect(rows / (levelRows[busiest] as number)).toBeCloseTo(1, 2);
      expect(squared / rows / (trained.levelResidual[busiest] as number)).toBeCloseTo(1, 2);
    });

    longTest("stays at a bank that it is shrunk towards hard, and moves away from it gently", async () => {
      const prior: FoldedBank = await trainFolded(executor, [learnFrom(phantom(1))], options).then((trained) => ({
        ...trained,
        metadata: { ...trained.metadata, ...TEXTS },
      }));
      const distance = async (shrinkRows: number) => {
        const { structureFilters, metadata } = await trainFolded(executor, [learnFrom(phantom(3))], {
          ...options,
          prior,
          shrinkRows,
        });
        expect(metadata.solver).toContain('"test"');
        return Math.hypot(...structureFilters.map((w, i) => w - (prior.structureFilters[i] as number)));
      };
      const [hard, gentle] = [await distance(1e9), await distance(1000)];
      expect(hard).toBeLessThan(1e-3 * gentle);
    });

    longTest("is refused of one value, with another prior, and stops when cancelled", async () => {
      const empty = phantom(1, [8, 8, 8]);
      const flat = { ...empty, data: empty.data.map(() => 100) };
      await expect(trainFolded(executor, [learnFrom(flat)], options)).rejects.toMatchObject({ code: "E_INTENSITY" });
      const prior: FoldedBank = await trainFolded(executor, [learnFrom(phantom(1, [16, 16, 16]))], options).then(
        (trained) => ({
          ...trained,
          metadata: { ...trained.metadata, ...TEXTS },
        }),
      );
      await expect(
        trainFolded(executor, [learnFrom(empty)], { ...options, factor: [3, 3, 3], prior }),
      ).rejects.toMatchObject({
        code: "E_BANK_MISMATCH",
      });
      const controller = new AbortController();
      const onProgress = () => controller.abort();
      await expect(
        trainFolded(executor, [learnFrom(phantom(1))], { ...options, onProgress, signal: controller.signal }),
      ).rejects.toMatchObject({ name: "AbortError" });
    });
  });
});
