/**
 * A procedural, clearly synthetic T1-weighted head: a continuous definition in millimetres that can be sampled at any
 * resolution. It is nobody's scan: the cortex is folded along the zeros of a random field, everything else is made of
 * simple solids in average adult proportions. Intensities and their source stand in `TISSUE`.
 */

import { EigenvoxError } from "../core/errors";
import { type Vec3, type Volume, voxelCount } from "../core/volume";
import { HeadModel, NEIGHBOURHOOD } from "./model";
import { hash32, ricianSample } from "./noise";

export const PHANTOM_TITLE = "Synthetic head phantom";

/** Field that holds the head, in mm, and its middle (RAS, origin at the anterior commissure). */
const FIELD: Vec3 = [168, 216, 192];
const FIELD_CENTRE: Vec3 = [0, -9, -5];

const MAX_VOXELS = 512e6;

export interface HeadPhantomOptions {
  /** Voxel counts; by default as many as cover the head. */
  readonly dims?: Vec3;
  /** Voxel size in mm, one or per axis; by default 1, or with `dims` alone the smallest at which the head fits. */
  readonly spacing?: Vec3 | number;
  /** Whole number that chooses the folding and the noise; 1 by default. */
  readonly seed?: number;
  /** Standard deviation of the noise per complex channel, in intensities; 12 by default. */
  readonly noise?: number;
  /** Largest relative change of intensity by the smooth bias field; 0.08 by default. */
  readonly biasField?: number;
  /** Exactly 0 outside the brain, noise too, as in a masked scan. */
  readonly brainOnly?: boolean;
  /** Samples per axis where a voxel holds several tissues; by default one per 1.5 mm, at least 2. */
  readonly supersample?: number;
}

/** The page's sample: a 2 mm scan of the whole head, 84×108×96 voxels. */
export function samplePhantom(): Volume {
  return headPhantom({ spacing: 2 });
}

/**
 * The head sampled on an axis-aligned RAS grid centred on it: a world point is in the same tissue at every resolution,
 * and a voxel holds the average over its box.
 *
 * Throws `E_ARGUMENT` for dimensions that are no whole numbers from 1, or sizes, noise or bias out of range.
 */
export function headPhantom(options: HeadPhantomOptions = {}): Volume {
  const { seed = 1, noise = 12, biasField = 0.08, brainOnly = false } = options;
  const { dims, spacing } = grid(options);
  const [nx, ny, nz] = dims;
  const [sx, sy, sz] = spacing;
  check("noise", noise, noise >= 0 && Number.isFinite(noise), "0 or more");
  check("biasField", biasField, biasField >= 0 && biasField < 1, "from 0 to below 1");
  const origin = FIELD_CENTRE.map((c, axis) => c - (at(spacing, axis) * (at(dims, axis) - 1)) / 2) as unknown as Vec3;
  const voxel = new VoxelAverage(seed, spacing, options.supersample);
  const noiseSeed = hash32(seed, 3);
  const data = new Float32Array(nx * ny * nz);
  for (let k = 0, index = 0; k < nz; k++) {
    const z = origin[2] + sz * k;
    for (let j = 0; j < ny; j++) {
      const y = origin[1] + sy * j;
      for (let i = 0; i < nx; i++, index++) {
        const x = origin[0] + sx * i;
        if (brainOnly && !voxel.inBrain(x, y, z)) continue;
        const signal = voxel.average(x, y, z) * (1 + biasField * bias(x, y, z));
        data[index] = noise > 0 ? ricianSample(signal, noise, noiseSeed, index) : signal;
      }
    }
  }
  return { data, dims, spacing, affine: [sx, 0, 0, origin[0], 0, sy, 0, origin[1], 0, 0, sz, origin[2], 0, 0, 0, 1] };
}

/** Averages the head over voxels: one sample where a voxel lies in one tissue, a regular set of them elsewhere. */
class VoxelAverage {
  private readonly model: HeadModel;
  private readonly spacing: Vec3;
  private readonly counts: Vec3;
  private readonly steps: Vec3;
  private readonly edge: number;
  /** Distance of the farthest boundary that a voxel's samples can feel. */
  private readonly reach: number;

