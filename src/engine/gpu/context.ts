export interface GpuContext {
  readonly device: GPUDevice;
  /** What the adapter calls itself, for people: vendor, architecture, description. */
  readonly adapterName: string;
  /** True for a software adapter (slow, but the same numbers). */
  readonly isSoftware: boolean;
}
