import { beforeAll, describe, expect, test } from "vitest";
import type { Bank } from "../../banks/bank";
import type { Executor } from "../../compute/executor";
import { inUnits, workingUnits } from "../../core/intensity";
import { cropToMultiple, type Factor, type Volume } from "../../core/volume";
import { degrade } from "../../degradations/reference/degrade";
import { PROCESSOR } from "../../hosts/test-backends";
import { FOLDED } from "../../methods/folded/method";
import { randomFoldedBank } from "../../methods/folded/random-bank";
import { INTERPOLATIONS } from "../../methods/interpolation/names";
import { upsampleReference } from "../../methods/interpolation/reference/interpolation";
import type { BankMethod } from "../../methods/method";
import type { PaperBank } from "../../methods/paper/bank";
import { PAPER } from "../../methods/paper/method";
import { randomBank } from "../../methods/paper/random-bank";
import { testHead } from "../../phantom/test-head";
import { psnr, rmse, ssim } from "../measures/reference/metrics";
import { evaluate } from "./evaluate";
import { evaluateVolumes } from "./evaluate-volumes";
import { DEFAULT_SETTINGS, PAPER_PROTOCOL, SCAN_ITSELF, type VolumeOutcome } from "./rows";

let executor: Executor;
beforeAll(async () => {
  executor = await PROCESSOR.shared();
});

const factor: Factor = [2, 2, 2];
const brain = testHead({ dims: [29, 33, 26], spacing: 6, brainOnly: true });
const truth = (() => {
  const cropped = cropToMultiple(brain, factor);
  return { ...cropped, data: inUnits(cropped.data, workingUnits(cropped.data)) };
})();
const mask = Uint8Array.from(truth.data, (value) => (value === 0 ? 0 : 1));
const bank = randomBank(factor, 3, 5);
const other: PaperBank = { ...randomBank(factor, 5, 6), strengthEdges: [0.01, 0.02] };
const withGlobal: PaperBank = { ...bank, globalFilter: bank.filters.slice(0, 27) };