  constructor(seed: number, spacing: Vec3, supersample: number | undefined) {
    const samples = supersample ?? 1;
    check("supersample", samples, Number.isInteger(samples) && samples >= 1 && samples <= 16, "1 to 16");
    this.spacing = spacing;
    this.model = new HeadModel(seed);
    this.counts = spacing.map((s) => supersample ?? Math.min(8, Math.max(2, Math.ceil(s / 1.5)))) as unknown as Vec3;
    this.steps = spacing.map((s, axis) => s / at(this.counts, axis)) as unknown as Vec3;
    this.edge = (this.steps[0] + this.steps[1] + this.steps[2]) / 3;
    const [dx, dy, dz] = spacing.map((s, axis) => s - at(this.steps, axis)) as unknown as Vec3;
    const reach = (Math.sqrt(dx * dx + dy * dy + dz * dz) + this.edge) / 2;
    // Distances are exact near surfaces only, so a large voxel is never taken to be uniform.
    this.reach = reach > 4 ? Number.POSITIVE_INFINITY : 1.1 * reach;
  }

  inBrain(x: number, y: number, z: number): boolean {
    this.model.settle(x, y, z);
    return this.model.inBrain(x, y, z);
  }

  average(x: number, y: number, z: number): number {
    const { model, counts, steps, edge, spacing } = this;
    model.settle(x, y, z);
    const centre = model.intensity(x, y, z, edge);
    if (model.painter.clearance > this.reach) return centre;
    const [nx, ny, nz] = counts;
    let sum = 0;
    for (let k = 0; k < nz; k++) {
      const pz = z + steps[2] * (k - (nz - 1) / 2);
      if (spacing[2] > NEIGHBOURHOOD) model.settle(x, y, pz);
      for (let j = 0; j < ny; j++) {
        const py = y + steps[1] * (j - (ny - 1) / 2);
        if (spacing[1] > NEIGHBOURHOOD) model.settle(x, py, pz);
        for (let i = 0; i < nx; i++) {
          const px = x + steps[0] * (i - (nx - 1) / 2);
          if (spacing[0] > NEIGHBOURHOOD) model.settle(px, py, pz);
          sum += model.intensity(px, py, pz, edge);
        }
      }
    }
    return sum / (nx * ny * nz);
  }
}

/** Smooth coil shading, within ±1 over the head. */
function bias(x: number, y: number, z: number): number {
  const u = x / 95;
  const v = y / 120;
  const w = (z + 5) / 105;
  return 0.35 * u - 0.3 * v + 0.45 * w - 0.35 * (u * u + v * v) + 0.25 * v * w;
}

function grid(options: HeadPhantomOptions): { dims: Vec3; spacing: Vec3 } {
  const given = options.dims;
  const whole = given?.every((n) => Number.isInteger(n) && n >= 1) ?? true;
  check("dimensions", given?.join("×"), whole, "three whole numbers from 1");
  const fitting = given ? Math.max(...FIELD.map((mm, axis) => (at(given, axis) > 1 ? mm / at(given, axis) : 0))) : 1;
  const size = options.spacing ?? (fitting > 0 ? fitting : 1);
  const spacing: Vec3 = typeof size === "number" ? [size, size, size] : size;
  for (const s of spacing) check("spacing", s, s >= 0.1 && s <= 300, "0.1 to 300 mm");
  const dims = given ?? (FIELD.map((mm, axis) => Math.ceil(mm / at(spacing, axis))) as unknown as Vec3);
  if (voxelCount(dims) > MAX_VOXELS) {
    const message = `The phantom would have ${Math.round(voxelCount(dims) / 1e6)} million voxels`;
    throw new EigenvoxError("E_ARGUMENT", `${message}; use larger voxels (limit 512 million).`);
  }
  return { dims, spacing };
}

function check(name: string, value: unknown, ok: boolean, range: string): void {
  if (!ok) throw new EigenvoxError("E_ARGUMENT", `Phantom ${name} ${value}: expected ${range}.`);
}

function at(values: Vec3, axis: number): number {
  return values[axis] as number;
}
