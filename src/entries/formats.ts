/** `eigenvox/formats`: the files that scans come and go in. */

export { readFirstScan, readScans, writeScan } from "../formats/registry";
export type { AboutVolume, ReadResult, Scan, ScanFile, ScanFormat } from "../formats/scan-format";
