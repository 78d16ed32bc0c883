/** `eigenvox`: the engine, on an executor that its caller opens. */

export type { Executor } from "./compute/executor";
export { EigenvoxError, type ErrorCode } from "./core/errors";
export type { JobOptions, Progress } from "./core/progress";
export type { Affine, Factor, Vec3, Volume } from "./core/volume";
export type { Degradation } from "./degradations/degradation";
export { type DegradeOptions, degradeVolume } from "./degradations/degrade";
export { type Combination, type CombineOptions, combineStacks } from "./jobs/combine";
export { type MeasureOptions, measure } from "./jobs/measures/measure";
export type { Score } from "./jobs/measures/metric";
export type { Measured } from "./jobs/measures/metrics";
export type { Applied, ApplyOptions, Method } from "./methods/method";
export { METHODS } from "./methods/registry";
export { type HeadPhantomOptions, headPhantom } from "./phantom/head";
export { type RegisterOptions, type Registration, registerRigid } from "./registration/register";
