/**
 * `eigenvox/node`: what computes in Node, the GPU through the package `webgpu`, which the caller installs beside this one, and
 * files on disk.
 */

export type { Executor } from "../compute/executor";
export { openNodeCpu } from "../hosts/node-cpu";
export { openNodeGpu } from "../hosts/node-device";
export { fileAt, filesBelow } from "../hosts/node-file";
