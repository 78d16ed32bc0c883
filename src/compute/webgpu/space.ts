/**
 * The GPU memory and the dispatches of one job. Everything allocated here goes with `dispose`; out-of-memory and
 * validation errors of the job's commands surface as named errors from `inWorkspace`.
 */

import { EigenvoxError, invariant } from "../../core/errors";
import { type Kernel, MAX_WORKGROUPS } from "../kernel";
import type { GpuContext } from "./context";

export interface Dispatch {
  readonly kernel: Kernel;
  readonly constants?: Record<string, number>;
  /** The kernel's `Params` after `first` and `count`: whole numbers, then real numbers. */
  readonly integers: readonly number[];
  readonly reals?: readonly number[];
  /** Storage buffers in binding order, from binding 1. */
  readonly buffers: readonly GPUBuffer[];
  /** Invocations, or workgroups with `byWorkgroup`. */
  readonly items: number;
  readonly operationsPerItem: number;
  /** The kernel's `first` and `count` count workgroups, not invocations. */
  readonly byWorkgroup?: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onItemsDone?: ((done: number) => void) | undefined;
}

/** What buffers are filled from. */
type BufferData = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export class Workspace {
  /** Bytes held now, staging included. */
  bytes = 0;
  peakBytes = 0;
  readonly gpu: GpuContext;
  private readonly label: string;
  private readonly buffers = new Map<GPUBuffer, number>();

  constructor(gpu: GpuContext, label: string) {
    this.gpu = gpu;
    this.label = label;
  }

  /** A storage buffer that can be written, copied from and cleared. Throws `E_GPU_LIMIT` when it exceeds a limit. */
  storage(label: string, bytes: number): GPUBuffer {
    const limit = this.gpu.device.limits.maxStorageBufferBindingSize;
    if (bytes > limit) {
      throw new EigenvoxError("E_GPU_LIMIT", `${label} needs ${bytes} bytes in one buffer; this GPU grants ${limit}.`);
    }
    return this.allocate(label, bytes, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST);
  }

  /** A storage buffer holding the data. */
  upload(label: string, data: BufferData): GPUBuffer {
    const buffer = this.storage(label, data.byteLength);
    this.write(buffer, data);
    return buffer;
  }

  write(buffer: GPUBuffer, data: BufferData): void {
    this.gpu.device.queue.writeBuffer(buffer, 0, data);
  }

  /** `bytes` of a buffer from `start` on, copied to the host in pieces that keep the staging memory small. */
  async read(buffer: GPUBuffer, bytes: number, start = 0): Promise<ArrayBuffer> {
    const out = new Uint8Array(bytes);
    const piece = Math.min(bytes, READ_PIECE_BYTES);
    const staging = this.allocate("readback", piece, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    try {
      for (let offset = 0; offset < bytes; offset += piece) {
        const size = Math.min(piece, bytes - offset);
        const encoder = this.gpu.device.createCommandEncoder({ label: "readback" });
        encoder.copyBufferToBuffer(buffer, start + offset, staging, 0, size);
        this.gpu.device.queue.submit([encoder.finish()]);
        await Promise.race([staging.mapAsync(GPUMapMode.READ, 0, size), this.gpu.lost]).catch((cause: Error) => {
          // A lost device rejects as if the person had aborted, often before it says that it is lost.
          throw new EigenvoxError("E_GPU_LOST", `The GPU device was lost (${cause.message}). Run again to reopen it.`, {
            cause,
          });
        });
        out.set(new Uint8Array(staging.getMappedRange(0, size)), offset);
        staging.unmap();
      }
    } finally {
      this.free(staging);
    }
    return out.buffer;
  }

  /** Runs a kernel over all its items in paced submits. */
  async run(dispatch: Dispatch): Promise<void> {
    if (dispatch.items === 0) return;
    const { kernel, integers, reals = [], byWorkgroup = false } = dispatch;
    const pipeline = await this.gpu.pipeline(kernel, dispatch.constants);
    const words = new ArrayBuffer(PARAMS_BYTES);
    const head = new Uint32Array(words, 0, 2);
    new Int32Array(words).set(integers, 2);
    new Float32Array(words).set(reals, 2 + integers.length);

    const params = this.allocate(
      `${kernel.name}/params`,
      words.byteLength,
      GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    );
    invariant(dispatch.buffers.length + 1 === kernel.bindings.length, `${kernel.name}: wrong number of buffers`);
    const group = this.gpu.device.createBindGroup({
      label: kernel.name,
      layout: pipeline.getBindGroupLayout(0),
      entries: [params, ...dispatch.buffers].map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const perGroup = byWorkgroup ? 1 : kernel.workgroupSize;
    try {
      await this.gpu.pacer.run({
        name: `${kernel.name} ${JSON.stringify(dispatch.constants ?? {})}`,
        items: dispatch.items,
        operationsPerItem: dispatch.operationsPerItem,
        granule: perGroup,
        maxItems: MAX_WORKGROUPS * perGroup,
        signal: dispatch.signal,
        onItemsDone: dispatch.onItemsDone,
        encode: (encoder, first, count) => {
          head.set([first, count]);
          this.gpu.device.queue.writeBuffer(params, 0, words);
          const pass = encoder.beginComputePass({ label: kernel.name });
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(Math.ceil(count / perGroup));
          pass.end();
        },
      });
    } finally {
      this.free(params);
    }
  }

  free(buffer: GPUBuffer): void {
    this.bytes -= this.buffers.get(buffer) ?? 0;
    this.buffers.delete(buffer);
    buffer.destroy();
  }

  dispose(): void {
    for (const buffer of [...this.buffers.keys()]) this.free(buffer);
  }

  private allocate(label: string, bytes: number, usage: number): GPUBuffer {
    const size = Math.max(16, Math.ceil(bytes / 4) * 4);
    const buffer = this.gpu.device.createBuffer({ label: `${this.label}: ${label}`, size, usage });
    this.buffers.set(buffer, size);
    this.bytes += size;
    this.peakBytes = Math.max(this.peakBytes, this.bytes);
    return buffer;
  }
}

/** Room for any kernel's Params: kernels of one family share a struct and some use only its first fields. */
const PARAMS_BYTES = 256;
const READ_PIECE_BYTES = 32 * 2 ** 20;

/**
 * Runs a job in a workspace of its own and frees it afterwards, whatever happens.
 *
 * Throws `E_GPU_MEMORY` when the GPU ran out of memory and `E_GPU_VALIDATION` for commands it refused; either takes
 * precedence over what the job itself threw, since it is the cause.
 */
export async function inWorkspace<T>(
  gpu: GpuContext,
  label: string,
  job: (space: Workspace) => Promise<T>,
): Promise<T> {
  const { device } = gpu;
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const space = new Workspace(gpu, label);
  let failure: unknown;
  let result: T | undefined;
  try {
    result = await job(space);
  } catch (error) {
    failure = error;
  }
  space.dispose();
  const [validation, memory] = await Promise.all([device.popErrorScope(), device.popErrorScope()]).catch(() => [
    null,
    null,
  ]);
  if (memory) {
    throw new EigenvoxError("E_GPU_MEMORY", `The GPU ran out of memory (${label}): ${memory.message}`, {
      cause: failure,
    });
  }
  if (validation) {
    throw new EigenvoxError("E_GPU_VALIDATION", `The GPU refused a command (${label}): ${validation.message}`, {
      cause: failure,
    });
  }
  if (failure) throw failure;
  return result as T;
}
