/** What every folder of `test-dicom-cases.ts` is to be taken for, by the reader, the command line and the page alike. */

import type { NoticeCode } from "../../core/notice";
import type { ScanFile, ScanSeries } from "../scan-format";
import { COLUMNS, COMPRESSED, ROWS } from "./test-compressed";
import { buildSeries } from "./test-dicom";
import {
  colourCapture,
  dicomdir,
  duplicate,
  echoes,
  encapsulatedPdf,
  enhanced,
  junk,
  koreanName,
  localizer,
  manyFiles,
  missingSlice,
  mixedSizes,
  monochrome1,
  mosaic,
  report,
  samePosition,
  shortPixels,
  shuffled,
  signed12,
  temporal,
  tilted,
  truncated,
  twoSeries,
  uneven,
  withoutPositions,
} from "./test-dicom-cases";

export interface Verdict {
  readonly files: () => readonly ScanFile[];
  /** In their order: rank, matrix, images, and the codes of its notices. */
  readonly series: readonly (readonly [rank: ScanSeries["rank"], matrix: string, count: number, ...NoticeCode[]])[];
  /** Codes of what is refused. */
  readonly skipped?: readonly string[];
}

/** Six slices with the same compressed picture. */
const compressed = (syntax: "jpegLs" | "rle") =>
  buildSeries({
    columns: COLUMNS,
    rows: ROWS,
    syntax,
    fragments: [COMPRESSED[syntax].stream],
    elements: { BitsStored: 12, HighBit: 11, PixelRepresentation: 0 },
  });

const whole = (...codes: NoticeCode[]) => ["image", "12×10×6", 6, ...codes] as const;

export const VERDICTS: Readonly<Record<string, Verdict>> = {
  control: { files: () => buildSeries(), series: [whole()] },
  "shuffled without extensions": { files: () => shuffled(), series: [["image", "12×10×8", 8]] },
  "a missing slice": { files: () => missingSlice(), series: [["image", "12×10×8", 7, "W_MISSING_SLICE"]] },
  "a duplicate": { files: duplicate, series: [whole("W_DUPLICATE")] },
  "two objects at one place": { files: samePosition, series: [whole("W_DUPLICATE")] },
  "two series": { files: twoSeries, series: [whole(), ["image", "12×10×9", 9]] },
  "a localizer of three planes": {
    files: () => localizer(),
    series: [
      ["minor", "12×10×3", 3, "W_MIXED", "W_LOCALIZER"],
      ["minor", "12×10×3", 3, "W_MIXED", "W_LOCALIZER"],
      ["minor", "12×10×3", 3, "W_MIXED", "W_LOCALIZER"],
    ],
  },
  tilt: { files: () => tilted(), series: [["image", "12×10×8", 8, "W_TILT"]] },
  "uneven gaps": { files: uneven, series: [["image", "12×10×8", 8, "W_UNEVEN"]] },
  "no positions": { files: withoutPositions, series: [whole("W_NO_POSITION")] },
  "mixed sizes": {
    files: mixedSizes,
    series: [
      ["image", "12×10×5", 5, "W_MIXED"],
      ["image", "16×10×5", 5, "W_MIXED"],
    ],
  },
  "a Korean name": { files: koreanName, series: [whole()] },
  junk: {
    files: () => [...junk(), ...buildSeries()],
    series: [whole()],
    skipped: ["E_TRUNCATED", "E_NOT_NIFTI", "E_NOT_NIFTI", "E_EMPTY"],
  },
  "130 files": { files: () => manyFiles(), series: [["image", "12×10×130", 130]] },
  "an empty folder": { files: () => [], series: [] },
  deflated: { files: () => buildSeries({ syntax: "deflated" }), series: [whole()] },
  "big-endian": { files: () => buildSeries({ syntax: "bigEndian" }), series: [whole()] },
  "JPEG-LS": { files: () => compressed("jpegLs"), series: [["image", "16×12×6", 6]] },
  RLE: { files: () => compressed("rle"), series: [["image", "16×12×6", 6]] },
  "enhanced multi-frame": { files: () => [enhanced()], series: [whole()] },
  mosaic: { files: () => [mosaic()], series: [["image", "12×10×7", 7]] },
  "signed 12 in 16 bits": { files: signed12, series: [whole()] },
  MONOCHROME1: { files: monochrome1, series: [whole("W_MONOCHROME1")] },
  "truncated pixel data": {
    files: () => truncated(),
    series: [["image", "12×10×6", 5, "W_TRUNCATED", "W_MISSING_SLICE"]],
  },
  "too few pixels": { files: shortPixels, series: [["image", "12×10×6", 5, "W_TRUNCATED", "W_MISSING_SLICE"]] },
  "all pixel data truncated": {
    files: () => truncated("all"),
    series: [],
    skipped: ["E_TRUNCATED"],
  },
  "no images": {
    files: () => [report(), encapsulatedPdf(), dicomdir()],
    series: [
      ["none", "", 1, "W_NOT_IMAGE"],
      ["none", "", 1, "W_NOT_IMAGE"],
      ["none", "", 1, "W_NOT_IMAGE"],
    ],
  },
  "a colour picture of a screen": {
    files: () => [colourCapture()],
    series: [["minor", "12×10×1", 1, "W_DERIVED", "W_COLOR", "W_NO_POSITION", "W_ONE_SLICE"]],
  },
  "several times": { files: () => temporal(), series: [["image", "12×10×4", 12, "W_FRAMES"]] },
  "two echoes": {
    files: echoes,
    series: [whole("W_MIXED"), whole("W_MIXED")],
  },
};
