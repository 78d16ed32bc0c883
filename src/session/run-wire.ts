/** What the page and the session say to each other of a run: before it, in small, and of its single voxels. */

import type { Vec3, Volume } from "../core/volume";
import type { Explanation } from "../methods/explanation";
import type { RunRequest } from "./wire";

/** What a run would give and take. */
export interface ResultPlan {
  /** The grid of the result. */
  readonly dims: Vec3;
  readonly spacing: Vec3;
  /** Memory of this program and of the device that is needed beside what is held already, bytes. */
  readonly hostBytes: number;
  readonly deviceBytes: number;
  /** Expected time, once a run, a preview or a measurement of the same method was timed on this device, or `timeBanks`. */
  readonly seconds?: number;
  /** The same of the mean over the scan and its mirror images; where the method has no use for it, the same. */
  readonly mirroredSeconds?: number;
}

export interface AssessRequest {
  readonly scanId: string;
  /** All of one factor. */
  readonly candidates: readonly Omit<RunRequest, "scanId">[];
  /** The part of the scan that is measured on holds this place, if there is tissue. */
  readonly aroundMm: Vec3;
}

/** How well a candidate does on a part of the scan that is made coarse first. */
export interface Assessment {
  /** PSNR above that of tricubic interpolation, in tissue, dB; undefined where it cannot be measured. */
  readonly gainDb?: number;
}

export interface PreviewBox {
  /** RAS+ mm of its middle. */
  readonly aroundMm: Vec3;
  /** Voxels of the scan along each axis, cut at the scan's faces. */
  readonly sizeVoxels: Vec3;
}

/** On the grid of the result, with their place in it. */
export interface Preview {
  readonly interpolated: Volume;
  readonly superResolved: Volume;
  /** False where nothing was learned from the scan: what is in place of the result is interpolated too. */
  readonly isSuperResolved: boolean;
}

/** How a voxel of a result came to be. */
export interface VoxelExplanation extends Omit<Explanation, "direction"> {
  /** Its index, and RAS+ mm of its middle. */
  readonly voxel: Vec3;
  readonly mm: Vec3;
  /** As it stands in the result, in the scan's units: what the filter gave, after back-projection. */
  readonly value: number;
  /** Id. */
  readonly method: string;
  /** Unit vector in RAS+ mm along which intensity changes most; its sign means nothing. */
  readonly direction?: Vec3;
}

export interface SidecarNames {
  /** Of the result's file. */
  readonly fileName: string;
  /** Of the scan's; written only with `keepNames`, since it can be a patient's. */
  readonly sourceName: string;
  readonly keepNames: boolean;
}
