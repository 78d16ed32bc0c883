/** dcm2niix as a second opinion: it reads whole series by its own rules, with nothing of this project between. */

import type { Volume } from "../../core/volume";
import { NIFTI } from "../nifti/format";
import { readOnly } from "../test-read";
import { fileOf } from "./test-dicom";

const PROGRAM = new URL("../../../node_modules/@niivue/dcm2niix/dist/dcm2niix.jpeg.js", import.meta.url).href;
/** No JSON, not compressed, neither cropped nor turned, not merged, numbers as stored. */
const OPTIONS = ["-b", "n", "-z", "n", "-x", "i", "-m", "n", "-l", "o", "-f", "x"];

interface Dcm2niix {
  readonly FS: {
    mkdir(path: string): void;
    writeFile(path: string, bytes: Uint8Array): void;
    readdir(path: string): string[];
    readFile(path: string): Uint8Array<ArrayBuffer>;
  };
  callMain(args: readonly string[]): number;
}

/** The volumes that dcm2niix makes of the files, in RAS. */
export async function convertedVolumes(files: readonly { readonly bytes: Uint8Array }[]): Promise<Volume[]> {
  const { default: load } = (await import(/* @vite-ignore */ PROGRAM)) as {
    default: (options: object) => Promise<Dcm2niix>;
  };
  const silent = () => {};
  const { FS, callMain } = await load({ print: silent, printErr: silent });
  FS.mkdir("/in");
  FS.mkdir("/out");
  for (const [i, { bytes }] of files.entries()) FS.writeFile(`/in/${i}.dcm`, bytes);
  callMain([...OPTIONS, "-o", "/out", "/in"]);
  const names = FS.readdir("/out").filter((name) => name.endsWith(".nii"));
  const read = (name: string) => readOnly(NIFTI, [fileOf(name, FS.readFile(`/out/${name}`))]);
  return (await Promise.all(names.map(read))).map(({ volume }) => volume);
}
