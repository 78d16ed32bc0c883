import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../compute/executor";
import { cutOut } from "../../core/box";
import { mixBits, mixLimit } from "../../core/random";
import type { Factor, Volume } from "../../core/volume";
import { degrade } from "../../degradations/reference/degrade";
import { BACKENDS, PROCESSOR } from "../../hosts/test-backends";
import { testHead } from "../../phantom/test-head";
import { upscale } from "../test-upscale";
import { unlearnable } from "./learn/test-unlearnable";
import { FOLDED } from "./method";
import { randomFoldedBank } from "./random-bank";
import { FOLDED_SELF } from "./self";

const factor: Factor = [2, 2, 2];
const head = testHead({ dims: [48, 52, 44], spacing: 3.5, seed: 2, noise: 4 });
const low = degrade(head, factor, "box");
const mapped = (scan: Volume, map: (value: number, i: number) => number) => ({ ...scan, data: scan.data.map(map) });

/** Root mean square over the head, and there over what `at` leaves. */
function rootMeanSquare(difference: (i: number) => number, at: (i: number) => boolean = () => true): number {
  let sum = 0;
  let count = 0;
  for (const [i, value] of head.data.entries()) {
    if (value === 0 || !at(i)) continue;
    sum += difference(i) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  /** What takes long on a GPU of software; the other tests run the same kernels there. */
  const longTest = test.runIf(backend === PROCESSOR);

  const learn = (scan: Volume, prior?: Parameters<typeof FOLDED_SELF.learn>[2]["prior"]) =>
    FOLDED_SELF.learn(executor, scan, { factor, degradation: "box", prior });

  /** The scan made finer with what is learned from it, with the error expected. */
  async function sharpened(scan: Volume) {
    const learned = await learn(scan);
    if (learned.kind !== "learned") throw new Error(learned.kind);
    const bank = { ...learned.bank, metadata: { ...learned.bank.metadata, title: "", trainingData: [] } };
    return FOLDED.apply(executor, scan, { factor, units: learned.units, wantErrors: true, bank: bank as never });
  }

  describe("filters learned from the scan itself", () => {
    let own: Awaited<ReturnType<typeof sharpened>>;
    let interpolated: Volume;
    beforeAll(async () => {
      own = await sharpened(low);
      interpolated = (await upscale(executor, low, { factor, method: "tricubic" })).output;
    });
    const errorOf = ({ data }: Volume, map = (value: number) => value) =>
      rootMeanSquare((i) => map(data[i] as number) - (head.data[i] as number));

    test("beat interpolation by a tenth, and expect the error that they make", () => {
      const error = errorOf(own.output);
      expect(error).toBeLessThan(0.9 * errorOf(interpolated));
      const expected = rootMeanSquare((i) => own.predictedError?.data[i] as number);
      expect(expected / error).toBeGreaterThan(0.8);
      expect(expected / error).toBeLessThan(1.5);
    });

    test("are the same for a scan with an offset and a factor", async () => {
      const [factorOf, offset] = [0.01, -4];
      const other = await sharpened(mapped(low, (value) => factorOf * value + offset));
      const most = Math.max(...own.output.data);
      for (const of of ["output", "predictedError"] as const) {
        const back = of === "output" ? offset : 0;
        const difference = rootMeanSquare(
          (i) => ((other[of]?.data[i] as number) - back) / factorOf - (own[of]?.data[i] as number),
        );
        expect(difference).toBeLessThan(1e-3 * most);
      }
      expect(Math.abs((other.guarded ?? 0) - (own.guarded ?? 0))).toBeLessThan(1e-3 * head.data.length);
    });

    longTest("lose little where a few voxels are far brighter than the rest", async () => {
      const isSpot = low.data.map((_, i) => (mixBits(5, 0, i) <= mixLimit(0.003) ? 1 : 0));
      const [nx, ny] = head.dims;
      const [lx, ly, lz] = low.dims;
      /** No spot within two voxels of the scan. */
      const isFar = (i: number) => {
        const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))].map((n) => n >> 1) as [
          number,
          number,
          number,
        ];
        for (let k = Math.max(0, z - 2); k <= Math.min(lz - 1, z + 2); k++) {
          for (let j = Math.max(0, y - 2); j <= Math.min(ly - 1, y + 2); j++) {
            const row = lx * (j + ly * k);
            if (isSpot.subarray(row + Math.max(0, x - 2), row + Math.min(lx, x + 3)).includes(1)) return false;
          }
        }
        return true;
      };
      const far = Uint8Array.from(head.data, (_, i) => (isFar(i) ? 1 : 0));
      const error = ({ data }: Volume) =>
        rootMeanSquare(
          (i) => (data[i] as number) - (head.data[i] as number),
          (i) => far[i] === 1,
        );
      for (const times of [3, 50]) {
        const spot = times * Math.max(...low.data);
        const { output } = await sharpened(mapped(low, (value, i) => (isSpot[i] ? spot : value)));
        expect(20 * Math.log10(error(output) / error(own.output))).toBeLessThan(0.3);
      }
    });
  });

  describe.runIf(backend === PROCESSOR)("nothing is learned", () => {
    test("from a few voxels, and from those of one value", async () => {
      const few = cutOut(low, { origin: [8, 8, 8], size: [9, 3, 5] });
      for (const scan of [few, cutOut(low, { origin: [8, 8, 8], size: [9, 9, 1] }), mapped(low, () => 7)]) {
        expect(await learn(scan)).toMatchObject({ kind: "interpolated", notices: [{ code: "W_SELF_FEW_ROWS" }] });
      }
    });

    test("from what cannot be learned, where a bank that is worse than interpolation does not help either", async () => {
      const scan = unlearnable([24, 28, 24], 0.5);
      const code = "W_SELF_NO_GAIN";
      expect(await learn(scan)).toMatchObject({ kind: "interpolated", notices: [{ code }] });
      const prior = randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 2 });
      expect(await learn(scan, prior)).toMatchObject({ kind: "interpolated", notices: [{ code }] });
    });

    test("from a few voxels, where a bank is given, which is used", async () => {
      const prior = randomFoldedBank(factor, { exchange: "xyz", taps: 57, seed: 2 });
      const few = { ...cutOut(low, { origin: [8, 8, 8], size: [9, 9, 9] }), spacing: [1, 1, 3] } as const;
      const { kind, notices } = await learn(few, prior);
      expect(kind).toBe("prior");
      expect(notices.map(({ code }) => code)).toEqual(["W_EXCHANGE", "W_SELF_FEW_ROWS"]);
    });

    test("from thick slices of which few are left when they are made thicker, with the other axes", async () => {
      const thick = degrade(low, [1, 1, 3], "box");
      expect(await learn(thick)).toMatchObject({ kind: "interpolated", notices: [{ code: "W_SELF_FEW_ROWS" }] });
    });
  });
});
