/** One volume stored in every way that NIfTI has: the same values in the same millimetres. */

import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { voxelToWorld } from "../../core/affine";
import { testVolume } from "../../core/synthetic";
import { TURNS, turned } from "../../core/test-turned";
import type { Vec3, Volume } from "../../core/volume";
import { readOnly } from "../test-read";
import { memoryFile } from "../test-zip";
import { NIFTI } from "./format";
import { affineToQform } from "./geometry";
import { buildNifti, type NiftiSpec } from "./test-nifti";

/** No two axes, voxel sizes or values alike. */
const VOLUME = testVolume([3, 4, 5], (x, y, z) => x + 3 * (y + 4 * z));

/**
 * Values by the place where they lie, in tenths of a millimetre: the three float32 of a quaternion tell a half turn to
 * 1e-4, so that a corner of this volume lies 0.002 mm beside its place.
 */
function placed({ data, dims, affine }: Volume): Map<string, number> {
  const values = new Map<string, number>();
  for (let i = 0; i < data.length; i++) {
    const at: Vec3 = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))];
    const tenths = voxelToWorld(affine, at).map((mm) => Math.round(10 * mm) + 0);
    values.set(tenths.join(), data[i] as number);
  }
  return values;
}

function specOf({ data, dims, spacing, affine }: Volume, form: "sform" | "qform"): NiftiSpec {
  const common = { datatype: 16, dim: [3, ...dims], values: [...data] };
  if (form === "sform") return { ...common, sform: affine.slice(0, 12) };
  const { quaternion, qfac, offset } = affineToQform(affine);
  return { ...common, sformCode: 0, qformCode: 1, quaternion, qoffset: offset, pixdim: [qfac, ...spacing] };
}

type Bytes = Uint8Array<ArrayBuffer>;

/** By how the bytes are kept. */
const PACKS: Readonly<Record<string, (bytes: Bytes) => Bytes>> = {
  plain: (bytes) => bytes,
  compressed: (bytes) => new Uint8Array(gzipSync(bytes)),
};
const WAYS = ([1, 2] as const).flatMap((version) =>
  ["little", "big"].flatMap((endian) =>
    ["single", "pair"].flatMap((files) => Object.keys(PACKS).map((packed) => ({ version, endian, files, packed }))),
  ),
);

test.each(WAYS)(
  "NIfTI-$version, $endian-endian, $files, $packed: 48 orientations by sform and by qform",
  async (way) => {
    const { version, endian, files, packed } = way;
    const isPair = files === "pair";
    const headerBytes = version === 1 ? 352 : 544;
    const magic = version === 1 ? "ni1\0" : "ni2\0\r\n\x1a\n";
    const wanted = placed(VOLUME);
    for (const turn of TURNS) {
      const volume = turned(VOLUME, turn);
      for (const form of ["sform", "qform"] as const) {
        const spec = { ...specOf(volume, form), version, littleEndian: endian === "little" };
        const whole = buildNifti(isPair ? { ...spec, magic, voxOffset: 0 } : spec);
        const halves = { "a.hdr": whole.slice(0, headerBytes), "a.img": whole.slice(headerBytes) };
        const scan = await readOnly(
          NIFTI,
          Object.entries(isPair ? halves : { "a.nii": whole }).map(([name, bytes]) =>
            memoryFile(name, PACKS[packed]?.(bytes) ?? bytes),
          ),
        );
        expect(scan.notices).toEqual([]);
        expect(scan.volume.dims).toEqual(volume.dims);
        expect(placed(scan.volume)).toEqual(wanted);
      }
    }
  },
);
