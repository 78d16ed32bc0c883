/**
 * `npm run table:choice -- FOLDER`: is the bank that is chosen by itself as good as the right one? A box in the middle of
 * each scan is made coarse by block averages and by k-space, with noise of several levels, and made fine again by tricubic
 * interpolation, by the bank of the true degradation at the true level, and by what the coarse scan leads to when nothing
 * is known of it. Gains over tricubic inside the foreground, dB.
 */

import { boxAround, cutOut } from "../../core/box";
import { foregroundOf } from "../../core/histogram";
import { inUnits, workingUnits } from "../../core/intensity";
import { mean } from "../../core/statistics";
import { cropToMultiple, type Factor, isSameFactor, type Vec3, type Volume } from "../../core/volume";
import { defaultSteps } from "../../degradations/degradation";
import { degradeVolume } from "../../degradations/degrade";
import { scanEvidence } from "../../evidence/evidence";
import { tissueWithin } from "../../jobs/assess";
import type { NoiseChoice } from "../../jobs/noise-choice";
import { type HashedBank, superResolve } from "../../jobs/super-resolve";
import type { FoldedBank, FoldedClasses } from "../../methods/folded/bank";
import { TRICUBIC } from "../../methods/interpolation/method";
import { openBank, shippedBanks } from "../files";
import { shippedBankFor } from "../scan-evidence";
import { openExecutor } from "../terminal";
import { withNoise } from "./simulate";
import { markdownRow, nameOf, readVolume, scansBelow, signed, tableProgram } from "./table";

const FACTOR: Factor = [2, 2, 2];
const SIDE: Vec3 = [128, 128, 128];
/** Voxels at the faces that are not counted. */
const BORDER: Vec3 = [8, 8, 8];
const WAYS = ["box", "kspace"] as const;
/** Standard deviations of white normal noise, as shares of the range. */
const NOISES = [0, 0.01, 0.02, 0.04];
const SEED = 5;

await tableProgram("table:choice", async (folder, words) => {
  const executor = await openExecutor();
  const header = ["scan", "made by", "noise", "noise found", "k-space found", "right bank", "chosen", "difference"];
  process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
  const losses: number[] = [];
  for (const path of scansBelow(folder, words)) {
    const whole = await readVolume(path);
    const units = workingUnits(whole.data);
    const middle = whole.dims.map((n) => n / 2) as unknown as Vec3;
    const part = cropToMultiple(cutOut(whole, boxAround(whole.dims, middle, SIDE)), FACTOR);
    const truth = { ...part, data: inUnits(part.data, units) };
    const inside = tissueWithin(truth, foregroundOf(truth.data), BORDER);
    for (const way of WAYS) {
      const clean = await degradeVolume(executor, truth, FACTOR, way, {});
      const { fill } = foregroundOf(clean.data);
      for (const noise of NOISES) {
        const low = withNoise(clean, noise, SEED, fill);
        const evidence = await scanEvidence(low);
        const chosen = await shippedBankFor(FACTOR, {}, evidence);
        const right = await bankOf(way);
        const level = levelOf(right.bank as FoldedBank, noise);
        const error = ({ data }: Volume) =>
          mean(inside.map((i) => ((data[i] as number) - (truth.data[i] as number)) ** 2));
        const tricubic = error((await TRICUBIC.apply(executor, low, { factor: FACTOR })).output);
        const gain = async (bank: HashedBank, noise?: NoiseChoice) => {
          const { degradation } = bank.bank.metadata;
          const steps = defaultSteps(degradation, noise?.measured ?? evidence.noise?.share);
          const { output } = await superResolve(executor, low, { factor: FACTOR, degradation, steps, bank, noise });
          return 10 * Math.log10(tricubic / error(output));
        };
        const best = await gain({ ...right, bank: level.bank }, level);
        const own = await gain(chosen);
        losses.push(best - own);
        const percent = (share: number | undefined) => (share === undefined ? "–" : `${(100 * share).toFixed(1)} %`);
        const found = [percent(evidence.noise?.share), percent(evidence.degradation.kspaceShare)];
        const gains = [best, own, own - best].map((value) => signed(value, 2));
        process.stdout.write(`${markdownRow([nameOf(path), way, percent(noise), ...found, ...gains])}\n`);
      }
    }
  }
  process.stdout.write(`\nmean loss ${mean(losses).toFixed(3)} dB, at the most ${Math.max(...losses).toFixed(2)} dB\n`);
});

/** The classes that were learned at that noise, as a bank of one level, and what was measured of the noise there. */
function levelOf(bank: FoldedBank, noise: number): NoiseChoice & { readonly bank: FoldedBank } {
  const { noisier = [], metadata, ...own } = bank;
  const { noise: levels = [], ...rest } = metadata;
  const at = levels.findIndex(({ added }) => added === noise);
  const measured = levels[at]?.measured ?? 0;
  return {
    bank: { ...(at > 0 ? (noisier[at - 1] as FoldedClasses) : own), metadata: rest },
    measured,
    assumed: measured,
  };
}

async function bankOf(degradation: string) {
  const entry = (await shippedBanks()).find(
    (bank) => bank.method === "folded" && bank.degradation === degradation && isSameFactor(bank.factor, FACTOR),
  );
  if (!entry) throw new Error(`no bank for ${degradation}`);
  return openBank(entry.path);
}
