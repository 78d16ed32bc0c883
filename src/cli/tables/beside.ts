/**
 * `npm run table:beside -- PATH …`: the three qualities beside what can be used in their place. Scans are made coarse by block
 * averages and made fine again by interpolations, by non-local means, and by the bank that ships for each quality.
 */

import type { Executor } from "../../compute/executor";
import { trainingMask } from "../../core/mask";
import { cropToMultiple, type Factor, formatFactor, isSameFactor, type Volume } from "../../core/volume";
import { type EvaluateOptions, evaluate } from "../../jobs/evaluate/evaluate";
import type { MethodScore } from "../../jobs/evaluate/rows";
import { measure } from "../../jobs/measures/measure";
import { interpolationCost } from "../../methods/interpolation/interpolate";
import { BASELINE, type Interpolation } from "../../methods/interpolation/names";
import { QUALITIES } from "../../methods/method";
import { methodOf } from "../../methods/registry";
import { readArguments } from "../arguments";
import { deviceOf, factorsOf } from "../command";
import { type NamedBank, openBank, openShippedBanks } from "../files";
import { findScans } from "../scans";
import { openExecutor, tell } from "../terminal";
import { PASS_COST, upscaleNonLocally } from "./non-local-means";
import { markdownRow, nameOf, signed, tableProgram } from "./table";

/** What banks are for, and non-local means. */
const DEGRADATION = "box";
/** What non-local means begin with. */
const START = "bspline";
const INTERPOLATIONS: readonly Interpolation[] = [BASELINE, START, "lanczos"];

type Row = Pick<MethodScore, "name" | "psnr" | "ssim" | "hfen" | "seconds" | "multiplyAdds">;

await tableProgram(
  "table:beside",
  async (first, others) => {
    const args = readArguments([first, ...others], { texts: ["factor", "bank", "crispness", "device"] });
    const factors = factorsOf(args);
    const crispness = args.number("crispness", 0, 1, 0);
    const own = await Promise.all(args.texts("bank").map(openBank));
    const banks = [...(await Promise.all(factors.map(qualityBanks))).flat(), ...own];
    const scans = await findScans(args.files, factors);
    const executor = await openExecutor(deviceOf(args));
    const header = ["scan", "factor", "method", "PSNR inside, dB", "SSIM", "HFEN inside", "seconds", "multiply-adds"];
    process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
    for (const { name, read } of scans) {
      const { volume } = await read();
      for (const factor of factors) {
        const judged = banks.filter(({ bank }) => isSameFactor(bank.metadata.factor, factor));
        const rows = await compared(executor, volume, { factor, banks: judged, crispness });
        const tricubic = rows[0]?.psnr.masked ?? Number.NaN;
        for (const { name: method, psnr, ssim, hfen, seconds, multiplyAdds } of rows) {
          const gain = method === BASELINE ? "" : ` (${signed(psnr.masked - tricubic, 2)})`;
          const quality = [`${psnr.masked.toFixed(2)}${gain}`, ssim.box.toFixed(4), hfen.masked.toFixed(4)];
          const cost = [seconds.toFixed(1), multiplyAdds.toFixed(0)];
          process.stdout.write(`${markdownRow([nameOf(name), formatFactor(factor), method, ...quality, ...cost])}\n`);
        }
      }
    }
  },
  "PATH … [--factor 2 …] [--bank FILE …] [--crispness 0…1] [--device auto|gpu|cpu|software]",
);

/** The shipped bank of each quality that has one, which is named by it; the others are told. */
async function qualityBanks(factor: Factor): Promise<NamedBank[]> {
  const found: NamedBank[] = [];
  for (const quality of QUALITIES) {
    const method = methodOf(quality).id;
    const [bank] = await openShippedBanks(factor, { method, degradation: DEGRADATION });
    if (bank) found.push({ ...bank, name: `${quality} (${method})` });
    else tell(`${quality}: no ${method} bank ships for ${formatFactor(factor)}, ${DEGRADATION}.`);
  }
  return found;
}

async function compared(
  executor: Executor,
  volume: Volume,
  options: Pick<EvaluateOptions, "factor" | "banks" | "crispness">,
): Promise<Row[]> {
  const { factor } = options;
  const made = new Map<string, Volume>();
  const scores = await evaluate(executor, volume, {
    ...options,
    degradation: DEGRADATION,
    interpolations: INTERPOLATIONS,
    onVolume: (name, of) => {
      if (["original", "low resolution", START].includes(name)) made.set(name, of);
    },
  });
  const [truth, low, start] = ["original", "low resolution", START].map((name) => made.get(name)) as [
    Volume,
    Volume,
    Volume,
  ];
  const begun = performance.now();
  const { data, passes } = upscaleNonLocally(low, factor, start.data);
  const seconds = (performance.now() - begun) / 1000;
  const mask = trainingMask(cropToMultiple(volume, factor).data, "nonzero");
  const nonLocal = {
    name: `non-local means, ${passes} passes`,
    ...(await measure(executor, truth.data, data, truth.dims, mask)),
    seconds: seconds + (scores.find(({ name }) => name === START)?.seconds ?? 0),
    multiplyAdds: passes * PASS_COST + interpolationCost(START, factor),
  };
  const interpolated = INTERPOLATIONS.length;
  return [...scores.slice(0, interpolated), nonLocal, ...scores.slice(interpolated)];
}
