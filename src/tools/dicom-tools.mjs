/** Finds the programs that written DICOM is judged by, and gets them where there are none. */

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages } from "./debian.mjs";

/** Of the Debian packages dicom3tools and dcmtk. */
const PROGRAMS = ["dciodvfy", "dcentvfy", "dcmdump"];

/** True where the programs are on PATH, once they have been installed if that can be done. */
export function ensureDicomTools() {
  if (hasDicomTools()) return true;
  console.error("No dicom3tools and dcmtk found: installing them if this is Debian …");
  installPackages("dicom3tools dcmtk");
  return hasDicomTools();
}

function hasDicomTools() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return PROGRAMS.every((program) => folders.some((folder) => existsSync(join(folder, program))));
}
