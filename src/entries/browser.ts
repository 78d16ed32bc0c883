/** `eigenvox/browser`: what computes in a browser, in pages and in workers, and the files that a person gives. */

export type { Executor } from "../compute/executor";
export { openBrowserCpu } from "../hosts/browser-cpu-text";
export { openBrowserGpu } from "../hosts/browser-device";
export { fileOf } from "../hosts/browser-file";
