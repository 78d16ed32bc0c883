/**
 * `npm run net:data -- FOLDER -o TARGET --factor 2`: what the network behind the folded method learns from and is watched
 * on, as raw arrays. Each scan of FOLDER is cut at offsets within a block of `factor`, degraded, given noise of
 * several levels, and made finer by the folded bank with the filters for that noise. `train-net.py` reads it.
 *
 * `index.json` describes the files. All are little-endian, x fastest. Of a scan: `truth`, float16, in the working units of
 * the scan, and `mask`, a byte per voxel, 1 inside. Of a scan made coarse: `file`, float16, first the coarse voxels of the
 * box that is kept, then the folded voxels over the same box, both in the working units of the coarse scan, in which
 * the truth is `(truth - zero)/scale`. Coarse voxel c of the box covers the voxels of the truth from
 * `cut + factor·(origin + c)` on.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { floatsToHalves } from "../banks/float16";
import { trainingLine, voxelHash } from "../banks/training-data";
import type { Executor } from "../compute/executor";
import { type Box, boxAround, boxOf, cutOut, grownWithin } from "../core/box";
import { EigenvoxError } from "../core/errors";
import { inUnits, workingUnits } from "../core/intensity";
import { trainingMask } from "../core/mask";
import { fillMissing } from "../core/missing";
import {
  cropToMultiple,
  type Factor,
  placeOf,
  upsampledDims,
  type Vec3,
  type Volume,
  voxelCount,
} from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { degradeVolume } from "../degradations/degrade";
import { noiseOf } from "../evidence/noise";
import { bankAtNoise } from "../jobs/noise-choice";
import { trainBank } from "../jobs/train";
import type { FoldedBank } from "../methods/folded/bank";
import { convertNoise } from "../methods/folded/between";
import { withNoise } from "../methods/folded/learn/add-noise";
import { FOLDED } from "../methods/folded/method";
import { TRICUBIC } from "../methods/interpolation/method";
import { readArguments } from "./arguments";
import { DEGRADATION_USAGE, DEVICE_USAGE, degradationOf, deviceOf, factorOf, outputPath, sharesOf } from "./command";
import { foldedBankFor, netProgram } from "./net-program";
import { nameOf, readVolume, scansBelow } from "./tables/table";
import { openExecutor, tell } from "./terminal";
import { atFewerVoxels, zoomsOf } from "./zoom";

const MOST_OFFSETS = 8;

const USAGE = `npm run net:data -- FOLDER [part of a name …] -o TARGET --factor 2 [options]
  --noise 0,0.02,0.04  standard deviations of the noise added to the coarse scans, shares of the range of the scan
  --offsets N,…        at how many offsets a scan is cut, of every level of noise (${MOST_OFFSETS},2,2)
  --zooms 0.8,…        each scan also at so many of its voxels along each axis: other sizes of anatomy, as fine as can be
  --voxels N           coarse voxels kept of each coarse scan at the most; of larger ones slabs, another one each time (1000000)
  --bank FILE          the folded bank (the one that ships for the factor and the degradation)
  --leave-out          for each scan a bank learned from the others instead
${DEVICE_USAGE}
${DEGRADATION_USAGE} (box)`;

/** Coarse voxels around the mask that are kept, and around what is kept that filters may look at. */
const MARGIN: Vec3 = [8, 8, 8];
const SEED = 11;

interface Item {
  readonly file: string;
  /** Fine voxels cut off at the low end of each axis before the truth is made coarse. */
  readonly cut: Vec3;
  /** Standard deviation of the noise added, a share of the working scale of the truth. */
  readonly added: number;
  /** The same in the working units of the coarse scan. */
  readonly noise: number;
  /** Standard deviation of all noise in those units, as estimated from the coarse scan; null where it cannot be told. */
  readonly measured: number | null;
  /** The measure that the filters are for. */
  readonly assumed: number;
  /** The units of the coarse scan in those of the truth. */
  readonly zero: number;
  readonly scale: number;
  /** The box that is kept, coarse voxels. */
  readonly origin: Vec3;
  readonly size: Vec3;
  /** Mean squared errors inside the mask of the box, in the units of the coarse scan. */
  readonly tricubic: number;
  readonly folded: number;
}

interface Task {
  readonly target: string;
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly levels: readonly number[];
  readonly offsets: readonly Vec3[];
  /** How many of the offsets a scan is cut at, of every level. */
  readonly counts: readonly number[];
  readonly voxels: number;
}

/** A scan in its working units. */
interface Truth {
  readonly name: string;
  readonly volume: Volume;
  readonly mask: Uint8Array<ArrayBuffer>;
}

