/** MGH files made to order for tests, every field free to be wrong. */

import { storedBytes } from "../test-voxels";

export interface MghSpec {
  version?: number;
  /** Width, height, depth and frames. */
  sizes?: readonly number[];
  /** Its code is found, unless that is given. */
  type?: string;
  code?: number;
  values?: readonly (number | bigint)[];
  /** goodRASFlag. */
  flag?: number;
  spacing?: readonly number[];
  /** Directions of the three axes, one after the other. */
  directions?: readonly number[];
  centre?: readonly number[];
  /** Bytes behind the voxels, where FreeSurfer keeps how the scan was taken. */
  footer?: Uint8Array;
}

export const MGH_CODES: Readonly<Record<string, number>> = { uint8: 0, int32: 1, float32: 3, int16: 4, uint16: 10 };

/** Without options int16, 2×3×4, voxels of 1 mm, axes to the right, front and top. */
export function buildMgh(spec: MghSpec = {}): Uint8Array<ArrayBuffer> {
  const { sizes = [2, 3, 4, 1], type = "int16" } = spec;
  const count = sizes.reduce((product, n) => product * n, 1);
  const values = spec.values ?? Array.from({ length: count }, (_, i) => i);
  const stored = storedBytes(values, type, false);
  const footer = spec.footer ?? new Uint8Array(0);
  const bytes = new Uint8Array(284 + stored.length + footer.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of [spec.version ?? 1, ...sizes, spec.code ?? (MGH_CODES[type] as number), 0].entries()) {
    view.setInt32(4 * i, value);
  }
  view.setInt16(28, spec.flag ?? 1);
  const floats = [
    ...(spec.spacing ?? [1, 1, 1]),
    ...(spec.directions ?? [1, 0, 0, 0, 1, 0, 0, 0, 1]),
    ...(spec.centre ?? [0, 0, 0]),
  ];
  for (const [i, value] of floats.entries()) view.setFloat32(30 + 4 * i, value);
  bytes.set(stored, 284);
  bytes.set(footer, 284 + stored.length);
  return bytes;
}
