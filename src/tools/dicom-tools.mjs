/** Finds the programs that written DICOM is judged by, and gets them where there are none. */

import { installPackages } from "./debian.mjs";
import { placesOnPath } from "./project.mjs";

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
  return PROGRAMS.every((program) => placesOnPath([program]).length > 0);
}
