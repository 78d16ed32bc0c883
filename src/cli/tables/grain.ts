/**
 * `npm run table:grain -- FOLDER`: how noisy and how sharp a scan of its own full resolution becomes at 2×. Of a box in its
 * middle, made finer by tricubic interpolation and by the bank that is chosen by itself, calm to crisp: the standard
 * deviation of flat bright tissue (in a T1-weighted head white matter) without what a Gaussian leaves, and the gradient
 * at edges, both against tricubic's.
 */

import { boxAround, cutOut } from "../../core/box";
import { foregroundOf, isForeground } from "../../core/histogram";
import { workingUnits } from "../../core/intensity";
import { type Factor, placeOf, type Vec3, type Volume } from "../../core/volume";
import { defaultSteps } from "../../degradations/degradation";
import { scanEvidence } from "../../evidence/evidence";
import { noiseChoice } from "../../jobs/noise-choice";
import { superResolve } from "../../jobs/super-resolve";
import { TRICUBIC } from "../../methods/interpolation/method";
import { smoothed } from "../../registration/resample-axis";
import { shippedBankFor } from "../scan-evidence";
import { openExecutor } from "../terminal";
import { markdownRow, nameOf, readVolume, scansBelow, tableProgram } from "./table";

const FACTOR: Factor = [2, 2, 2];
/** Voxels of the box along each axis, and how many at its faces are left out. */
const SIDE: Vec3 = [128, 128, 128];
const BORDER = 6;
/** Standard deviation of the Gaussian, in voxels of the scan. */
const SCALE = 1.5;
/** Flat: the calmest of the brighter half of the foreground; edges: the steepest of the foreground. */
const FLAT_SHARE = 0.2;
const EDGE_SHARE = 0.1;
const CRISPNESS = [0, 0.5, 1];

const isWithin = (i: number, dims: Vec3, border: number) =>
  placeOf(i, dims).every((v, a) => v >= border && v < (dims[a] as number) - border);
const voxels = ({ spacing }: Volume, count: number) => spacing.map((mm) => count * mm) as unknown as Vec3;
const indices = (length: number, is: (i: number) => boolean) => Array.from({ length }, (_, i) => i).filter(is);

await tableProgram("table:grain", async (folder, words) => {
  const executor = await openExecutor();
  const header = ["scan", "noise, estimated", "of flat tissue", "method", "noise against tricubic", "edges"];
  process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
  for (const path of scansBelow(folder, words)) {
    const whole = await readVolume(path);
    const units = workingUnits(whole.data);
    const { scale } = units;
    const evidence = await scanEvidence(whole);
    const middle = whole.dims.map((n) => n / 2) as unknown as Vec3;
    const scan = cutOut(whole, boxAround(whole.dims, middle, SIDE));
    const parts = await flatAndEdges(scan);
    const own = await grain(scan, [1, 1, 1], parts);
    const bank = await shippedBankFor(FACTOR, {}, evidence);
    // What the whole scan would be made with.
    const { degradation } = bank.bank.metadata;
    const common = { factor: FACTOR, degradation, bank, units };
    const made = async (output: Promise<{ readonly output: Volume }>) => grain((await output).output, FACTOR, parts);
    const tricubic = await made(TRICUBIC.apply(executor, scan, { factor: FACTOR }));
    const percent = (value: number) => `${((100 * value) / scale).toFixed(2)} %`;
    const row = (method: string, { noise, edges }: Grain) =>
      process.stdout.write(
        `${markdownRow([nameOf(path), percent(evidence.noise?.sigma ?? Number.NaN), percent(own.noise), method, (noise / tricubic.noise).toFixed(3), (edges / tricubic.edges).toFixed(3)])}\n`,
      );
    for (const crispness of CRISPNESS) {
      const noise = noiseChoice(evidence.noise?.sigma, scale, crispness);
      const steps = defaultSteps(degradation, evidence.noise?.share, crispness);
      row(`crispness ${crispness}`, await made(superResolve(executor, scan, { ...common, steps, noise })));
    }
  }
});

interface Grain {
  readonly noise: number;
  readonly edges: number;
}

/** Voxels of the scan. */
interface Parts {
  readonly flat: Uint8Array;
  readonly edges: Uint8Array;
}

async function flatAndEdges(scan: Volume): Promise<Parts> {
  const { dims } = scan;
  const foreground = foregroundOf(scan.data);
  const tissue = scan.data.map((value) => (isForeground(foreground, value) ? 1 : 0));
  const depth = (await smoothed({ ...scan, data: tissue }, voxels(scan, 2 * SCALE))).data;
  const calm = (await smoothed(scan, voxels(scan, SCALE))).data;
  const steepness = gradientOf(calm, dims);
  const inside = indices(scan.data.length, (i) => (depth[i] as number) > 0.999 && isWithin(i, dims, BORDER));
  const bright = quantile(
    inside.map((i) => calm[i] as number),
    0.5,
  );
  const steep = (share: number, of: readonly number[]) =>
    quantile(
      of.map((i) => steepness[i] as number),
      share,
    );
  const brighter = inside.filter((i) => (calm[i] as number) > bright);
  const [flatBelow, edgeAbove] = [steep(FLAT_SHARE, brighter), steep(1 - EDGE_SHARE, inside)];
  return {
    flat: chosen(
      scan,
      brighter.filter((i) => (steepness[i] as number) < flatBelow),
    ),
    edges: chosen(
      scan,
      inside.filter((i) => (steepness[i] as number) > edgeAbove),
    ),
  };
}

async function grain(made: Volume, factor: Factor, { flat, edges }: Parts): Promise<Grain> {
  const { dims } = made;
  const coarse = (await smoothed(made, voxels(made, SCALE * factor[0]))).data;
  const steepness = gradientOf(made.data, dims);
  const low = dims.map((n, a) => n / (factor[a] as number)) as unknown as Vec3;
  let [squares, count, steep, at] = [0, 0, 0, 0];
  for (let i = 0; i < made.data.length; i++) {
    const [x, y, z] = placeOf(i, dims).map((v, a) => Math.floor(v / (factor[a] as number))) as unknown as Vec3;
    const from = x + low[0] * (y + low[1] * z);
    if (flat[from] === 1) {
      squares += ((made.data[i] as number) - (coarse[i] as number)) ** 2;
      count++;
    }
    if (edges[from] === 1) {
      steep += steepness[i] as number;
      at++;
    }
  }
  return { noise: Math.sqrt(squares / count), edges: (steep / at) * factor[0] };
}

/** Length of the gradient by central differences, per voxel; 0 at the faces. */
function gradientOf(data: Float32Array, dims: Vec3): Float32Array {
  const strides = [1, dims[0], dims[0] * dims[1]];
  return data.map((_, i) =>
    isWithin(i, dims, 1)
      ? Math.hypot(...strides.map((s) => ((data[i + s] as number) - (data[i - s] as number)) / 2))
      : 0,
  );
}

function chosen({ data }: Volume, places: readonly number[]): Uint8Array {
  const mask = new Uint8Array(data.length);
  for (const i of places) mask[i] = 1;
  return mask;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(share * (sorted.length - 1))] as number;
}
