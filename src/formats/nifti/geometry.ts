/** Where a NIfTI file's voxels lie: the choice between its three descriptions, and the qform's quaternion. */

import { columnOf, spacingOf, voxelToWorld } from "../../core/affine";
import { type Notice, notice } from "../../core/notice";
import { type Affine, AXIS_NAMES, type Vec3 } from "../../core/volume";
import {
  centredAffine,
  determinantOf,
  isUsable,
  MAX_LENGTH,
  MIN_SPACING,
  NO_ORIENTATION,
  shearNotices,
} from "../grid-geometry";
import type { Placement } from "./header";

export interface Geometry {
  readonly source: "sform" | "qform" | "pixdim";
  /** The sform's or qform's code, one of `SPACE_NAMES`; 0 for pixdim. */
  readonly spaceCode: number;
  readonly affine: Affine;
  readonly spacing: Vec3;
  readonly notices: readonly Notice[];
}

/** The qform's parameters: unit quaternion (b, c, d with a ≥ 0), handedness and first voxel's position. */
export interface Qform {
  readonly quaternion: Vec3;
  readonly qfac: 1 | -1;
  readonly offset: Vec3;
}

/** What the codes of forms mean, from 0. Source: nifti1.h, NIFTI_XFORM_*. */
export const SPACE_NAMES = ["unknown", "scanner", "aligned", "Talairach", "MNI 152", "template"];
/**
 * For a code that NIfTI does not know. Readers may take that for 0 and leave the form out, as nibabel does, so that a
 * result which had it too would lie elsewhere. This one keeps the placement and does not claim that the space is the
 * scanner's; nibabel gives it to affines of which it knows no more.
 */
const ALIGNED = 2;

/** b² + c² + d² of a quaternion that was stored as float32 may exceed 1 by its rounding. */
const QUATERNION_TOLERANCE = 1e-4;

/**
 * The affine of a file: from its sform if that has a code and is usable, else from its qform likewise, else from its
 * voxel sizes alone, axes parallel to x, y and z and the volume's centre at the origin, of unknown orientation. Always
 * finite and invertible. Source: nifti1.h, methods 1 to 3.
 */
export function resolveGeometry(placement: Placement, dims: Vec3): Geometry {
  const notices: Notice[] = [];
  const scale = unitScale(placement.unit, notices);
  const rows = placement.sform.map((value) => value * scale);
  const sform = placement.sformCode > 0 ? [...rows, 0, 0, 0, 1] : undefined;
  const sformUsable = sform !== undefined && isUsable(sform);

  const pixdimNotices: Notice[] = [];
  const sizes = [1, 2, 3].map((i) => checkedSpacing((placement.pixdim[i] as number) * scale, i - 1, pixdimNotices));
  const spacing = sizes as unknown as Vec3;
  const qform = placement.qformCode > 0 ? qformAffineOf(placement, spacing, scale) : undefined;
  const qformUsable = qform !== undefined && isUsable(qform);

  if (sformUsable) {
    if (qformUsable && pixdimNotices.length === 0) noteDisagreement(sform, qform, dims, notices);
    notices.push(...shearNotices(sform));
    const spaceCode = knownCode(placement.sformCode, notices);
    return { source: "sform", spaceCode, affine: sform, spacing: spacingOf(sform), notices };
  }
  if (sform) {
    const instead = qformUsable ? "qform" : "voxel size";
    notices.push(
      notice("W_GEOMETRY", `The sform matrix is singular, not finite or out of range; the ${instead} is used.`),
    );
  }
  notices.push(...pixdimNotices);
  if (qformUsable) {
    return { source: "qform", spaceCode: knownCode(placement.qformCode, notices), affine: qform, spacing, notices };
  }
  if (placement.qformCode > 0)
    notices.push(notice("W_GEOMETRY", "The qform's rotation or position is not valid; the voxel size is used."));
  notices.push(NO_ORIENTATION);
  return { source: "pixdim", spaceCode: 0, affine: centredAffine(spacing, dims), spacing, notices };
}

function knownCode(code: number, notices: Notice[]): number {
  if (code < SPACE_NAMES.length) return code;
  const text =
    `The header gives its space by the code ${code}, which NIfTI does not know: other programs may place the scan elsewhere. ` +
    `Its position is used, and results have the code ${ALIGNED} (${SPACE_NAMES[ALIGNED]}).`;
  notices.push(notice("W_GEOMETRY", text));
  return ALIGNED;
}