async function main(): Promise<void> {
  const args = readArguments(process.argv.slice(2), {
    texts: ["output", "factor", "degradation", "device", "noise", "offsets", "zooms", "voxels", "bank"],
    flags: ["leave-out"],
  });
  const [folder, ...words] = args.files;
  if (!folder) throw new EigenvoxError("E_ARGUMENT", `Name a folder.\n${USAGE}`);
  const factor = factorOf(args);
  const levels = sharesOf(args, "noise", "0,0.02,0.04");
  const task: Task = {
    target: outputPath(args),
    factor,
    degradation: degradationOf(args, factor, "box"),
    levels,
    offsets: offsetsOf(factor),
    counts: countsOf(args.text("offsets") ?? `${MOST_OFFSETS},2,2`, levels),
    voxels: args.number("voxels", 1, 1e9, 1e6),
  };
  const zooms = zoomsOf(args);
  const paths = scansBelow(folder, []);
  const wanted = scansBelow(folder, words);
  const executor = await openExecutor(deviceOf(args));
  mkdirSync(task.target, { recursive: true });
  const shipped = args.flag("leave-out") ? undefined : await foldedBankFor(task, args);
  const scans = [];
  for (const [stream, path] of paths.entries()) {
    if (!wanted.includes(path)) continue;
    const others = paths.filter((other) => other !== path);
    const bank = shipped ?? (await learnedFrom(executor, others, task));
    const read = await readVolume(path);
    const line = trainingLine(nameOf(path), await voxelHash(read.data));
    for (const zoom of [1, ...zooms]) {
      const whole = zoom === 1 ? read : await atFewerVoxels(fillMissing(read).filled, zoom);
      const { filled } = fillMissing(whole);
      const volume = { ...filled, data: inUnits(filled.data, workingUnits(whole.data)) };
      const name = zoom === 1 ? nameOf(path) : `${nameOf(path)}.x${zoom}`;
      const truth = { name, volume, mask: trainingMask(whole.data, "auto") };
      writeArray(task, `${name}.truth`, floatsToHalves(volume.data));
      writeArray(task, `${name}.mask`, truth.mask);
      const items: Item[] = [];
      for (const [at, cut] of task.offsets.entries()) {
        for await (const item of itemsOf(executor, truth, cut, stream, at, bank, task)) {
          items.push(item);
          const gain = 10 * Math.log10(item.tricubic / item.folded);
          tell(`${item.file}: folded ${gain.toFixed(2)} dB over tricubic`);
        }
      }
      const files = { truth: `${name}.truth`, mask: `${name}.mask` };
      scans.push({ name, line, zoom, dims: volume.dims, ...files, bank: bank.metadata.title, items });
    }
  }
  const { degradation } = task;
  const index = { format: "eigenvox-net-data/1", factor, degradation, scans };
  writeFileSync(join(task.target, "index.json"), `${JSON.stringify(index, null, 1)}\n`);
}

/** A truth cut at an offset and made coarse, at every level of noise. */
async function* itemsOf(
  executor: Executor,
  { name, volume: whole, mask: wholeMask }: Truth,
  cut: Vec3,
  stream: number,
  at: number,
  bank: FoldedBank,
  { target, factor, degradation, levels, offsets, counts, voxels }: Task,
): AsyncGenerator<Item> {
  if (counts.every((count) => at >= count)) return;
  const from = { origin: cut, size: whole.dims.map((n, axis) => n - (cut[axis] as number)) } as unknown as Box;
  const volume = cropToMultiple(cutOut(whole, from), factor);
  const mask = cropToMultiple(cutOut({ ...whole, data: Float32Array.from(wholeMask) }, from), factor).data;
  const clean = await degradeVolume(executor, volume, factor, degradation);
  const insideMask = Uint8Array.from(mask);
  const box = grownWithin(coarseBoxOf(insideMask, volume.dims, factor), MARGIN, clean.dims);
  for (const [level, added] of levels.entries()) {
    if (at >= (counts[level] as number)) continue;
    const number = at + offsets.length * level;
    const learning = { dims: volume.dims, original: volume.data, mask: insideMask, low: clean };
    const { low } = withNoise(learning, stream, { factor, noise: added, seed: SEED + number });
    const units = workingUnits(low.data);
    const kept = slabOf(box, voxels, number);
    const seen = grownWithin(kept, MARGIN, low.dims);
    const assumed = convertNoise(bank.metadata.noise ?? [], added, "added", "measured");
    const own = { factor, units };
    const part = cutOut(low, seen);
    const inner = {
      origin: kept.origin.map((o, axis) => (o - (seen.origin[axis] as number)) * (factor[axis] as number)),
      size: upsampledDims(kept.size, factor),
    } as unknown as Box;
    const made = async (output: Promise<{ readonly output: Volume }>) => cutOut((await output).output, inner).data;
    const folded = await made(FOLDED.apply(executor, part, { ...own, bank: bankAtNoise(FOLDED, bank, { assumed }) }));
    const tricubic = await made(TRICUBIC.apply(executor, part, own));
    const place = {
      origin: kept.origin.map((o, axis) => o * (factor[axis] as number)),
      size: inner.size,
    } as unknown as Box;
    const truth = cutOut(volume, place).data;
    const inside = cutOut({ ...volume, data: mask }, place).data;
    const error = (data: Float32Array) => squaredError(data, truth, inside) / units.scale ** 2;
    const file = `${name}.${at}.${level}`;
    const arrays = [cutOut(low, kept).data, folded].map((data) => floatsToHalves(inUnits(data, units)));
    writeArray({ target }, file, ...arrays);
    yield {
      file,
      cut,
      added,
      noise: added / units.scale,
      measured: noiseOf(low)?.share ?? null,
      assumed,
      ...units,
      ...kept,
      tricubic: error(tricubic),
      folded: error(folded),
    };
  }
}

