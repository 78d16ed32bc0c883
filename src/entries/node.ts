/** `eigenvox/node`: opens the GPU in Node, through the package `webgpu`, which the caller installs beside this one. */

export type { Executor } from "../compute/executor";
export { openNodeCpu } from "../hosts/node-cpu";
export { openNodeGpu } from "../hosts/node-device";