/** Affine of a qform. Source: nifti1.h, method 2. */
export function qformToAffine({ quaternion: [b, c, d], qfac, offset }: Qform, spacing: Vec3): Affine {
  const a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
  const row = (x: number, y: number, z: number) => [x * spacing[0], y * spacing[1], z * (spacing[2] * qfac)];
  return [
    ...row(a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)),
    offset[0],
    ...row(2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)),
    offset[1],
    ...row(2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c),
    offset[2],
    ...[0, 0, 0, 1],
  ];
}

/**
 * The qform of an affine without shear.
 *
 * 4·q·qᵀ of the unit quaternion q is linear in the rotation, and its longest row gives q without loss of digits.
 */
export function affineToQform(affine: Affine): Qform {
  const spacing = spacingOf(affine);
  const qfac = determinantOf(affine) < 0 ? -1 : 1;
  const r = (row: number, column: number) =>
    ((affine[4 * row + column] as number) / (spacing[column] as number)) * (column === 2 ? qfac : 1);
  const [xx, yy, zz] = [r(0, 0), r(1, 1), r(2, 2)];
  const outer = [
    [1 + xx + yy + zz, r(2, 1) - r(1, 2), r(0, 2) - r(2, 0), r(1, 0) - r(0, 1)],
    [r(2, 1) - r(1, 2), 1 + xx - yy - zz, r(0, 1) + r(1, 0), r(0, 2) + r(2, 0)],
    [r(0, 2) - r(2, 0), r(0, 1) + r(1, 0), 1 - xx + yy - zz, r(1, 2) + r(2, 1)],
    [r(1, 0) - r(0, 1), r(0, 2) + r(2, 0), r(1, 2) + r(2, 1), 1 - xx - yy + zz],
  ] as [number, number, number, number][];
  outer.sort((p, q) => Math.hypot(...q) - Math.hypot(...p));
  const [a, b, c, d] = outer[0] as [number, number, number, number];
  const scale = (a < 0 ? -1 : 1) / Math.hypot(a, b, c, d);
  return { quaternion: [b * scale, c * scale, d * scale], qfac, offset: columnOf(affine, 3) };
}

function unitScale(unit: number, notices: Notice[]): number {
  if (unit === 1)
    notices.push(notice("W_GEOMETRY", "The header gives lengths in metres; they are converted to millimetres."));
  if (unit === 3)
    notices.push(notice("W_GEOMETRY", "The header gives lengths in micrometres; they are converted to millimetres."));
  return unit === 1 ? 1000 : unit === 3 ? 0.001 : 1;
}

/** Undefined when the quaternion is not one. */
function qformAffineOf(placement: Placement, spacing: Vec3, scale: number): Affine | undefined {
  const length = Math.hypot(...placement.quaternion);
  if (!(length * length <= 1 + QUATERNION_TOLERANCE)) return undefined;
  const shrink = Math.max(1, length);
  const quaternion = placement.quaternion.map((value) => value / shrink) as unknown as Vec3;
  const offset = placement.qoffset.map((value) => value * scale) as unknown as Vec3;
  return qformToAffine({ quaternion, qfac: (placement.pixdim[0] as number) < 0 ? -1 : 1, offset }, spacing);
}

function checkedSpacing(size: number, axis: number, notices: Notice[]): number {
  const name = AXIS_NAMES[axis];
  const shown = Number(size.toPrecision(4));
  if (!(Math.abs(size) >= MIN_SPACING && Math.abs(size) <= MAX_LENGTH)) {
    notices.push(
      notice(
        "W_GEOMETRY",
        `The voxel size along ${name} is given as ${shown} mm, so that it is unknown; 1 mm is assumed.`,
      ),
    );
    return 1;
  }
  if (size < 0)
    notices.push(
      notice("W_GEOMETRY", `The voxel size along ${name} is negative (${shown} mm); its magnitude is used.`),
    );
  return Math.abs(size);
}

/** Notes when the two descriptions put a corner of the volume more than half a voxel apart. */
function noteDisagreement(sform: Affine, qform: Affine, dims: Vec3, notices: Notice[]): void {
  let apart = 0;
  for (let corner = 0; corner < 8; corner++) {
    const voxel = dims.map((n, axis) => ((corner >> axis) & 1) * (n - 1)) as unknown as Vec3;
    const [p, q] = [voxelToWorld(sform, voxel), voxelToWorld(qform, voxel)];
    apart = Math.max(apart, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
  }
  if (apart <= Math.min(...spacingOf(sform)) / 2) return;
  const mirrored = determinantOf(sform) * determinantOf(qform) < 0 ? " and one mirrors the other" : "";
  notices.push(
    notice(
      "W_GEOMETRY",
      `The file's sform and qform disagree by up to ${Number(apart.toPrecision(2))} mm${mirrored}; the sform is used.`,
    ),
  );
}