describe("evaluate", () => {
  test("scores are those of the oracles on the method's own result", async () => {
    const made = new Map<string, Volume>();
    const scores = await evaluate(executor, brain, {
      factor,
      degradation: "box",
      banks: [
        { name: "one", method: PAPER, bank },
        { name: "same", method: PAPER, bank: { ...bank } },
        { name: "other", method: PAPER, bank: other },
      ],
      interpolations: INTERPOLATIONS,
      onVolume: (name, volume) => made.set(name, volume),
    });
    expect(scores.map(({ name }) => name)).toEqual([...INTERPOLATIONS, "one", "same", "other"]);
    const low = degrade(truth, factor, "box");
    for (const score of scores) {
      const { data } = made.get(score.name) as Volume;
      const exact = { psnr: psnr(data, truth.data, mask), ssim: ssim(data, truth.data, truth.dims, mask) };
      for (const area of ["box", "masked"] as const) {
        expect(score.psnr[area]).toBeCloseTo(exact.psnr[area], 3);
        expect(score.ssim[area]).toBeCloseTo(exact.ssim[area], 5);
      }
      const again = degrade({ ...truth, data }, factor, "box");
      expect(score.consistency).toBeCloseTo(rmse(again.data, low.data), 6);
      expect(score.seconds).toBeGreaterThan(0);
    }
    const work = Object.fromEntries(scores.map(({ name, multiplyAdds }) => [name, multiplyAdds]));
    expect(work).toMatchObject({ one: PAPER.cost(bank), nearest: 1.75, tricubic: 5 * 1.75 });
    for (const method of INTERPOLATIONS) {
      const exact = Float32Array.from(upsampleReference(method, Float64Array.from(low.data), low.dims, factor));
      const { masked } = psnr(exact, truth.data, mask);
      expect(scores.find(({ name }) => name === method)?.psnr.masked).toBeCloseTo(masked, 3);
    }
    expect(made.get("same")?.data).toEqual(made.get("one")?.data);
  });

  test.each([
    ["paper", PAPER, bank],
    ["folded", FOLDED, randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 4 })],
  ] as [string, BankMethod, Bank][])(
    "a %s bank's result is what upscale makes, and the interpolated value where the original is 0",
    async (_, method, bank) => {
      const made = new Map<string, Volume>();
      const onVolume = (name: string, volume: Volume) => made.set(name, volume);
      const options = { factor, degradation: "box", banks: [{ name: "bank", method, bank }], onVolume } as const;
      await evaluate(executor, brain, options);
      const low = degrade(truth, factor, "box");
      const direct = await method.apply(executor, low, {
        factor,
        bank,
        units: method.units(low.data),
        keepInterpolated: true,
      });
      const expected = direct.output.data.map((value, i) =>
        mask[i] === 0 ? (direct.interpolated?.data[i] as number) : value,
      );
      const { data } = made.get("bank") as Volume;
      const worst = data.reduce((max, value, i) => Math.max(max, Math.abs(value - (expected[i] as number))), 0);
      expect(worst).toBeLessThan(1e-6);
    },
  );

  test("as in the paper, everything is 0 outside the mask", async () => {
    const made = new Map<string, Volume>();
    const onVolume = (name: string, volume: Volume) => made.set(name, volume);
    const [nearest] = await evaluate(executor, brain, {
      ...PAPER_PROTOCOL,
      factor,
      degradation: "cubic",
      banks: [],
      onVolume,
    });
    const { data } = made.get("nearest") as Volume;
    expect(data.every((value, i) => mask[i] === 1 || value === 0)).toBe(true);
    // The error lies inside the mask alone, so that the box dilutes it by the share of the mask.
    const share = mask.reduce((a, b) => a + b, 0) / mask.length;
    expect(nearest?.psnr.box).toBeCloseTo((nearest?.psnr.masked as number) - 10 * Math.log10(share), 3);
  });

  test("judges what the low-resolution volume teaches, which beats tricubic; at 3× only beside a folded bank", async () => {
    const options = { degradation: "box", interpolations: ["tricubic"], itself: FOLDED } as const;
    const head = testHead({ dims: [48, 48, 48], spacing: 3.5, noise: 6 });
    const [tricubic, itself] = await evaluate(executor, head, { ...options, factor, banks: [] });
    expect(itself?.name).toBe(SCAN_ITSELF);
    expect(itself?.psnr.masked).toBeGreaterThan((tricubic?.psnr.masked as number) + 0.5);
    const three = { ...options, factor: [3, 3, 3] as Factor };
    expect(await evaluate(executor, brain, { ...three, banks: [] })).toHaveLength(1);
    const folded = {
      name: "folded",
      method: FOLDED,
      bank: randomFoldedBank([3, 3, 3], { exchange: "xyz", taps: 27, seed: 1 }),
    };
    expect((await evaluate(executor, brain, { ...three, banks: [folded] })).map(({ name }) => name)).toEqual([
      "tricubic",
      "folded",
      SCAN_ITSELF,
    ]);
  });

  test("scores are the same whatever the scan's units, and so is the mask", async () => {
    const folded = randomFoldedBank(factor, { exchange: "xyz", taps: 27, seed: 1 });
    const banks = [
      { name: "paper", method: PAPER, bank },
      { name: "folded", method: FOLDED, bank: folded },
    ];
    const scored = (data: Float32Array<ArrayBuffer>) =>
      evaluate(executor, { ...brain, data }, { factor, degradation: "box", interpolations: ["tricubic"], banks });
    const own = await scored(brain.data);
    for (const data of [brain.data.map((value) => value + 5000), brain.data.map((value) => value / 200 - 1.7)]) {
      for (const [i, { psnr, ssim }] of (await scored(data)).entries()) {
        for (const area of ["box", "masked"] as const) {
          expect(psnr[area]).toBeCloseTo(own[i]?.psnr[area] as number, 2);
          expect(ssim[area]).toBeCloseTo(own[i]?.ssim[area] as number, 4);
        }
      }
    }
  });

  test("missing voxels count for nothing inside the mask, and spoil nothing", async () => {
    const lost = { ...brain, data: brain.data.map((value) => (value === 0 ? Number.NaN : value)) };
    const options = { factor, degradation: "kspace", interpolations: ["tricubic"], banks: [] } as const;
    const made = new Map<string, Volume>();
    const [score] = await evaluate(executor, lost, { ...options, onVolume: (name, volume) => made.set(name, volume) });
    expect([score?.psnr.box, score?.psnr.masked].every(Number.isFinite)).toBe(true);
    for (const { data } of made.values()) expect(data.every(Number.isFinite)).toBe(true);
  });

  test("refuses a bank of another factor", async () => {
    const banks = [{ name: "bank", method: PAPER, bank: randomBank([3, 3, 3], 3, 1) }];
    await expect(evaluate(executor, brain, { factor, degradation: "box", banks })).rejects.toMatchObject({
      code: "E_BANK_MISMATCH",
    });
  });
});

