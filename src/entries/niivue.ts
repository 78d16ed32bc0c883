/** `eigenvox/niivue`: images of NiiVue made finer, in a worker. */

export type { Device } from "../compute/device-choice";
export type { Executor } from "../compute/executor";
export type { Notice } from "../core/notice";
export type { Progress } from "../core/progress";
export { type NiivueImage, type SuperResolveImageOptions, superResolveImage } from "../embed/niivue";
