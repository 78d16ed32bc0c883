/** What the second pass learns from: rows of the matrix, of drawn voxels and first results. Source: fine §4. */

import type { Factor, Vec3 } from "../../../core/volume";
import type { LearningVolume } from "../../common/learning-volume";
import { LEVELS } from "../../folded/folding";
import { type FoldedSamples, structureOf, symmetryOf } from "../../folded/learn/samples";
import { TURNED_TAPS, turnedOffsets } from "../../folded/low-part";
import { AROUND_OFFSETS, LOW_TAPS, SECOND_TAPS } from "../bank";

/** In the axes of the volume, of each symmetry. */
const TURNED_AROUND = turnedOffsets(AROUND_OFFSETS);

/** The rows of one volume's drawn voxels. */
export class SecondRows {
  /** Where the first result lies among its neighbours: 0 to LEVELS - 1 of each drawn voxel. */
  readonly bins: Uint8Array;

  constructor(
    private readonly volume: LearningVolume,
    private readonly samples: FoldedSamples,
    private readonly first: Float32Array,
    private readonly factor: Factor,
  ) {
    const row = new Float32Array(SECOND_TAPS + 1);
    this.bins = Uint8Array.from(samples.words, (_, i) => this.put(i, row, 0));
  }

  get count(): number {
    return this.samples.words.length;
  }

  structureOf(i: number): number {
    return structureOf(this.samples.words[i] as number);
  }

  /** Writes the taps' differences from the first result, then that of the high-resolution value; returns the bin. */
  put(i: number, out: Float32Array, at: number): number {
    const { dims, low, original } = this.volume;
    const voxel = this.samples.voxels[i] as number;
    const symmetry = symmetryOf(this.samples.words[i] as number);
    const [x, y, z] = [voxel % dims[0], Math.floor(voxel / dims[0]) % dims[1], Math.floor(voxel / (dims[0] * dims[1]))];
    const r = this.first[voxel] as number;
    const { factor } = this;
    const centre: Vec3 = [Math.floor(x / factor[0]), Math.floor(y / factor[1]), Math.floor(z / factor[2])];
    putTaps(low.data, low.dims, centre, TURNED_TAPS[symmetry] as readonly Vec3[], r, out, at);
    putTaps(this.first, dims, [x, y, z], TURNED_AROUND[symmetry] as readonly Vec3[], r, out, at + LOW_TAPS);
    out[at + SECOND_TAPS] = (original[voxel] as number) - r;
    let [least, most] = [0, 0];
    for (let k = at + LOW_TAPS; k < at + LOW_TAPS + CUBE_AROUND; k++) {
      least = Math.min(least, out[k] as number);
      most = Math.max(most, out[k] as number);
    }
    return most > least ? Math.min(Math.floor((LEVELS * -least) / (most - least)), LEVELS - 1) : 0;
  }
}

/** The neighbours of a 3³, which come first. */
const CUBE_AROUND = 26;

function putTaps(
  data: Float32Array,
  [nx, ny, nz]: Vec3,
  [x, y, z]: Vec3,
  offsets: readonly Vec3[],
  r: number,
  out: Float32Array,
  at: number,
): void {
  const isInside = x > 1 && y > 1 && z > 1 && x < nx - 2 && y < ny - 2 && z < nz - 2;
  for (let k = 0; k < offsets.length; k++) {
    let [dx, dy, dz] = offsets[k] as Vec3;
    if (!isInside) {
      dx = Math.min(Math.max(x + dx, 0), nx - 1) - x;
      dy = Math.min(Math.max(y + dy, 0), ny - 1) - y;
      dz = Math.min(Math.max(z + dz, 0), nz - 1) - z;
    }
    out[at + k] = (data[x + dx + nx * (y + dy + ny * (z + dz))] as number) - r;
  }
}
