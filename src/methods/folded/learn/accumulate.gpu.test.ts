import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { referenceIntensity, trainingIntensities } from "../../../core/intensity";
import { trainingMask } from "../../../core/mask";
import { seededRandom } from "../../../core/random";
import type { Factor } from "../../../core/volume";
import { degrade } from "../../../degradations/reference/degrade";
import { BACKENDS } from "../../../hosts/test-backends";
import { FOLDED_SORT } from "../../../kernels/kernels";
import { testHead } from "../../../phantom/test-head";
import { gramElement } from "../../common/gram";
import type { LearningVolume } from "../../common/learning-volume";
import { sortByKey } from "../../common/sort";
import { type ClassScheme, type Exchange, foldedClassCounts, LEVELS, phaseKinds, stepsOf } from "../folding";
import { randomFoldedBank } from "../random-bank";
import { foldedNormalEquations } from "../reference/learn";
import { applyFolded, foldVolume } from "../reference/upscale";
import { wordOf } from "../reference/words";
import { accumulateFolded } from "./accumulate";
import { learnCentres, sortIntoCentres } from "./centres";
import { binEdges, drawSamples, FoldedSamples, levelOf, levelOfPair, structureOf } from "./samples";
import { planSlabs, withSlab } from "./slabs";
import { squaredErrors } from "./training-error";

/** A volume as training prepares it. */
function prepared(factor: Factor): LearningVolume {
  const head = testHead({ dims: [18, 18, 18], spacing: 5, seed: 1, noise: 6 });
  const original = trainingIntensities(head.data, referenceIntensity(head.data));
  const low = degrade({ ...head, data: original }, factor, "box");
  return { dims: head.dims, original, mask: trainingMask(head.data, "auto"), low };
}

