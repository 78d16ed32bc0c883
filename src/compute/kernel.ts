/** A compute kernel as data: its WGSL, its parameters and what it does with its buffers, in binding order. */

import type { Params } from "./params";

export type Access = "read" | "write";

/** A kernel that is given `Given` as parameters. */
export interface Kernel<Given = never> {
  readonly name: string;
  readonly code: string;
  /** A uniform at binding 0. */
  readonly params: Params<Given>;
  /** Of the storage buffers, from binding 1. */
  readonly access: readonly Access[];
  /** Invocations of a workgroup; the kernel's `first`/`count` range counts invocations. */
  readonly workgroupSize: number;
}
