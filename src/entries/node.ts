/** `eigenvox/node`: opens the GPU in Node, through the package `webgpu`, which the caller installs beside this one. */

export type { ContextOptions, GpuContext } from "../compute/webgpu/context";
export { openNodeGpu } from "../hosts/node-device";
