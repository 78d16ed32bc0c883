/**
 * `npm run table:evidence -- FOLDER`: how well noise, true resolution, degradation and slice thickness are found on scans
 * made from those below FOLDER, of which the truth is known; seeded. Tables in Markdown.
 */

import { foregroundOf } from "../../core/histogram";
import { workingUnits } from "../../core/intensity";
import { AXIS_NAMES, cropToMultiple, type Factor, type Volume } from "../../core/volume";
import { degrade } from "../../degradations/reference/degrade";
import { scanEvidence } from "../../evidence/evidence";
import { noiseOf } from "../../evidence/noise";
import { axisEvidence } from "../../evidence/resolution";
import { sliceEvidence } from "../../evidence/slices";
import { toTrueGrid } from "../../evidence/true-grid";
import { fourierResized, interpolated, rounded, smoothed, withNoise } from "./simulate";
import { markdownRow, nameOf, readVolume, scansBelow, tableProgram } from "./table";

const SEED = 11;
/** Shares of the working scale. */
const NOISES = [0, 0.01, 0.02, 0.04];
/** Whole numbers that a simulated scan is stored in. */
const LEVELS = 1000;
/** A scan with voxels so much longer than wide is made coarse within its slices alone. */
const THICK = 1.5;
/** Fine voxels from slice to slice, and thickness over distance. */
const DISTANCE = 4;
const THICKNESSES = [0.8, 1, 1.33];

type Axis = 0 | 1 | 2;

await tableProgram("table:evidence", async (folder, words) => {
  const paths = scansBelow(folder, words).filter((path) => !path.includes("_mask"));
  table("Noise added, % of the range: found", ["scan", "grid", ...NOISES.map((share) => percent(share))]);
  for (const path of paths) {
    const scan = await readVolume(path);
    row([nameOf(path), "as it is", ...NOISES.map((share) => noiseFound(scan, share))]);
    const means = await coarse(scan, "box");
    row([nameOf(path), "means of blocks, 2×", ...NOISES.map((share) => noiseFound(means, share))]);
  }
  table("Resolution along the first axis: voxels found, of those that are true", [
    "scan",
    "made",
    "grid",
    "kind",
    "found/true",
    "certainty",
  ]);
  for (const path of paths) for (const cells of resolutions(await readVolume(path))) row([nameOf(path), ...cells]);
  table("Degradation by 2×: share of k-space found, certainty", [
    "scan",
    "made by",
    ...NOISES.map((share) => `noise ${percent(share)}`),
  ]);
  for (const path of paths) {
    const scan = await readVolume(path);
    for (const made of ["box", "kspace"] as const) {
      const clean = await coarse(scan, made);
      const cells: string[] = [];
      for (const share of NOISES) {
        const { degradation } = await scanEvidence(noisy(clean, share));
        cells.push(`${degradation.kspaceShare.toFixed(2)} (${degradation.certainty.toFixed(2)})`);
      }
      row([nameOf(path), made, ...cells]);
    }
  }
  table("Slice thickness over distance", ["scan", "across", ...THICKNESSES.map(String)]);
  for (const path of paths) {
    const scan = await readVolume(path);
    if (isThick(scan)) continue;
    for (const axis of [0, 1, 2] as const)
      row([nameOf(path), AXIS_NAMES[axis], ...THICKNESSES.map((t) => thicknessFound(scan, axis, t))]);
  }
});

function percent(share: number): string {
  return `${100 * share} %`;
}

function row(cells: readonly string[]): void {
  process.stdout.write(`${markdownRow(cells)}\n`);
}

function table(title: string, header: readonly string[]): void {
  process.stdout.write(`\n${title}\n\n`);
  row(header);
  row(header.map(() => "---"));
}

function isThick({ spacing }: Volume): boolean {
  return Math.max(...spacing) > THICK * Math.min(...spacing);
}

/** Noise on all but what the scan was filled with. */
function noisy(scan: Volume, share: number): Volume {
  if (share === 0) return scan;
  return withNoise(scan, share * workingUnits(scan.data).scale, SEED, foregroundOf(scan.data).fill);
}

/** Twice as coarse along the axes that are not slices. */
async function coarse(scan: Volume, made: "box" | "kspace"): Promise<Volume> {
  const across = isThick(scan) ? scan.spacing.indexOf(Math.max(...scan.spacing)) : -1;
  const factor = [0, 1, 2].map((axis) => (axis === across ? 1 : 2)) as unknown as Factor;
  if (made === "box") return degrade(scan, factor, "box");
  // As the degradation of that name, which has no quick implementation on the CPU.
  const even = cropToMultiple(scan, factor);
  const axes = even.dims.map((n, axis) => ({ trueVoxels: n / (factor[axis] as number) }));
  return toTrueGrid(even, axes);
}

function noiseFound(scan: Volume, share: number): string {
  const { scale } = workingUnits(scan.data);
  const found = noiseOf(noisy(scan, share));
  return found ? ((100 * found.sigma) / scale).toFixed(2) : "–";
}

function resolutions(scan: Volume): string[][] {
  const n = scan.dims[0];
  const start = noisy(scan, 0.01);
  const times = (factor: number) => Math.round(factor * n);
  const cases: readonly (readonly [string, Volume])[] = [
    ["nothing", start],
    ["smoothed by 0.6 voxels", smoothed(start, 0, 0.6)],
    ["smoothed by 1 voxel", smoothed(start, 0, 1)],
    ...[1.3, 1.5, 2].map((factor) => [`zero-filled ${factor}×`, fourierResized(start, 0, times(factor))] as const),
    [
      "zero-filled 1.5× along y too",
      fourierResized(fourierResized(start, 0, times(1.5)), 1, Math.round(1.5 * start.dims[1])),
    ],
    ...(["linear", "cubic"] as const).flatMap((kind) =>
      [1.5, 2].map((factor) => [`${kind} ${factor}×`, interpolated(start, 0, times(factor), kind)] as const),
    ),
  ];
  return cases.map(([made, volume]) => {
    const { kind, trueVoxels, certainty } = axisEvidence(rounded(volume, LEVELS), 0);
    return [made, String(volume.dims[0]), kind, (trueVoxels / n).toFixed(2), certainty.toFixed(2)];
  });
}

function thicknessFound(scan: Volume, axis: Axis, ratio: number): string {
  const thickness = Number((ratio * DISTANCE).toFixed(3));
  const factor = [0, 1, 2].map((a) => (a === axis ? DISTANCE : 1)) as unknown as Factor;
  const gap = Number((DISTANCE - thickness).toFixed(3));
  const found = sliceEvidence(noisy(degrade(scan, factor, `slice:${AXIS_NAMES[axis]},${thickness},${gap}`), 0.01));
  return found ? `${(found.thicknessMm / found.distanceMm).toFixed(2)} (${found.certainty.toFixed(2)})` : "–";
}
