/** `eigenvox/formats`: the files that scans come and go in. */

export { readFirstScan, readSeries, surveyFiles, writeScan } from "../formats/registry";
export type { AboutVolume, Scan, ScanFile, ScanFormat, ScanSeries, Survey } from "../formats/scan-format";
