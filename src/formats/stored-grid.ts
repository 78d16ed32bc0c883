/** What a header says of the voxels behind it, the same for all formats of one header and a block of voxels. */

import { EigenvoxError } from "../core/errors";
import { type Vec3, voxelCount } from "../core/volume";
import type { GridGeometry } from "./grid-geometry";
import type { VoxelType } from "./voxel-types";

/** How the block of voxels is packed; where the whole file is a gzip file, that is no matter of this. */
export type Encoding = "raw" | "gzip" | "zlib" | "text" | "hex";

export interface StoredGrid extends GridGeometry {
  /** Of the format, with its version. */
  readonly title: string;
  /** Voxel counts of a frame. */
  readonly dims: Vec3;
  readonly type: VoxelType;
  readonly littleEndian: boolean;
  readonly encoding: Encoding;
  /** Where the block begins, in bytes of the (decompressed) file. */
  readonly dataOffset: number;
  /** Where the header ends, and the block begins unless the header says otherwise. */
  readonly headerBytes: number;
  readonly frames: number;
  /**
   * Voxels of one frame that lie one behind the other before as many of the next follow: all of a frame, or fewer where
   * frames alternate along another axis than the last.
   */
  readonly run: number;
  /** Slope and intercept of the stored values. */
  readonly scaling: readonly [number, number];
  readonly calWindow?: readonly [number, number] | undefined;
  /** Where the geometry is from, for the person. */
  readonly source?: string;
  /** Names that the file may have, beside the header's, in which the block lies; undefined for the header's own. */
  readonly dataNames?: readonly string[] | undefined;
  /** True where the format has something else behind the voxels. */
  readonly hasFooter?: boolean;
}

/** The largest frame that is read, as stored and as float32: what a browser's tab can hold in one array. */
export const MAX_FRAME_BYTES = 2 ** 31;

/** Bytes of a frame as stored. */
export function frameBytesOf({ dims, type }: Pick<StoredGrid, "dims" | "type">): number {
  return voxelCount(dims) * type.bytes;
}

/** Checks sizes from a header. Throws `E_BAD_DIMS` unless each is a whole number from 1. */
export function checkSizes(sizes: readonly number[]): void {
  const bad = sizes.findIndex((size) => size < 1 || !Number.isSafeInteger(size));
  if (bad < 0) return;
  throw new EigenvoxError(
    "E_BAD_DIMS",
    `The header gives size ${sizes[bad]} for dimension ${bad + 1}; at least 1 is needed.`,
  );
}

/** Throws `E_TOO_LARGE` for frames that take more than `MAX_FRAME_BYTES`, all of them together if they alternate. */
export function checkFrameSize(grid: Pick<StoredGrid, "dims" | "type" | "frames" | "run">): void {
  const { dims, type, frames, run } = grid;
  const voxels = voxelCount(dims);
  const read = frameBytesOf(grid) * (run < voxels ? frames : 1);
  if (Math.max(read, voxels * 4) <= MAX_FRAME_BYTES) return;
  throw new EigenvoxError(
    "E_TOO_LARGE",
    `${dims.join("×")} ${type.name} voxels are too many: a volume may take at most 2 GiB, stored and as float32. ` +
      "Crop or downsample the scan.",
  );
}
