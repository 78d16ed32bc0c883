/** A volume as the file that the command line was told. */

import type { Volume } from "../core/volume";
import { scanParts } from "../formats/registry";
import type { AboutVolume, ScanOrigin } from "../formats/scan-format";
import { writeParts } from "./files";
import { FORMATS } from "./formats";

/** Compressed, but for names that say otherwise: readers go by the name. */
export function writeVolume(path: string, volume: Volume, about: AboutVolume, origin?: ScanOrigin): Promise<void> {
  return writeParts(path, scanParts(volume, { ...about, isPlain: /\.nii$/i.test(path) }, origin, FORMATS));
}
