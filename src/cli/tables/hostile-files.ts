/** Files that claim, or hold, far more than they should, and are small themselves: each is to be refused, soon and in little memory. */

import { constants, deflateRawSync, gzipSync } from "node:zlib";
import type { ErrorCode } from "../../core/errors";
import { joined } from "../../core/joined";

interface HostileFile {
  readonly name: string;
  readonly what: string;
  /** What it is to be refused with. */
  readonly code: ErrorCode;
  make(): Uint8Array<ArrayBuffer>;
}

/** Zeros are compressed once for so many of them, and what that gives is repeated. */
const BLOCK_BYTES = 2 ** 24;
const GIBIBYTE = 2 ** 30;
const zeros = new Uint8Array(BLOCK_BYTES);
const text = (characters: string) => Uint8Array.from(characters, (character) => character.charCodeAt(0));
const repeated = (block: Uint8Array, bytes: number) => new Array<Uint8Array>(bytes / BLOCK_BYTES).fill(block);
const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));

/** Gzip of a beginning and zeros, in as many members as that takes. */
const gzipBomb = (beginning: Uint8Array, bytes: number) => joined([gzip(beginning), ...repeated(gzip(zeros), bytes)]);

/** The same as one DEFLATE stream, of blocks that end at whole bytes. */
function deflateBomb(beginning: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const blocks = (content: Uint8Array) => deflateRawSync(content, { finishFlush: constants.Z_FULL_FLUSH });
  return joined([blocks(beginning), ...repeated(blocks(zeros), bytes), deflateRawSync(new Uint8Array(0))]);
}

/** A stream of DEFLATE as a gzip file that says how many bytes it holds. Its checksum is wrong, which only its end tells. */
const gzipMember = (deflated: Uint8Array, bytes: number) =>
  joined([
    Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff),
    deflated,
    new Uint8Array(Uint32Array.of(0, bytes).buffer),
  ]);

/** The header of a NIfTI-1 file, as long as it is without extensions. */
function nifti(dims: readonly number[], datatype: "uint8" | "float32"): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(352);
  const view = new DataView(bytes.buffer);
  const [code, bits] = datatype === "uint8" ? [2, 8] : [16, 32];
  view.setInt32(0, 348, true);
  for (const [i, size] of [3, ...dims, 1, 1, 1, 1].entries()) view.setInt16(40 + 2 * i, size, true);
  view.setInt16(70, code, true);
  view.setInt16(72, bits, true);
  for (let i = 0; i < 4; i++) view.setFloat32(76 + 4 * i, 1, true);
  view.setFloat32(108, 352, true);
  bytes.set(text("n+1"), 344);
  return bytes;
}

function mgh(dims: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(284));
  for (const [i, value] of [1, ...dims, 1, 3].entries()) view.setInt32(4 * i, value);
  return new Uint8Array(view.buffer);
}

const nrrd = (encoding: string, sizes: string) =>
  text(`NRRD0004\ntype: float\ndimension: 3\nsizes: ${sizes}\nencoding: ${encoding}\nendian: little\n\n`);

const metaImage = (size: string) =>
  text(`ObjectType = Image\nNDims = 3\nDimSize = ${size}\nElementType = MET_FLOAT\nElementDataFile = LOCAL\n`);

/** An element of explicit value representation, little-endian. */
function element(group: number, number: number, vr: string, value: Uint8Array, claimed = value.length): Uint8Array {
  const isLong = vr === "OB" || vr === "OW";
  const view = new DataView(new ArrayBuffer(isLong ? 12 : 8));
  view.setUint16(0, group, true);
  view.setUint16(2, number, true);
  new Uint8Array(view.buffer).set(text(vr), 4);
  if (isLong) view.setUint32(8, claimed, true);
  else view.setUint16(6, claimed, true);
  return joined([new Uint8Array(view.buffer), value]);
}

const short = (value: number) => new Uint8Array(Uint16Array.of(value).buffer);
const uid = (value: string) => text(value.length % 2 === 0 ? value : `${value}\0`);

function dicomHead(transferSyntax: string): Uint8Array<ArrayBuffer> {
  const meta = element(2, 0x10, "UI", uid(transferSyntax));
  return joined([new Uint8Array(128), text("DICM"), meta]);
}

/** An image of as many frames of 65535 × 65535 pixels as a number has room for. */
const dicomImage = (pixelBytes: number) =>
  joined([
    element(8, 0x16, "UI", uid("1.2.840.10008.5.1.4.1.1.4")),
    element(0x28, 2, "US", short(1)),
    element(0x28, 8, "IS", text("60000 ")),
    element(0x28, 0x10, "US", short(65535)),
    element(0x28, 0x11, "US", short(65535)),
    element(0x28, 0x100, "US", short(16)),
    element(0x7fe0, 0x10, "OW", new Uint8Array(64), pixelBytes),
  ]);

const EXPLICIT = "1.2.840.10008.1.2.1";
const DEFLATED = "1.2.840.10008.1.2.1.99";

