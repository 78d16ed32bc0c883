/** NIfTI as a format of scans. */

import { invariant } from "../../core/errors";
import { isGzip } from "../gzip";
import type { Scan, ScanFile, ScanFormat, ScanOrigin } from "../scan-format";
import { EXTENSIONS } from "../scan-names";
import { hasMagic } from "./header";
import { readNifti } from "./read";
import { writeNifti } from "./write";

interface NiftiOrigin extends ScanOrigin {
  readonly spaceCode: number;
}

/** Code of the space of volumes that no file brought: the scanner's. */
const SCANNER = 1;

export const NIFTI: ScanFormat = {
  id: "nifti",
  title: "NIfTI",
  extensions: EXTENSIONS.nifti,

  // Of compressed files the name must do: other formats are compressed too.
  sniff: (head, name) => (isGzip(head) ? /\.nii\.gz$/i.test(name) : hasMagic(head)),

  async *read(files) {
    for (const file of files) yield await readFile(file).catch((error) => ({ name: file.name, files: [file], error }));
  },

  frame: async ([file], index) => {
    invariant(file, "a scan without a file");
    return (await readNifti(await file.bytes(), index)).volume;
  },

  write: (volume, about, origin) =>
    writeNifti(volume, { ...about, spaceCode: (origin as NiftiOrigin | undefined)?.spaceCode ?? SCANNER }),
};

async function readFile(file: ScanFile): Promise<Scan> {
  const { geometry, spaceCode, ...scan } = await readNifti(await file.bytes());
  const origin: NiftiOrigin = { format: NIFTI.id, spaceCode };
  return { ...scan, name: file.name, files: [file], origin };
}
