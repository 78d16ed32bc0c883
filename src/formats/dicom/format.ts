/** DICOM as a format of scans. */

import type { ScanFormat } from "../scan-format";
import { EXTENSIONS } from "../scan-names";
import type { PixelDecoder } from "./decoder";
import { readPicture, readSeries, readVolume } from "./read";
import { isDicom } from "./sniff";
import { survey } from "./survey";

/** Compressed pixels are read with the decoder, and refused (`E_PIXELS`) without. */
export function dicomFormat(decoder?: PixelDecoder): ScanFormat {
  return {
    id: "dicom",
    title: "DICOM",
    extensions: EXTENSIONS.dicom,
    isCollection: true,
    sniff: isDicom,
    survey: (files, options) => survey(files, decoder, options),
    read: (series, options) => readSeries(series, decoder, options),
    frame: async (series, index) => (await readVolume(series, index, decoder)).volume,
    picture: (series) => readPicture(series, decoder),
    async *writeSeries(volume, about, source) {
      const { writeSeries } = await import("./write-series");
      yield* writeSeries(volume, about, source);
    },
  };
}
