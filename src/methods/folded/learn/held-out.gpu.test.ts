import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { cutOut } from "../../../core/box";
import type { Vec3, Volume } from "../../../core/volume";
import { degrade } from "../../../degradations/reference/degrade";
import { BACKENDS } from "../../../hosts/test-backends";
import { testHead } from "../../../phantom/test-head";
import { upsampleReference } from "../../interpolation/reference/interpolation";
import { errorRatio } from "./across-scales";
import { trainJudged } from "./held-out";
import { unlearnable } from "./test-unlearnable";
import { drawRows, FOLDED_TRAIN_DEFAULTS, trainFolded } from "./train";

const options = { ...FOLDED_TRAIN_DEFAULTS, factor: [2, 2, 2], exchange: "xyz" } as const;
const head = testHead({ dims: [24, 28, 22], spacing: 6, seed: 1, noise: 4 });
const inputs = (volume: Volume) => [{ volume, mask: "auto" as const }];

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  describe("a bank judged by rows held out", () => {
    test("is the bank of all rows, does worse on those it had not seen, and better than interpolation", async () => {
      const judged = await trainJudged(executor, inputs(head), 1000, options);
      const trained = await trainFolded(executor, inputs(head), options);
      expect(judged?.bank).toEqual(trained);
      const { rows, bank, seen, interpolated, prior, certainty } = judged?.heldOut ?? { rows: 0 };
      expect(rows).toBeGreaterThan(0.05 * trained.metadata.trainingRows);
      expect(bank).toBeGreaterThan(seen as number);
      expect(bank).toBeLessThan(0.9 * (interpolated as number));
      expect(certainty).toBeGreaterThan(3);
      expect(prior).toBeUndefined();
    });

    test("is not better where what was lost cannot be told from what is left", async () => {
      const judged = await trainJudged(executor, inputs(unlearnable([24, 28, 22])), 1000, options);
      expect(judged?.heldOut.certainty).toBeLessThan(1);
    });

    test("is none of fewer rows than are asked for", async () => {
      expect(await trainJudged(executor, inputs(head), 1e6, options)).toBeUndefined();
    });
  });

  test("the ratio of errors of two scales is the oracle's", async () => {
    const drawn = await drawRows(executor, inputs(head), options);
    const volume = drawn.volumes[0] as (typeof drawn.volumes)[number];
    const cropped: Vec3 = [12, 14, 10];
    const corner = { origin: [0, 0, 0], size: cropped } as const;
    const low = cutOut(volume.low, corner);
    const again = degrade(low, options.factor, "box");
    const made = upsampleReference("tricubic", Float64Array.from(again.data), again.dims, options.factor);
    const share = degrade({ ...head, data: Float32Array.from(volume.mask) }, options.factor, "box");
    const inside = cutOut(share, corner).data;
    let sum = 0;
    let count = 0;
    for (const [i, value] of made.entries()) {
      if ((inside[i] as number) < 0.5) continue;
      sum += (value - (low.data[i] as number)) ** 2;
      count++;
    }
    const found = await errorRatio(executor, volume, (0.8 * sum) / count, options);
    expect(found).toBeCloseTo(Math.sqrt(0.8), 4);
    expect(await errorRatio(executor, volume, (100 * sum) / count, options)).toBe(2);
  });
});