/** The bytes of a slab of so many low-resolution slices. */
function slabOf({ low: { dims } }: LearningVolume, slices: number): number {
  return 4 * (dims[0] + 4) * (dims[1] + 4) * (slices + 4);
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  /** Drawn samples of a volume, without those at the edge of a class or of another symmetry than the oracle's. */
  async function agreeingSamples(
    volume: LearningVolume,
    settings: { factor: Factor; exchange: Exchange; classes: ClassScheme },
  ) {
    const drawing = { ...settings, sigma: 1.5, rowsPerVolume: 1e6, seed: 1 };
    const drawn = await drawSamples(executor, volume, 0, drawing);
    const edges = binEdges([drawn]);
    drawn.sortIntoBins(edges);
    const { factor, exchange, classes: scheme } = settings;
    const kinds = phaseKinds(factor, exchange).count;
    const centres = scheme === "level" ? [] : await learnCentres([drawn], { scheme, kinds, seed: 1 });
    if (scheme !== "level") await sortIntoCentres(drawn, centres as Float32Array, { scheme });
    const low = Float64Array.from(volume.low.data);
    const oracle = foldVolume(low, volume.low.dims, { ...settings, ...edges, centres, gradientSigma: 1.5 });
    const agreeing = Array.from(drawn.words.keys()).filter((i) => {
      const voxel = oracle.voxels[drawn.voxels[i] as number];
      return voxel && drawn.words[i] === wordOf(voxel);
    });
    expect(agreeing.length).toBeGreaterThan(0.998 * drawn.words.length);
    const samples = new FoldedSamples(agreeing.length);
    for (const key of ["voxels", "words", "upsampled"] as const) {
      samples[key].set(agreeing.map((i) => drawn[key][i] as number));
    }
    return { samples, low, oracle };
  }

  describe.each([
    [[2, 2, 2], "xyz", 57, "level"],
    [[3, 3, 3], "xyz", 27, "level"],
    [[1, 1, 3], "xy", 33, "level"],
    [[2, 2, 2], "xyz", 57, "shape"],
    [[3, 3, 3], "xyz", 27, "shape"],
    [[1, 1, 3], "xy", 33, "tensor"],
  ] as const)("%j, exchanging %s, %i taps, by %s", (factor, exchange, taps, classes) => {
    const steps = stepsOf(classes);
    const volume = prepared(factor);
    let agreeing: Awaited<ReturnType<typeof agreeingSamples>>;
    let wanted: Record<"structure" | "level", ReturnType<typeof foldedNormalEquations>>;
    beforeAll(async () => {
      agreeing = await agreeingSamples(volume, { factor, exchange, classes });
      const { samples, low, oracle } = agreeing;
      const original = Float64Array.from(volume.original);
      const equations = (of: "structure" | "level") =>
        foldedNormalEquations(low, volume.low.dims, oracle, original, [...samples.voxels], { classes: of, taps });
      wanted = { structure: equations("structure"), level: equations("level") };
    });

    test("the level class follows from the pair", () => {
      for (const word of agreeing.samples.words) {
        expect(levelOfPair(steps * structureOf(word) + (levelOf(word) % steps), steps)).toBe(levelOf(word));
      }
    });

    test.each([undefined, slabOf(volume, 2)])(
      "the normal equations are the oracle's, slabs of %j bytes",
      async (slabBytes) => {
        const { samples } = agreeing;
        const options = { factor, taps, counts: foldedClassCounts(factor, exchange, classes), steps, slabBytes };
        const all = await accumulateFolded(executor, [volume], [samples], options, () => {});
        for (const of of ["structure", "level"] as const) {
          const found = all[of];
          expect(found.rows.filter((rows) => rows > 0).length).toBe(wanted[of].size);
          let difference = 0;
          let total = 0;
          for (const [c, { rows, q, v, bb }] of wanted[of]) {
            expect(found.rows[c]).toBe(rows);
            const sum = found.sums[c] as Float64Array;
            for (let i = 0; i <= taps; i++) {
              for (let j = 0; j <= taps; j++) {
                const exact = i < taps && j < taps ? q[i * taps + j] : i === j ? bb : v[Math.min(i, j)];
                difference += (gramElement(found.layout, sum, i, j) - (exact as number)) ** 2;
                total += (exact as number) ** 2;
              }
            }
          }
          expect(Math.sqrt(difference / total)).toBeLessThan(1e-5);
        }
      },
    );

    test("the squared errors are the oracle's", async () => {
      const { samples, low, oracle } = agreeing;
      const bank = randomFoldedBank(factor, { exchange, taps, classes, seed: 2 });
      // Errors so large that nothing is drawn back.
      bank.structureResidual.fill(1e3);
      bank.levelResidual.fill(1e3);
      const out = applyFolded(low, volume.low.dims, oracle, { ...bank, taps });
      const errors = { structure: new Map<number, number[]>(), level: new Map<number, number[]>() };
      for (const i of samples.voxels) {
        const squared = ((volume.original[i] as number) - (out[i] as number)) ** 2;
        for (const of of ["structure", "level"] as const) {
          const c = oracle.voxels[i]?.[of] as number;
          errors[of].set(c, [...(errors[of].get(c) ?? []), squared]);
        }
      }
      const rowsOf = (of: "structure" | "level") => bank[`${of}Rows`].map((_, c) => errors[of].get(c)?.length ?? 0);
      const learned = {
        structure: { filters: bank.structureFilters, rows: rowsOf("structure") },
        level: { filters: bank.levelFilters, rows: rowsOf("level") },
      };
      const options = { factor, taps, slabBytes: slabOf(volume, 3) };
      const found = await squaredErrors(executor, [volume], [samples], learned, options);
      for (const of of ["structure", "level"] as const) {
        for (const [c, mean] of found[of].entries()) {
          const own = errors[of].get(c) ?? [0];
          const exact = own.reduce((a, b) => a + b) / own.length;
          expect(Math.abs(Math.sqrt(mean) - Math.sqrt(exact))).toBeLessThan(1e-6);
        }
      }
    });
  });

  test("slabs hold what was allowed, and every sample once", async () => {
    const volume = prepared([1, 1, 3]);
    const samples = new FoldedSamples(volume.mask.length);
    for (let i = 0; i < samples.voxels.length; i++) samples.voxels[i] = i;
    const slabBytes = slabOf(volume, 2);
    await executor.inSpace("test", async (space) => {
      const plans = planSlabs([volume], [samples], { factor: [1, 1, 3], slabBytes });
      let seen = 0;
      for (const plan of plans) {
        await withSlab(space, [volume], [samples], plan, [1, 1, 3], async ({ low, count }) => {
          expect(low.size).toBeLessThanOrEqual(slabBytes);
          expect(plan.first).toBe(seen);
          seen += count;
        });
      }
      expect(plans.length).toBe(3); // of six slices
      expect(seen).toBe(samples.voxels.length);
      expect(space.bytes).toBe(0);
    });
  });

  test("the counting sort orders samples by structure class and level and keeps the order of equal ones", async () => {
    const count = 20_000; // several runs
    const keys = LEVELS * 3456;
    const random = seededRandom(4);
    const pairs = Array.from({ length: count }, () => Math.floor(keys * random() ** 3));
    const rows = new Uint32Array(4 * count);
    for (const [i, pair] of pairs.entries()) {
      const level = levelOfPair(pair, LEVELS);
      rows[4 * i] = Math.floor(pair / LEVELS) + 2 ** 12 * level + 2 ** 23 * Math.floor(48 * random());
    }
    const { order, starts } = await executor.inSpace("test", async (space) => {
      const samples = space.upload("samples", rows);
      const sorted = await sortByKey(space, {
        kernel: FOLDED_SORT,
        samples,
        params: { samples: count, steps: LEVELS },
        keys,
      });
      return { ...sorted, order: [...new Uint32Array(await space.read(sorted.order, 4 * count))] };
    });
    const pair = (i: number) => pairs[i] as number;
    expect(order).toEqual(Array.from(pairs.keys()).sort((a, b) => pair(a) - pair(b) || a - b));
    expect(starts.length).toBe(keys + 1);
    expect(starts[keys]).toBe(count);
    for (const [at, i] of order.entries()) {
      expect(at >= (starts[pair(i)] as number) && at < (starts[pair(i) + 1] as number)).toBe(true);
    }
  });
});