/** An archive of one file, compressed as it is given, of which the directory tells so many bytes. */
function zip(name: string, deflated: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const fields = (view: DataView, at: number) => {
    view.setUint16(at, 20, true);
    view.setUint16(at + 4, 8, true);
    view.setUint32(at + 14, deflated.length, true);
    view.setUint32(at + 18, bytes, true);
    view.setUint16(at + 22, name.length, true);
  };
  const local = new DataView(new ArrayBuffer(30));
  local.setUint32(0, 0x04034b50, true);
  fields(local, 4);
  const entry = new DataView(new ArrayBuffer(46));
  entry.setUint32(0, 0x02014b50, true);
  fields(entry, 6);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, 1, true);
  end.setUint16(10, 1, true);
  end.setUint32(12, 46 + name.length, true);
  end.setUint32(16, 30 + name.length + deflated.length, true);
  const [localBytes, entryBytes, endBytes] = [local, entry, end].map(({ buffer }) => new Uint8Array(buffer));
  return joined([localBytes, text(name), deflated, entryBytes, text(name), endBytes] as Uint8Array[]);
}

export const HOSTILE_FILES: readonly HostileFile[] = [
  {
    name: "claim.nii",
    what: "NIfTI header that claims 32767³ voxels",
    code: "E_TOO_LARGE",
    make: () => nifti([32767, 32767, 32767], "float32"),
  },
  {
    name: "empty.nii",
    what: "NIfTI header that claims 512³ voxels, and nothing behind it",
    code: "E_TRUNCATED",
    make: () => nifti([512, 512, 512], "float32"),
  },
  {
    name: "empty.nii.gz",
    what: "the same, compressed",
    code: "E_TRUNCATED",
    make: () => gzip(nifti([512, 512, 512], "float32")),
  },
  {
    name: "zeros-812.nii.gz",
    what: "812³ zeros, compressed: what it claims is there, and too much for a tab",
    code: "E_TOO_LARGE",
    make: () => gzipBomb(nifti([812, 812, 812], "uint8"), GIBIBYTE / 2),
  },
  {
    name: "honest.nii.gz",
    what: "3 GiB of zeros, compressed, as its header says",
    code: "E_TOO_LARGE",
    make: () => gzipBomb(nifti([1024, 1024, 768], "float32"), 3 * GIBIBYTE),
  },
  {
    name: "zeros.nii.gz",
    what: "1 GiB of zeros, compressed, and no header",
    code: "E_NOT_NIFTI",
    make: () => gzipBomb(new Uint8Array(0), GIBIBYTE),
  },
  {
    name: "twice.nii.gz",
    what: "1 GiB of zeros, compressed twice",
    code: "E_GZIP",
    make: () => gzip(gzipBomb(new Uint8Array(0), GIBIBYTE)),
  },
  {
    name: "claim.mgh",
    what: "MGH header that claims 2000³ voxels",
    code: "E_TOO_LARGE",
    make: () => mgh([2000, 2000, 2000]),
  },
  {
    name: "bomb.nrrd",
    what: "NRRD header that claims 2000³ voxels, before 1 GiB of zeros, compressed",
    code: "E_TOO_LARGE",
    make: () => joined([nrrd("gzip", "2000 2000 2000"), gzipBomb(new Uint8Array(0), GIBIBYTE)]),
  },
  {
    name: "text.nrrd",
    what: "NRRD header that claims 512³ voxels as text, before 8 MiB of blanks",
    code: "E_TRUNCATED",
    make: () => joined([nrrd("text", "512 512 512"), new Uint8Array(2 ** 23).fill(32)]),
  },
  {
    name: "endless.nrrd",
    what: "NRRD header without an end, 16 MiB long",
    code: "E_BAD_HEADER",
    make: () => joined([text("NRRD0004\n# "), new Uint8Array(2 ** 24).fill(32)]),
  },
  {
    name: "claim.mha",
    what: "MetaImage header that claims 2000³ voxels",
    code: "E_TOO_LARGE",
    make: () => metaImage("2000 2000 2000"),
  },
  {
    name: "frames.dcm",
    what: "DICOM that claims 60000 frames of 65535×65535 pixels",
    code: "E_TOO_LARGE",
    make: () => joined([dicomHead(EXPLICIT), dicomImage(0xfffffffe)]),
  },
  {
    name: "deflated.dcm",
    what: "deflated DICOM of 1 GiB of zeros",
    code: "E_TOO_LARGE",
    make: () => joined([dicomHead(DEFLATED), deflateBomb(new Uint8Array(0), GIBIBYTE)]),
  },
  {
    name: "compressed.dcm.gz",
    what: "DICOM with 1 GiB of zeros behind it, compressed as a whole",
    code: "E_TOO_LARGE",
    make: () => gzipMember(deflateBomb(joined([dicomHead(EXPLICIT), dicomImage(0xfffffffe)]), GIBIBYTE), GIBIBYTE),
  },
  {
    name: "member.zip",
    what: "ZIP archive of a NIfTI file of 3 GiB of zeros, as its header says",
    code: "E_TOO_LARGE",
    make: () => zip("a.nii", deflateBomb(nifti([1024, 1024, 768], "float32"), 3 * GIBIBYTE), 3 * GIBIBYTE),
  },
  {
    name: "lying.zip",
    what: "ZIP archive of a file that holds 1 GiB of zeros and is said to hold 16 MiB",
    code: "E_NOT_NIFTI",
    make: () => zip("a", deflateBomb(new Uint8Array(0), GIBIBYTE), 2 ** 24),
  },
  {
    name: "nested.zip",
    what: "ZIP archive of a ZIP archive of 3 GiB of zeros",
    code: "E_ARCHIVE",
    make: () => {
      const inner = zip("a", deflateBomb(new Uint8Array(0), 3 * GIBIBYTE), 3 * GIBIBYTE);
      return zip("a.zip", deflateRawSync(inner), inner.length);
    },
  },
];
