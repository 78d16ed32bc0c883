/** `eigenvox/formats`: the files that scans come and go in. */

export { type NiftiScan, readNifti } from "../formats/nifti/read";
export { type WriteOptions, writeNifti } from "../formats/nifti/write";