/** Offsets within a block, none first: all of them, or so many that lie apart. */
function offsetsOf(factor: Factor): Vec3[] {
  const all = voxelCount(factor);
  const count = Math.min(MOST_OFFSETS, all);
  return Array.from({ length: count }, (_, n) => placeOf(Math.floor((n * all) / count), factor));
}

/** For every level of noise how many offsets: fewer where there is noise, which is another one each time. */
function countsOf(text: string, levels: readonly number[]): number[] {
  const told = text.split(",").map(Number);
  if (told.every((count) => Number.isInteger(count) && count >= 0)) {
    return levels.map((_, level) => told[level] ?? (told.at(-1) as number));
  }
  throw new EigenvoxError("E_ARGUMENT", `--offsets ${text}: expected how many, as in ${MOST_OFFSETS},2,2.`);
}

/** The coarse voxels in whose blocks something is inside the mask. */
function coarseBoxOf(mask: Uint8Array, dims: Vec3, factor: Factor): Box {
  if (!mask.includes(1)) throw new EigenvoxError("E_ARGUMENT", "The mask is empty.");
  const { origin, size } = boxOf(mask, dims);
  const coarse = (at: number, axis: number) => Math.floor(at / (factor[axis] as number));
  const first = origin.map(coarse);
  const last = origin.map((o, axis) => coarse(o + (size[axis] as number) - 1, axis));
  return { origin: first, size: last.map((end, axis) => end - (first[axis] as number) + 1) } as unknown as Box;
}

/** A slab of a box across its longest axis of so many voxels at the most; slab after slab with growing numbers. */
function slabOf(box: Box, voxels: number, number: number): Box {
  const count = Math.ceil(voxelCount(box.size) / voxels);
  if (count === 1) return box;
  const axis = box.size.indexOf(Math.max(...box.size));
  const side = box.size[axis] as number;
  const thick = Math.ceil(side / count);
  // By thirds of a slab, so that what lies at the faces of one lies within another.
  const places = Math.max(1, Math.ceil((3 * (side - thick)) / thick));
  const first = Math.round(((number % (places + 1)) * (side - thick)) / places);
  const middle = box.size.map((n, a) => (a === axis ? first + (thick - 1) / 2 : (n - 1) / 2)) as unknown as Vec3;
  const size = box.size.map((n, a) => (a === axis ? thick : n)) as unknown as Vec3;
  const within = boxAround(box.size, middle, size);
  return { size, origin: within.origin.map((o, a) => o + (box.origin[a] as number)) as unknown as Vec3 };
}

function squaredError(data: Float32Array, truth: Float32Array, inside: Float32Array): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (inside[i] === 0) continue;
    sum += ((data[i] as number) - (truth[i] as number)) ** 2;
    count++;
  }
  return sum / count;
}

/** A bank as it is learned when nothing else is asked for, of other scans. */
async function learnedFrom(
  executor: Executor,
  paths: readonly string[],
  { factor, degradation }: Task,
): Promise<FoldedBank> {
  const { learn } = FOLDED;
  if (!learn || paths.length === 0) throw new EigenvoxError("E_ARGUMENT", "No scan to learn a bank from.");
  const inputs = [];
  for (const path of paths) inputs.push({ volume: await readVolume(path), mask: learn.mask });
  const run = learn.start(inputs, { factor, degradation, seed: learn.seed, settings: {} });
  const title = `without one: ${paths.map(nameOf).join(", ")}`;
  const { bank } = await trainBank(executor, FOLDED, run, { title, trainingData: paths.map(nameOf) });
  return bank as FoldedBank;
}

function writeArray({ target }: Pick<Task, "target">, name: string, ...arrays: readonly ArrayBufferView[]): void {
  const bytes = arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  writeFileSync(join(target, name), Buffer.concat(bytes));
}

await netProgram(main);
