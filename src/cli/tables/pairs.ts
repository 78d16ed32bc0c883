/**
 * `npm run table:pairs -- FOLDER`: real pairs. Of each person and contrast with a ses-1 and a ses-2 below FOLDER the scan
 * with the thicker slices (or larger pixels, or the first) is made finer by every method and compared with the other one.
 */

import { inverseAffine, voxelToWorld } from "../../core/affine";
import { type Box, boxOf, cutOut, grownWithin } from "../../core/box";
import { type Factor, formatFactor, type Vec3, type Volume } from "../../core/volume";
import { superResolve } from "../../jobs/super-resolve";
import { INTERPOLATION_METHODS } from "../../methods/interpolation/method";
import { BASELINE } from "../../methods/interpolation/names";
import { METHODS } from "../../methods/registry";
import { multiplied } from "../../registration/matrices";
import { registerRigid } from "../../registration/register";
import { resampleOnto } from "../../registration/resample";
import { motionText } from "../../registration/rigid";
import { openShippedBanks } from "../files";
import { openExecutor } from "../terminal";
import { deepWithin, detailed, likeness, unchanged } from "./measures";
import { markdownRow, nameOf, readVolume, scansBelow, signed, tableProgram } from "./table";
import { coarserOf, visitsAmong } from "./visits";

/** In which slices are made finer; where pixels are coarser by this much they are made finer too. */
const FACTORS: readonly Factor[] = [
  [1, 1, 2],
  [1, 1, 3],
];
const PIXEL_FACTOR: Factor = [2, 2, 1];
const COARSER_PIXELS = 1.15;
/** Voxels around what is compared that filters may look at. */
const MARGIN: Vec3 = [6, 6, 3];
const COMPARED = [BASELINE, "lanczos"];
const SELF = METHODS.find(({ self }) => self);

await tableProgram("table:pairs", async (folder, words) => {
  const executor = await openExecutor();
  const header = ["pair", "factor", "method", "correlation", "detail", "across slices"];
  process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
  for (const [first, second] of visitsAmong(scansBelow(folder, words))) {
    await comparePair(executor, first, second);
  }
});

async function comparePair(
  executor: Awaited<ReturnType<typeof openExecutor>>,
  first: string,
  second: string,
): Promise<void> {
  const [a, b] = [await readVolume(first), await readVolume(second)];
  const isFirstCoarser = coarserOf(a, b) === a;
  const [coarse, fine] = isFirstCoarser ? [a, b] : [b, a];
  const name = nameOf(first).replace("_ses-1_", " ");
  const found = await registerRigid(fine, coarse);
  const doubts = found.notices.map(({ code, text }) => `; ${code} ${text}`).join("");
  const voxels = ({ spacing }: Volume) => spacing.map((mm) => mm.toFixed(2)).join("×");
  process.stderr.write(
    `${name}: ${voxels(coarse)} mm (ses-${isFirstCoarser ? 1 : 2}) against ${voxels(fine)} mm; ` +
      `${motionText(found.size)}, ±${found.uncertaintyMm.toFixed(2)} mm, correlation ` +
      `${found.correlation.before.toFixed(3)} before, ${found.correlation.after.toFixed(3)} after${doubts}\n`,
  );

  const everywhere = await deepWithin(fine);
  const box = boxOf(everywhere, fine.dims);
  const truth = cutOut(fine, box);
  const { data: deep } = cutOut({ ...fine, data: Float32Array.from(everywhere) }, box);
  const part = cutOut(coarse, grownWithin(boxIn(coarse, truth, found.motion), MARGIN, coarse.dims));
  const interpolated = await resampleOnto(coarse, truth, found.motion);
  const mask = await unchanged(truth, interpolated, Uint8Array.from(deep));
  const wanted = await detailed(truth);
  const pixels = coarse.spacing[0] / fine.spacing[0];
  for (const factor of [...FACTORS, ...(pixels > COARSER_PIXELS ? [PIXEL_FACTOR] : [])]) {
    const banks = await openShippedBanks(factor);
    const runs = [
      ...INTERPOLATION_METHODS.filter(({ id }) => COMPARED.includes(id)).map((method) => ({ name: method.id, method })),
      ...banks.map((bank) => ({ name: bank.name.replace(".safetensors", ""), bank })),
      { name: "from the scan itself", learn: SELF },
    ];
    let baseline: ReturnType<typeof likeness> | undefined;
    for (const { name: title, ...how } of runs) {
      const { output } = await superResolve(executor, part, { factor, degradation: "box", steps: 0, ...how });
      const made = await detailed(await resampleOnto(output, truth, found.motion));
      const like = likeness(wanted, made, mask);
      baseline ??= like;
      const than = baseline;
      const cell = (key: keyof typeof like) =>
        like === than ? like[key].toFixed(4) : `${like[key].toFixed(4)} (${signed(like[key] - than[key], 4)})`;
      const cells = [name, formatFactor(factor), title, cell("whole"), cell("detail"), cell("acrossSlices")];
      process.stdout.write(`${markdownRow(cells)}\n`);
    }
  }
}

/** The voxels of a scan that a grid comes to lie on under a motion. */
function boxIn(scan: Volume, grid: Volume, motion: readonly number[]): Box {
  const toScan = multiplied(inverseAffine(scan.affine), multiplied(motion, grid.affine));
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) =>
    voxelToWorld(toScan, grid.dims.map((n, axis) => ((corner >> axis) & 1) * (n - 1)) as unknown as Vec3),
  );
  const limit = (axis: number, at: number) => Math.min(scan.dims[axis as 0] - 1, Math.max(0, at));
  const low = [0, 1, 2].map((axis) => limit(axis, Math.floor(Math.min(...corners.map((c) => c[axis as 0])))));
  const high = [0, 1, 2].map((axis) => limit(axis, Math.ceil(Math.max(...corners.map((c) => c[axis as 0])))));
  const size = high.map((h, axis) => h - (low[axis] as number) + 1);
  return { origin: low as unknown as Vec3, size: size as unknown as Vec3 };
}
