/**
 * `npm run table:probe -- [BANK …]`: what the banks, or all that ship, make up, and what they hide, on phantoms with noise of
 * several levels, beside tricubic interpolation. Ends with 1 where one goes beyond the limits with the filters that it takes
 * unasked.
 */

import { isDeepStrictEqual } from "node:util";
import { formatFactor, isSameFactor } from "../../core/volume";
import { type NamedBank, openBank, shippedBanks } from "../files";
import { openExecutor } from "../terminal";
import { beyondLimits, byBank, byTricubic, type Invention, inventionOf } from "./invention";
import { CHANGE_NAMES } from "./invention-phantoms";
import { endingProgram, markdownRow } from "./table";

const SIGMAS = [0.01, 0.02, 0.04];
const COLUMNS = ["noise", "method", ...CHANGE_NAMES.map((name) => `${name} kept`), "checkerboard kept"];
const FIGURES = ["elsewhere", "noise", "largest", "false lesion", "pattern"].map((name) => `${name}, σ`);

const isSame = ({ bank: { metadata: a } }: NamedBank, { bank: { metadata: b } }: NamedBank) =>
  a.degradation === b.degradation && isSameFactor(a.factor, b.factor);

function row(sigma: number, method: string, { kept, ...found }: Invention, beyond: readonly string[]): void {
  const { checkerboard, elsewhere, noise, largest, falseLesion, pattern, again } = found;
  const shares = [...CHANGE_NAMES.map((name) => kept[name]), checkerboard];
  const figures = [...shares, elsewhere, noise, largest, falseLesion, pattern, again].map((value) => value.toFixed(2));
  process.stdout.write(`${markdownRow([`${100 * sigma} %`, method, ...figures, beyond.join(", ") || "–"])}\n`);
}

await endingProgram(async () => {
  const executor = await openExecutor();
  const named = process.argv.slice(2);
  const paths = named.length > 0 ? named : (await shippedBanks()).map(({ path }) => path);
  const banks = await Promise.all(paths.map(openBank));
  const header = [...COLUMNS, ...FIGURES, "made coarse again", "beyond limits"];
  process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
  let isBeyond = false;
  for (const sigma of SIGMAS) {
    for (const first of banks.filter((bank, i) => banks.findIndex((other) => isSame(bank, other)) === i)) {
      const { factor, degradation } = first.bank.metadata;
      const made = { factor, degradation, sigma };
      const tricubic = await inventionOf(executor, byTricubic(executor, factor), made);
      row(sigma, `tricubic, ${formatFactor(factor)} ${degradation}`, tricubic, []);
      for (const bank of banks.filter((other) => isSame(other, first))) {
        const name = bank.name.replace(".safetensors", "");
        const found = await inventionOf(executor, byBank(executor, bank, sigma), made);
        const beyond = beyondLimits(found, tricubic);
        row(sigma, name, found, beyond);
        isBeyond ||= beyond.length > 0;
        if (!bank.method.atNoise) continue;
        const crisp = await inventionOf(executor, byBank(executor, bank, sigma, 1), made);
        // Banks of one level of noise have no other filters.
        if (!isDeepStrictEqual(crisp, found)) row(sigma, `${name}, crisp`, crisp, beyondLimits(crisp, tricubic));
      }
    }
  }
  return isBeyond ? 1 : 0;
});