describe("evaluateVolumes", () => {
  const settings = {
    ...DEFAULT_SETTINGS,
    interpolations: ["nearest", "tricubic"],
    degradations: ["box", "cubic"],
  } as const;
  const source = (name: string, volume: Volume) => ({ name, load: async () => volume });
  const tiny = testHead({ dims: [16, 18, 14], spacing: 11 });

  test("scores every volume in every way, and goes on after one that cannot be read", async () => {
    const broken = {
      name: "broken",
      load: () => Promise.resolve({ ...tiny, data: new Float32Array(tiny.data.length) }),
    };
    const done: VolumeOutcome[] = [];
    const fractions: number[] = [];
    const onProgress = ({ fraction }: { fraction: number }) => fractions.push(fraction);
    const volumes = [source("a", tiny), broken, source("b", tiny)];
    for await (const outcome of evaluateVolumes(executor, volumes, {
      settings,
      banks: [{ name: "bank", method: PAPER, bank: withGlobal }],
      onProgress,
    })) {
      done.push(outcome);
    }
    expect(done.map((outcome) => ("rows" in outcome ? outcome.rows.length : outcome.reason))).toEqual([
      8,
      expect.stringMatching(/no contrast/),
      8,
    ]);
    const [first] = done;
    const names = first && "rows" in first ? first.rows.map(({ name }) => name) : [];
    expect(names).toEqual([...names.slice(0, 4), "nearest", "tricubic", "bank, global filter", "bank"]);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBeCloseTo(1, 6);
  });

  test("tells of values that the paper's protocol cuts, and of a volume too thin for SSIM, which has its PSNR", async () => {
    const codes = async (volume: Volume, more: object) => {
      const options = { settings: { ...settings, degradations: ["box"] as const, ...more }, banks: [] };
      const { value } = await evaluateVolumes(executor, [source("a", volume)], options).next();
      const done = value as VolumeOutcome;
      if (!("rows" in done)) throw new Error(`Not evaluated: ${done.reason}`);
      expect(done.rows.every(({ psnr }) => Number.isFinite(psnr.masked))).toBe(true);
      return (done.volume.notices ?? []).map(({ code }) => code);
    };
    const negative = { ...tiny, data: tiny.data.map((value) => value - 200) };
    const thin = testHead({ dims: [16, 18, 4], spacing: 11 });
    expect(await codes(tiny, PAPER_PROTOCOL)).toEqual([]);
    expect(await codes(negative, PAPER_PROTOCOL)).toEqual(["W_CLIPPED"]);
    expect(await codes(negative, {})).toEqual([]);
    expect(await codes(thin, {})).toEqual(["W_NO_SSIM"]);
  });

  test("what is done stays when the rest is cancelled", async () => {
    const controller = new AbortController();
    const done: string[] = [];
    const volumes = [source("a", tiny), source("b", brain)];
    const run = async () => {
      for await (const { volume } of evaluateVolumes(executor, volumes, {
        settings,
        banks: [],
        signal: controller.signal,
      })) {
        done.push(volume.name);
        controller.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ name: "AbortError" });
    expect(done).toEqual(["a"]);
  });

  test("refuses an evaluation of nothing, and banks that no factor fits", async () => {
    const first = (volumes: Parameters<typeof evaluateVolumes>[1], factors: Factor[]) =>
      evaluateVolumes(executor, volumes, {
        settings: { ...settings, factors },
        banks: [{ name: "bank", method: PAPER, bank }],
      }).next();
    await expect(first([], [factor])).rejects.toMatchObject({ code: "E_ARGUMENT" });
    await expect(first([source("a", tiny)], [[3, 3, 3]])).rejects.toMatchObject({ code: "E_BANK_MISMATCH" });
  });
});
