/**
 * `npm run table:anatomy -- FOLDER`: what the shipped banks and self-training are worth on other contrasts and other parts
 * of the body. Every scan below FOLDER is made coarse along axes whose truth is known, as `eigenvox evaluate` does.
 */

import { boxAround, cutOut } from "../../core/box";
import { middleOfContent } from "../../core/planes";
import { type Factor, formatFactor, swapAxes, type Vec3, type Volume } from "../../core/volume";
import { canDegrade, type Degradation } from "../../degradations/degradation";
import { evaluate } from "../../jobs/evaluate/evaluate";
import { SCAN_ITSELF } from "../../jobs/evaluate/rows";
import { BASELINE } from "../../methods/interpolation/names";
import { METHODS } from "../../methods/registry";
import { openShippedBanks } from "../files";
import { openExecutor } from "../terminal";
import { markdownRow, nameOf, readVolume, scansBelow, signed, tableProgram } from "./table";

/** A box in the middle of what is to be seen, at most this large, in voxels. */
const LARGEST: Vec3 = [144, 144, 32];
/** Slices this much thicker than pixels are large say nothing of what is finer across them. */
const THICK = 1.5;
const DEGRADATIONS: readonly Degradation[] = ["box", "kspace"];

interface Setting {
  readonly what: string;
  readonly volume: Volume;
  readonly factor: Factor;
}

await tableProgram("table:anatomy", async (folder, words) => {
  const executor = await openExecutor();
  const header = ["scan", "made coarse", "degradation", "tricubic, dB", "method", "gain, dB"];
  process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
  for (const path of scansBelow(folder, words)) {
    if (path.includes("_mask")) continue;
    for (const { what, volume, factor } of settingsOf(await readVolume(path))) {
      const banks = await openShippedBanks(factor);
      for (const degradation of DEGRADATIONS.filter((one) => canDegrade(one, factor))) {
        const scores = await evaluate(executor, volume, {
          factor,
          degradation,
          banks,
          interpolations: [BASELINE, "lanczos"],
          itself: METHODS.find(({ self }) => self),
          mask: "auto",
        });
        const tricubic = scores.find(({ name }) => name === BASELINE)?.psnr.masked ?? Number.NaN;
        for (const { name, psnr } of scores) {
          if (name === BASELINE) continue;
          const method = name === SCAN_ITSELF ? name : name.replace(".safetensors", "");
          const gain = signed(psnr.masked - tricubic, 2);
          process.stdout.write(
            `${markdownRow([nameOf(path), what, degradation, tricubic.toFixed(2), method, gain])}\n`,
          );
        }
      }
    }
  }
});

/**
 * Cubic voxels are made coarse along all axes; pixels of thick slices along both, and along one, turned so that it lies where
 * banks for slices expect it: the other two are then a pixel and a slice.
 */
function settingsOf(scan: Volume): Setting[] {
  const across = scan.spacing.indexOf(Math.max(...scan.spacing)) as 0 | 1 | 2;
  const upright = across === 2 ? scan : swapAxes(scan, across, 2);
  const volume = cutOut(upright, boxAround(upright.dims, middleOfContent(upright), LARGEST));
  const isThick = Math.max(...scan.spacing) > THICK * Math.min(...scan.spacing);
  if (!isThick) return [{ what: formatFactor([2, 2, 2]), volume, factor: [2, 2, 2] }];
  const turned = swapAxes(volume, 1, 2);
  return [
    { what: "pixels 2×2", volume, factor: [2, 2, 1] },
    { what: "one pixel axis 2×", volume: turned, factor: [1, 1, 2] },
    { what: "one pixel axis 3×", volume: turned, factor: [1, 1, 3] },
  ];
}
