/** A compute kernel as data: its WGSL and the kinds of its bindings, in binding order. */

export interface Kernel {
  readonly name: string;
  readonly code: string;
  /** Binding 0 is always the uniform parameters. */
  readonly bindings: readonly GPUBufferBindingType[];
  /** Invocations of a workgroup; the kernel's `first`/`count` range counts invocations. */
  readonly workgroupSize: number;
}

/** WebGPU's guaranteed number of workgroups along a dispatch axis. */
export const MAX_WORKGROUPS = 65535;
