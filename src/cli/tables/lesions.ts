/**
 * `npm run table:lesions -- FOLDER`: what becomes of lesions. Of every FLAIR and T1-weighted scan below FOLDER: its lesions, by a
 * simple rule; how conspicuous and how large they are in the scan, made coarse, and in what methods make of that. FLAIR scans of
 * thick slices are made coarse along a pixel axis; those of two visits are made finer across slices too, as they are, and the
 * lesions are those of the other visit.
 */

import type { Executor } from "../../compute/executor";
import { upsampledGrid } from "../../core/affine";
import { cropToMultiple, type Factor, formatFactor, swapAxes, type Volume } from "../../core/volume";
import { defaultSteps } from "../../degradations/degradation";
import { degradeVolume } from "../../degradations/degrade";
import { noiseOf } from "../../evidence/noise";
import { type SuperResolveOptions, superResolve } from "../../jobs/super-resolve";
import { INTERPOLATION_METHODS } from "../../methods/interpolation/method";
import { BASELINE } from "../../methods/interpolation/names";
import { METHODS } from "../../methods/registry";
import { registerRigid } from "../../registration/register";
import { resampleOnto } from "../../registration/resample";
import { openShippedBanks } from "../files";
import { openExecutor, tell } from "../terminal";
import {
  aroundIn,
  type LesionFigures,
  type LesionKind,
  lesionFigures,
  lesionsOf,
  medianOf,
  relative,
} from "./find-lesions";
import { markdownRow, nameOf, readVolume, scansBelow, tableProgram } from "./table";
import { coarserOf, visitsAmong } from "./visits";

/** How the scans that are made coarse are made so, and all are taken to have been. */
const DEGRADATION = "box";
const SLICE_FACTORS: readonly Factor[] = [
  [1, 1, 2],
  [1, 1, 3],
];
const CUBE_FACTORS: readonly Factor[] = [[2, 2, 2], ...SLICE_FACTORS];
const SELF = METHODS.find(({ self }) => self);
const COLUMNS = ["scan", "image", "lesions seen", "contrast, σ", "mm³", "others"];

/** A scan, and its body on the finer grid, or what is nearest to that. */
interface Case {
  readonly title: string;
  readonly kind: LesionKind;
  readonly factor: Factor;
  readonly scan: Volume;
  readonly reference: Volume;
  /** "truth", in the scan's units, or "other visit", in its own. */
  readonly referenceIs: "truth" | "other visit";
}

await tableProgram("table:lesions", async (folder, words) => {
  const executor = await openExecutor();
  process.stdout.write(`${markdownRow(COLUMNS)}\n${markdownRow(COLUMNS.map(() => "---"))}\n`);
  const paths = scansBelow(folder, words);
  for (const path of paths) {
    if (isFlair(path)) {
      // A pixel axis lies where banks for slices expect theirs.
      const turned = swapAxes(await readVolume(path), 1, 2);
      for (const factor of SLICE_FACTORS) await compare(executor, await madeCoarse(executor, path, turned, factor));
    } else if (nameOf(path).includes("T1w") && !nameOf(path).includes("_ses-")) {
      const volume = await readVolume(path);
      for (const factor of CUBE_FACTORS) await compare(executor, await madeCoarse(executor, path, volume, factor));
    }
  }
  for (const [first, second] of visitsAmong(paths.filter(isFlair))) {
    for (const one of await visitCases(first, second)) await compare(executor, one);
  }
});

function isFlair(path: string): boolean {
  return nameOf(path).includes("FLAIR");
}

async function madeCoarse(executor: Executor, path: string, volume: Volume, factor: Factor): Promise<Case> {
  const reference = cropToMultiple(volume, factor);
  const isSliced = isFlair(path);
  return {
    title: `${nameOf(path)}, ${isSliced ? "one pixel axis " : ""}${isSliced ? `${Math.max(...factor)}×` : formatFactor(factor)}`,
    kind: isSliced ? "bright" : "dark",
    factor,
    scan: await degradeVolume(executor, reference, factor, DEGRADATION),
    reference,
    referenceIs: "truth",
  };
}

/** The visit with the thicker slices made finer across them; the other one is laid on the finer grid. */
async function visitCases(first: string, second: string): Promise<Case[]> {
  const [a, b] = [await readVolume(first), await readVolume(second)];
  const scan = coarserOf(a, b);
  const other = scan === a ? b : a;
  const { motion } = await registerRigid(scan, other);
  const made = SLICE_FACTORS.map(async (factor): Promise<Case> => {
    const reference = await resampleOnto(other, upsampledGrid(scan, factor), motion);
    const title = `${nameOf(first).replace("_ses-1", "")}, slices ${Math.max(...factor)}×`;
    return { title, kind: "bright", factor, scan, reference, referenceIs: "other visit" };
  });
  return Promise.all(made);
}

async function compare(executor: Executor, one: Case): Promise<void> {
  const { title, kind, factor, scan, reference, referenceIs } = one;
  const around = await aroundIn(reference, kind);
  const found = lesionsOf(reference, around, kind);
  if (found.lesions.length === 0) return tell(`${title}: no lesions by the rule`);
  const noise = noiseOf(scan);
  const steps = defaultSteps(DEGRADATION, noise?.share);
  const made = async (how: Partial<SuperResolveOptions>) =>
    (await superResolve(executor, scan, { factor, degradation: DEGRADATION, steps: 0, ...how })).output;
  const plain = (id: string) => made({ method: INTERPOLATION_METHODS.find((method) => method.id === id) });
  const tricubic = await plain(BASELINE);
  const own = referenceIs === "truth" ? around : await aroundIn(tricubic, kind);
  const sigma = (noise?.sigma ?? Number.NaN) / medianOf(own.tissue.filter((_, i) => found.region[i] === 1));
  const wanted = lesionFigures(relative(reference, around), found);
  const row = (image: string, { contrast, mm3, seen, others }: LesionFigures) => {
    const share = (value: number, of: number) =>
      image === referenceIs ? "" : ` (${((100 * value) / of).toFixed(0)} %)`;
    const cells = [
      `${seen} of ${found.lesions.length}`,
      `${(contrast / sigma).toFixed(1)}${share(contrast, wanted.contrast)}`,
      `${mm3.toFixed(0)}${share(mm3, wanted.mm3)}`,
      `${others}`,
    ];
    process.stdout.write(`${markdownRow([title, image, ...cells])}\n`);
  };
  const judged = (volume: Volume) => lesionFigures(relative(volume, own), found);
  row(referenceIs, wanted);
  row("the scan's voxels", judged(await plain("nearest")));
  row(BASELINE, judged(tricubic));
  for (const bank of await openShippedBanks(factor)) {
    if (bank.bank.metadata.degradation !== DEGRADATION) continue;
    row(bank.name.replace(".safetensors", ""), judged(await made({ bank, steps })));
  }
  row("from the scan itself", judged(await made({ learn: SELF, steps })));
}
