/** What a metric of image quality is: each has a file beside this one and a line in `metrics.ts`. Source: method §8. */

import type { DeviceBuffer, Space } from "../../compute/executor";
import type { Kernel } from "../../compute/kernel";
import type { Vec3 } from "../../core/volume";
import type * as Kernels from "../../kernels/kernels";

/** One measure over the whole volume and over the voxels inside a mask; NaN where it cannot be taken. */
export interface Score {
  readonly box: number;
  readonly masked: number;
}

export interface Metric {
  readonly id: string;
  /** A short name, for tables, and what it stands for. */
  readonly label: string;
  readonly title: string;
  /** Empty for a plain number. */
  readonly unit: string;
  /** Decimals that are shown. */
  readonly digits: number;
  readonly isBetterHigher: boolean;
  /** Columns of exports. */
  readonly columns: Readonly<Record<keyof Score, string>>;
  /** How it is taken, for people; names in braces stand for values of `define`. */
  readonly note: string;
  /** What the numbers mean, for exports. */
  readonly define: (settings: { readonly ssimRange: number }) => Readonly<Record<string, string | number>>;
  /** Multiply-adds per voxel, roughly: for progress. */
  readonly cost: number;
  /** Voxels that a volume must have along every axis for it; one that is thinner has no such score. */
  readonly leastSide?: number;
  /** How many float32 sums it keeps of every row of voxels; they are added in float64. */
  readonly sums: 1 | 2 | 3 | 4;
  /** Puts the sums of every row into the block's `rows`. */
  readonly measure: (block: Block) => Promise<void>;
  readonly finish: (sums: readonly [number, number, number, number], counts: VoxelCounts) => Score;
}

/** A box of voxels, and what measuring it takes. */
export interface Block {
  readonly origin: Vec3;
  readonly size: Vec3;
  /** With the margins of `truth` and `result`. */
  readonly wide: Vec3;
  readonly volume: Vec3;
  readonly truth: DeviceBuffer;
  readonly result: DeviceBuffer;
  /** The mask, a byte per voxel. */
  readonly inside: DeviceBuffer;
  /** Four floats for every voxel that has a margin along y and z, and along z alone: for work in between. */
  readonly alongX: DeviceBuffer;
  readonly alongY: DeviceBuffer;
  readonly rows: DeviceBuffer;
  /** Data range of SSIM's constants. */
  readonly ssimRange: number;
  readonly space: Space;
  /** Given rather than imported, so that the page shows metrics without carrying their kernels. */
  readonly kernels: typeof Kernels;
  readonly run: <Given>(
    kernel: Kernel<Given>,
    params: NoInfer<Given>,
    buffers: readonly DeviceBuffer[],
    items: number,
    operationsPerItem: number,
  ) => Promise<void>;
}

/** All voxels, those inside the mask, those far enough from the faces for SSIM's window, and those that are both. */
export type VoxelCounts = Readonly<Record<"all" | "inside" | "inner" | "innerInside", number>>;
