/**
 * `npm run table:combine -- FOLDER`: what combining is worth. A scan of small, almost cubic voxels is made into two crossed
 * thick ones of a head that moved between them, and the truth is known. Of stacks that have a brain mask beside them
 * (NAME_desc-brain_mask) each in turn is left out, and predicted from the others.
 */

import { existsSync } from "node:fs";
import { inverseAffine } from "../../core/affine";
import { centreMm } from "../../core/probe";
import type { Vec3, Volume } from "../../core/volume";
import { combineStacks } from "../../jobs/combine";
import { ricianSample } from "../../phantom/noise";
import { registerRigid } from "../../registration/register";
import { resampleOnto } from "../../registration/resample";
import { motionBetween, motionSize, motionText, NO_MOTION, rigidMotion } from "../../registration/rigid";
import { StackView } from "../../registration/stack";
import { thickScan } from "../../registration/thick-scan";
import { correlation } from "./measures";
import { markdownRow, nameOf, readVolume, scansBelow, signed, tableProgram } from "./table";

/** The crossed scans: slices of so many voxels, and how the head moved between them. */
const TIMES = 4;
const TURN: Vec3 = [0.07, -0.05, 0.09];
const SHIFT: Vec3 = [3, -4, 2];
/** Noise, share of the scan's greatest value. */
const NOISE = 0.01;
const THICK = 1.5;

await tableProgram("table:combine", async (folder, words) => {
  const paths = scansBelow(folder, words).filter((path) => !path.includes("_mask"));
  const isStack = (path: string) => existsSync(maskOf(path));
  for (const path of paths.filter((one) => !isStack(one))) {
    const scan = await readVolume(path);
    if (Math.max(...scan.spacing) < THICK * Math.min(...scan.spacing)) await crossed(nameOf(path), scan);
  }
  const stacks = paths.filter(isStack);
  if (stacks.length > 2) await leftOut(stacks);
});

function maskOf(path: string): string {
  return path.replace(/\.nii(\.gz)?$/, "_desc-brain_mask.nii$1");
}

async function crossed(name: string, scan: Volume): Promise<void> {
  const data = scan.data.map((value) => (Number.isFinite(value) ? value : 0));
  const truth = { ...scan, data };
  const peak = data.reduce((a, b) => Math.max(a, b));
  const moved = rigidMotion(TURN, SHIFT, centreMm(truth));
  const noisy = (volume: Volume, seed: number): Volume => ({
    ...volume,
    data: volume.data.map((value, i) => ricianSample(Math.max(0, value), NOISE * peak, seed, i)),
  });
  const scans = [
    noisy(await thickScan(truth, 2, TIMES, NO_MOTION), 1),
    noisy(await thickScan(truth, 0, TIMES, moved), 2),
  ];
  const { output, transforms, provenance } = await combineStacks(scans);
  const [found] = transforms.slice(1);
  const error = motionSize(motionBetween(found ?? NO_MOTION, moved), centreMm(truth));
  const made = [...scans, output];
  const scores = [];
  for (const [i, volume] of made.entries()) {
    const there = await resampleOnto(volume, truth, i === 1 ? moved : undefined);
    scores.push(psnr(there.data, data, peak));
  }
  const [across, along, both] = scores as [number, number, number];
  process.stdout.write(
    `${name}: slices of ${TIMES} voxels across z alone (tricubic) ${across.toFixed(2)} dB, across x alone ` +
      `${along.toFixed(2)} dB, combined ${both.toFixed(2)} dB (${signed(both - Math.max(across, along), 2)}); motion of ` +
      `${motionText(provenance.stacks[1]?.motion ?? error)} found, wrong by ${error.mm.toFixed(2)} mm and ` +
      `${error.degrees.toFixed(2)}°; ${provenance.seconds.toFixed(0)} s\n`,
  );
}

/** dB, where the truth is not 0. */
function psnr(made: Float32Array, truth: Float32Array, peak: number): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < truth.length; i++) {
    const error = (made[i] as number) - (truth[i] as number);
    if (truth[i] === 0 || !Number.isFinite(error)) continue;
    sum += error * error;
    count++;
  }
  return 20 * Math.log10(peak / Math.sqrt(sum / count));
}

async function leftOut(paths: readonly string[]): Promise<void> {
  const header = ["left out", "best other alone", "combined", "motion", "slices that strayed"];
  process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
  for (const path of paths) {
    const [wanted, mask] = [await readVolume(path), await readVolume(maskOf(path))];
    const inside = Uint8Array.from(mask.data, (value) => (value === 0 ? 0 : 1));
    const likeness = async (volume: Volume) => {
      const { motion } = await registerRigid(wanted, volume, { within: mask });
      const view = new StackView({ volume: wanted, motion: inverseAffine(motion), extentMm: wanted.spacing }, volume);
      const filled = volume.data.map((value) => (Number.isFinite(value) ? value : 0));
      return correlation(await view.seen(filled, async () => {}), wanted.data, inside);
    };
    const others = paths.filter((one) => one !== path);
    const scans = [];
    for (const other of others) scans.push(await readVolume(other));
    const alone = [];
    for (const scan of scans) alone.push(await likeness(scan));
    const within = await readVolume(maskOf(others[0] as string));
    const { output, provenance } = await combineStacks(scans, { within });
    const moved = provenance.stacks.map(({ motion }) => `${motion.mm.toFixed(1)} mm ${motion.degrees.toFixed(0)}°`);
    const strayed = provenance.stacks.map(({ strayed: [count, of] }) => `${count}/${of}`);
    const together = await likeness(output);
    const best = Math.max(...alone);
    const cells = [nameOf(path), best.toFixed(4), `${together.toFixed(4)} (${signed(together - best, 4)})`];
    process.stdout.write(`${markdownRow([...cells, moved.slice(1).join(", "), strayed.join(", ")])}\n`);
  }
}
