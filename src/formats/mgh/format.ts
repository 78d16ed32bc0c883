/** MGH and MGZ, the format of FreeSurfer. */

import { EigenvoxError } from "../../core/errors";
import type { Vec3 } from "../../core/volume";
import { notOfFormat } from "../content-kind";
import { gridFormat } from "../grid-format";
import { type GridGeometry, geometryOf, unorientedGeometry } from "../grid-geometry";
import { EXTENSIONS } from "../scan-names";
import { checkFrameSize, checkSizes, type StoredGrid } from "../stored-grid";
import { VOXEL_TYPES, type VoxelType } from "../voxel-types";

const HEADER_BYTES = 284;
/** The fields up to the flag of orientation: what is looked at to tell the format. */
const SNIFFED_FIELDS = 30;

const TYPES: ReadonlyMap<number, VoxelType> = new Map<number, VoxelType>([
  [0, VOXEL_TYPES.uint8],
  [1, VOXEL_TYPES.int32],
  [3, VOXEL_TYPES.float32],
  [4, VOXEL_TYPES.int16],
  [10, VOXEL_TYPES.uint16],
]);
/** Types that FreeSurfer has a name for and that hold no volume of numbers. */
const MAX_TYPE = 10;

export const MGH = gridFormat({
  id: "mgh",
  title: "MGH",
  extensions: EXTENSIONS.mgh,
  headBytes: HEADER_BYTES,
  sniff: (head, name) => isMgh(head) || /\.mg[hz]$/i.test(name),
  parse,
});

/** The format has no magic bytes: its version, and fields that must be what they can be, all big-endian. */
function isMgh(head: Uint8Array): boolean {
  if (head.length < SNIFFED_FIELDS) return false;
  const view = new DataView(head.buffer, head.byteOffset);
  const isCount = (at: number) => view.getInt32(at) >= 1 && view.getInt32(at) < 2 ** 24;
  const [type, flag] = [view.getInt32(20), view.getInt16(28)];
  return (
    view.getInt32(0) === 1 &&
    [4, 8, 12, 16].every(isCount) &&
    type >= 0 &&
    type <= MAX_TYPE &&
    (flag === 0 || flag === 1)
  );
}

/**
 * Reads a header. Throws `E_NOT_NIFTI` (also for values on a surface), `E_TRUNCATED`, `E_BAD_DIMS`, `E_UNSUPPORTED_TYPE`,
 * `E_TOO_LARGE` or `E_BAD_GEOMETRY`.
 * Source: FreeSurfer, mri.h and mghRead in mriio.cpp; values and positions as nibabel's `freesurfer.mghformat`.
 */
function parse(head: Uint8Array): StoredGrid {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (head.length < 4 || view.getInt32(0) !== 1) throw notOfFormat(head, "an MGH scan");
  if (head.length < HEADER_BYTES) {
    const message = `The file ends after ${head.length} bytes, inside the ${HEADER_BYTES}-byte MGH header. Copy it again.`;
    throw new EigenvoxError("E_TRUNCATED", message);
  }
  const sizes = [4, 8, 12, 16].map((at) => view.getInt32(at));
  checkSizes(sizes);
  const [nx, ny, nz, frames] = sizes as [number, number, number, number];
  if (nx > 1 && ny === 1 && nz === 1) {
    const message = `This is a row of ${nx} values, as FreeSurfer keeps them for a brain's surface, not an image.`;
    throw new EigenvoxError("E_NOT_NIFTI", message);
  }
  const code = view.getInt32(20);
  const type = TYPES.get(code);
  if (!type) {
    const message = `Voxels of MGH type ${code} are not supported: convert the scan to an integer or float type.`;
    throw new EigenvoxError("E_UNSUPPORTED_TYPE", message);
  }
  const dims: Vec3 = [nx, ny, nz];
  const grid: StoredGrid = {
    ...geometry(view, dims),
    title: "MGH",
    dims,
    type,
    littleEndian: false,
    encoding: "raw",
    dataOffset: HEADER_BYTES,
    headerBytes: HEADER_BYTES,
    frames,
    run: nx * ny * nz,
    scaling: [1, 0],
    // FreeSurfer's tags: how the scan was taken, and what was done to it.
    hasFooter: true,
  };
  checkFrameSize(grid);
  return grid;
}

/**
 * Positions are given by the axes' directions, and where the point at half of each size lies. FreeSurfer takes scans
 * that give none for coronal ones; here they are of unknown orientation, like those of other formats.
 */
function geometry(view: DataView, dims: Vec3): GridGeometry & Pick<StoredGrid, "source"> {
  if (view.getInt16(28) <= 0) {
    return { ...unorientedGeometry(undefined, dims), source: "geometry unknown (orientation unknown)" };
  }
  const floats = (at: number) => [0, 4, 8].map((i) => view.getFloat32(at + i)) as unknown as Vec3;
  const sizes = floats(30);
  const steps = [42, 54, 66].map((at, axis) => floats(at).map((value) => value * (sizes[axis] as number)));
  const toCentre = (i: number) =>
    steps.reduce((sum, step, axis) => sum + ((step[i] as number) * (dims[axis] as number)) / 2, 0);
  const origin = floats(78).map((value, i) => value - toCentre(i)) as unknown as Vec3;
  return {
    ...geometryOf(steps as unknown as [Vec3, Vec3, Vec3], origin),
    source: "geometry from the header (scanner)",
  };
}
