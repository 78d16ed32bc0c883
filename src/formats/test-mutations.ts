/** Scans of every format and packing, as small as they can be, and mutations of them. */

import { gzipSync } from "node:zlib";
import { buildSlice } from "./dicom/test-dicom";
import { enhanced, mosaic } from "./dicom/test-dicom-cases";
import { buildMeta, metaHalves } from "./metaimage/test-metaimage";
import { buildMgh } from "./mgh/test-mgh";
import { buildNifti } from "./nifti/test-nifti";
import { buildNrrd } from "./nrrd/test-nrrd";
import type { ScanFile } from "./scan-format";
import { generator, type HeaderKind, mutate } from "./test-mutate";
import { buildZip, memoryFile } from "./test-zip";

type Bytes = Uint8Array<ArrayBuffer>;

export interface Kind {
  readonly name: string;
  readonly seeds: readonly Bytes[];
  readonly rounds: number;
  readonly header?: HeaderKind;
  /** Bytes of the header, where they are not those of NIfTI. */
  readonly head?: number;
  /** What is done to the mutated bytes. */
  readonly pack?: (bytes: Bytes) => Bytes;
  readonly isPacked?: boolean;
  /** Files given with the mutated one. */
  readonly others?: readonly ScanFile[];
  /** What the mutations must reach, for the test to mean something, beside files that are read. */
  readonly reached: readonly string[];
}

const gzip = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes, { level: 1 }));

const HEADERS = ["E_TRUNCATED", "E_BAD_DIMS", "E_NOT_NIFTI"];
const NIFTI = [
  buildNifti({ qformCode: 1, slope: 0.5, calMax: 9 }),
  buildNifti({ littleEndian: false, datatype: 16, dim: [4, 3, 2, 2, 2] }),
  buildNifti({ datatype: 2, extension: new Uint8Array(48).fill(7), sformCode: 0 }),
  buildNifti({ version: 2, datatype: 1024, dim: [3, 3, 3, 3] }),
  buildNifti({ version: 2, littleEndian: false, datatype: 64, qformCode: 2, sformCode: 0 }),
];
const slice = { columns: 4, rows: 3 };
const DICOM = [
  buildSlice(slice),
  buildSlice({ ...slice, syntax: "implicit" }),
  buildSlice({ ...slice, syntax: "bigEndian" }),
  buildSlice({ ...slice, syntax: "implicit", bare: true }),
  await enhanced({ ...slice, slices: 2, undefinedLengths: true }).bytes(),
  await mosaic({ ...slice, slices: 3 }).bytes(),
];
const mhd = { fields: { ElementDataFile: "a.raw" } };
const nrrd = (encoding: string) => [
  buildNrrd({ encoding, sizes: [3, 2, 2] }),
  buildNrrd({
    encoding,
    sizes: [3, 2, 2, 2],
    type: "float32",
    fields: { "space directions": "(1,0,0) (0,1,0) (0,0,1) none" },
  }),
];
const meta = (encoding: "raw" | "zlib" | "text") => [
  buildMeta({ encoding, sizes: [3, 2, 2] }),
  buildMeta({ encoding, sizes: [3, 2, 2, 2], type: "float64" }),
];
const members = [
  { name: "a/scan.nii", content: NIFTI[0] as Bytes },
  { name: "b.mha", content: buildMeta({ sizes: [3, 2, 2] }), method: 0 },
];

export const KINDS: Readonly<Record<string, Kind>> = {
  NIfTI: { name: "a.nii", seeds: NIFTI, rounds: 27_000, reached: [...HEADERS, "E_UNSUPPORTED_TYPE", "E_BAD_OFFSET"] },
  "NIfTI, compressed": { name: "a.nii.gz", seeds: NIFTI, rounds: 6000, pack: gzip, isPacked: true, reached: HEADERS },
  "the gzip file itself": {
    name: "a.nii.gz",
    seeds: NIFTI.map(gzip),
    rounds: 10_000,
    isPacked: true,
    reached: ["E_TRUNCATED", "E_GZIP"],
  },
  "header of a pair": {
    name: "a.hdr",
    seeds: [buildNifti({ magic: "ni1\0", voxOffset: 0 }).slice(0, 348)],
    rounds: 6000,
    others: [memoryFile("a.img", new Uint8Array(100))],
    reached: ["E_BAD_DIMS", "E_BAD_OFFSET"],
  },
  MGH: {
    name: "a.mgh",
    seeds: [buildMgh({ sizes: [3, 2, 2, 1] }), buildMgh({ sizes: [3, 2, 2, 2], type: "float32" })],
    rounds: 6000,
    head: 90,
    reached: HEADERS,
  },
  "NRRD, raw": { name: "a.nrrd", seeds: nrrd("raw"), rounds: 4000, header: "text", reached: HEADERS },
  "NRRD, gzip": {
    name: "a.nrrd",
    seeds: nrrd("gzip"),
    rounds: 2500,
    header: "text",
    isPacked: true,
    reached: ["E_GZIP"],
  },
  "NRRD, text": { name: "a.nrrd", seeds: nrrd("ascii"), rounds: 2000, header: "text", reached: HEADERS },
  "NRRD, hex": { name: "a.nrrd", seeds: nrrd("hex"), rounds: 1500, header: "text", reached: HEADERS },
  "MetaImage, raw": { name: "a.mha", seeds: meta("raw"), rounds: 4000, header: "text", reached: HEADERS },
  "MetaImage, zlib": {
    name: "a.mha",
    seeds: meta("zlib"),
    rounds: 2500,
    header: "text",
    isPacked: true,
    reached: ["E_GZIP"],
  },
  "MetaImage, text": { name: "a.mha", seeds: meta("text"), rounds: 2000, header: "text", reached: HEADERS },
  "MetaImage, pair": {
    name: "a.mhd",
    seeds: [metaHalves(mhd).header],
    rounds: 1500,
    header: "text",
    others: [memoryFile("a.raw", metaHalves(mhd).voxels)],
    reached: ["E_PARTNER", "E_BAD_DIMS"],
  },
  DICOM: { name: "a", seeds: DICOM, rounds: 8000, header: "elements", head: 3000, reached: ["E_TRUNCATED"] },
  "DICOM beside another slice": {
    name: "a",
    seeds: DICOM.slice(0, 3),
    rounds: 2000,
    header: "elements",
    head: 3000,
    others: [memoryFile("b", buildSlice({ ...slice, index: 1 }))],
    reached: ["E_TRUNCATED"],
  },
  "DICOM, deflated": {
    name: "a",
    seeds: [buildSlice({ ...slice, syntax: "deflated" })],
    rounds: 2000,
    header: "elements",
    isPacked: true,
    reached: ["E_TRUNCATED"],
  },
  ZIP: {
    name: "a.zip",
    seeds: [buildZip(members), buildZip(members, { zip64: true, comment: "of scans" })],
    rounds: 3000,
    head: 1500,
    isPacked: true,
    reached: ["E_ARCHIVE"],
  },
};

/** The same for each kind and round. */
export function* mutationsOf({ name, seeds, header, head, pack, others = [] }: Kind): Generator<readonly ScanFile[]> {
  const random = generator(7919);
  for (let round = 0; ; round++) {
    const mutated = mutate(seeds[round % seeds.length] as Bytes, random, header, head);
    yield [memoryFile(name, pack ? pack(mutated) : mutated), ...others];
  }
}
