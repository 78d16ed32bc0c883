/** The datatype codes of NIfTI. Source: nifti1.h. */

import { VOXEL_TYPES, type VoxelType } from "../voxel-types";

/** The readable types. */
export const DATATYPES: ReadonlyMap<number, VoxelType> = new Map<number, VoxelType>([
  [2, VOXEL_TYPES.uint8],
  [4, VOXEL_TYPES.int16],
  [8, VOXEL_TYPES.int32],
  [16, VOXEL_TYPES.float32],
  [32, VOXEL_TYPES.complex64],
  [64, VOXEL_TYPES.float64],
  [128, VOXEL_TYPES.rgb],
  [256, VOXEL_TYPES.int8],
  [512, VOXEL_TYPES.uint16],
  [768, VOXEL_TYPES.uint32],
  [1024, VOXEL_TYPES.int64],
  [1280, VOXEL_TYPES.uint64],
  [1792, VOXEL_TYPES.complex128],
  [2304, VOXEL_TYPES.rgba],
]);

/** The types that are known and refused, for the message. */
export const REFUSED_DATATYPES: ReadonlyMap<number, string> = new Map([
  [0, "unknown"],
  [1, "binary (1 bit)"],
  [1536, "float128"],
  [2048, "complex256"],
]);
