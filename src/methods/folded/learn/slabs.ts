/** The drawn voxels of a volume and the low-resolution voxels around them, on the device in slabs that any device binds. */

import type { DeviceBuffer, Space } from "../../../compute/executor";
import type { Factor, Vec3 } from "../../../core/volume";
import type { LearningVolume } from "../../common/learning-volume";
import { TAP_RADIUS } from "../folding";
import { lowPart, symmetryOffsets } from "../low-part";
import type { FoldedSamples } from "./samples";

/** Largest binding of low-resolution voxels: what every GPU grants. */
const LARGEST_BYTES = 2 ** 27;
/** Samples of a slab at the most: 2 MiB, and enough slabs of large scans for several cores. */
const LARGEST_COUNT = 2 ** 17;

export interface Slab {
  readonly count: number;
  /** `Row`s of shaders/shared/folded-row.wgsl, in the order of the samples. */
  readonly samples: DeviceBuffer;
  readonly low: DeviceBuffer;
  readonly tapOffsets: DeviceBuffer;
}

export interface SlabOptions {
  readonly factor: Factor;
  /** Largest binding of low-resolution voxels, bytes; 128 MiB unless told. */
  readonly slabBytes?: number | undefined;
}

/** Samples of a volume that lie in few low-resolution slices. */
export interface SlabPlan {
  /** Which of the volumes. */
  readonly volume: number;
  /** Its samples from `first` to `end` - 1. */
  readonly first: number;
  readonly end: number;
  /** The low-resolution slices that they lie in. */
  readonly lowest: number;
  readonly highest: number;
}

/** The slabs of all volumes, each volume's in the order of its samples. */
export function planSlabs(
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  { factor, slabBytes = LARGEST_BYTES }: SlabOptions,
): SlabPlan[] {
  return volumes.flatMap((volume, index) => {
    const [nx, ny, nz] = volume.low.dims;
    const plane = 4 * (nx + 2 * TAP_RADIUS) * (ny + 2 * TAP_RADIUS);
    const slices = Math.max(1, Math.floor(slabBytes / plane) - 2 * TAP_RADIUS);
    const { voxels } = samples[index] as FoldedSamples;
    const plans: SlabPlan[] = [];
    for (let first = 0; first < voxels.length; ) {
      let [lowest, highest] = [nz, -1];
      let end = first;
      for (; end < Math.min(voxels.length, first + LARGEST_COUNT); end++) {
        const z = lowSlice(voxels[end] as number, volume, factor);
        if (Math.max(highest, z) - Math.min(lowest, z) >= slices) break;
        lowest = Math.min(lowest, z);
        highest = Math.max(highest, z);
      }
      plans.push({ volume: index, first, end, lowest, highest });
      first = end;
    }
    return plans;
  });
}

/** Puts a slab on the device, does the work on it and frees it. */
export async function withSlab<T>(
  space: Space,
  volumes: readonly LearningVolume[],
  samples: readonly FoldedSamples[],
  { volume: index, first, end, lowest, highest }: SlabPlan,
  factor: Factor,
  work: (slab: Slab) => Promise<T>,
): Promise<T> {
  const volume = volumes[index] as LearningVolume;
  const [nx, ny] = volume.low.dims;
  const part = lowPart(volume.low, [0, 0, lowest], [nx - 1, ny - 1, highest]);
  const rows = rowsOf(volume, samples[index] as FoldedSamples, first, end, { size: part.size, lowest, factor });
  const slab = {
    count: end - first,
    samples: space.upload("samples", rows),
    low: space.upload("low-resolution slab", part.data),
    tapOffsets: space.upload("tap offsets", symmetryOffsets(part.size)),
  };
  const result = await work(slab);
  for (const buffer of [slab.samples, slab.low, slab.tapOffsets]) space.free(buffer);
  return result;
}

function lowSlice(voxel: number, { dims: [nx, ny] }: LearningVolume, factor: Factor): number {
  return Math.floor(Math.floor(voxel / (nx * ny)) / factor[2]);
}

/** Samples `first` to `end` - 1 as the kernels read them. */
function rowsOf(
  volume: LearningVolume,
  set: FoldedSamples,
  first: number,
  end: number,
  slab: { readonly size: Vec3; readonly lowest: number; readonly factor: Factor },
): Uint32Array<ArrayBuffer> {
  const [nx, ny] = volume.dims;
  const [sx, sy] = slab.size;
  const rows = new Uint32Array(4 * (end - first));
  const floats = new Float32Array(rows.buffer);
  for (let i = first, at = 0; i < end; i++, at += 4) {
    const voxel = set.voxels[i] as number;
    const x = Math.floor((voxel % nx) / slab.factor[0]) + TAP_RADIUS;
    const y = Math.floor((Math.floor(voxel / nx) % ny) / slab.factor[1]) + TAP_RADIUS;
    const z = lowSlice(voxel, volume, slab.factor) - slab.lowest + TAP_RADIUS;
    rows[at] = set.words[i] as number;
    rows[at + 1] = x + sx * (y + sy * z);
    floats[at + 2] = set.upsampled[i] as number;
    floats[at + 3] = volume.original[voxel] as number;
  }
  return rows;
}
