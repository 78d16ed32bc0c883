/** What a job may ask of the machine that runs its kernels. `webgpu/` and `cpu/` are the two. */

import type { Kernel } from "./kernel";

declare const brand: unique symbol;

/** Memory of an executor, held by a space. */
export interface DeviceBuffer {
  readonly [brand]: true;
  /** Bytes. */
  readonly size: number;
}

/** What buffers are filled from. */
export type BufferData = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export interface Dispatch<Given> {
  readonly kernel: Kernel<Given>;
  /** The kernel's `override` constants. */
  readonly constants?: Readonly<Record<string, number>>;
  readonly params: NoInfer<Given>;
  /** Storage buffers in binding order, from binding 1. */
  readonly buffers: readonly DeviceBuffer[];
  /** Invocations, or workgroups with `byWorkgroup`. */
  readonly items: number;
  /** Multiply-adds of one item, roughly. */
  readonly operationsPerItem: number;
  /** The kernel's `first` and `count` count workgroups, not invocations. */
  readonly byWorkgroup?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onItemsDone?: ((done: number) => void) | undefined;
}

/** The memory and the dispatches of one job. */
export interface Space {
  /** Bytes held now, and at the most so far. */
  readonly bytes: number;
  readonly peakBytes: number;
  /** A buffer of zeros. Throws `E_GPU_LIMIT` when it exceeds a limit. */
  storage(label: string, bytes: number): DeviceBuffer;
  /** A buffer holding the data. Throws as `storage`. */
  upload(label: string, data: BufferData): DeviceBuffer;
  write(buffer: DeviceBuffer, data: BufferData): void;
  /** `bytes` of a buffer from `start` on. */
  read(buffer: DeviceBuffer, bytes: number, start?: number): Promise<ArrayBuffer>;
  /** Runs a kernel over all its items; rejects with the signal's reason when it is aborted. */
  run<Given>(dispatch: Dispatch<Given>): Promise<void>;
  free(buffer: DeviceBuffer): void;
}

export interface ExecutorLimits {
  /** Largest storage binding, bytes. */
  readonly bindingBytes: number;
  /** Spaces that can work at a time, which share what a job may hold; 1 unless told. */
  readonly lanes?: number;
  /** The buffers of a part together, bytes, where smaller parts are computed faster than larger ones. */
  readonly partBytes?: number;
}

export interface Executor {
  /** What the adapter calls itself, for people. */
  readonly name: string;
  readonly kind: "gpu" | "cpu";
  /** True for a software adapter (slow, but the same numbers). */
  readonly isSoftware: boolean;
  readonly limits: ExecutorLimits;
  /** Rejects with `E_GPU_LOST` when the device goes; never resolves. */
  readonly lost: Promise<never>;
  /** Longest submit so far, milliseconds. */
  readonly longestMs: number;
  /**
   * Opens the device again after its loss. False where it cannot be had, not once more, or only another machine, whose
   * results are not to be mixed with those there are.
   */
  reopen?(): Promise<boolean>;
  /** Holds all work before its next submit, until `resume`. */
  pause(): void;
  resume(): void;
  /**
   * Runs a job in a space of its own and frees it afterwards, whatever happens. Spaces take turns, in the order of
   * asking: a job must not ask for another one, which would wait for it for ever. Where several spaces can work at a time,
   * `more` are the others.
   *
   * Throws `E_GPU_MEMORY` when the machine ran out of memory and `E_GPU_VALIDATION` for commands it refused; either takes
   * precedence over what the job itself threw, since it is the cause.
   */
  inSpace<T>(label: string, job: (space: Space, more: readonly Space[]) => Promise<T>): Promise<T>;
  /** Gives the machine back; work in hand rejects with `E_GPU_LOST`. */
  dispose(): void;
}
