/** `eigenvox`: the engine, on an executor that its caller opens. */

export { type Device, type DeviceHosts, openDevice } from "./compute/device-choice";
export type { Executor } from "./compute/executor";
export { EigenvoxError, type ErrorCode } from "./core/errors";
export type { Notice, NoticeCode } from "./core/notice";
export type { JobOptions, Progress } from "./core/progress";
export type { Affine, Factor, Vec3, Volume } from "./core/volume";
export type { Degradation } from "./degradations/degradation";
export { type DegradeOptions, degradeVolume } from "./degradations/degrade";
export { type Combination, type CombineOptions, combineStacks } from "./jobs/combine";
export { type MeasureOptions, measure } from "./jobs/measures/measure";
export type { Score } from "./jobs/measures/metric";
export type { Measured } from "./jobs/measures/metrics";
export { describeResult, type Provenance } from "./jobs/provenance";
export {
  type HashedBank,
  type SuperResolution,
  type SuperResolveOptions,
  superResolve,
} from "./jobs/super-resolve";
export type { Applied, ApplyOptions, Method } from "./methods/method";
export { METHODS } from "./methods/registry";
export { type HeadPhantomOptions, headPhantom } from "./phantom/head";
export { type RegisterOptions, type Registration, registerRigid } from "./registration/register";
