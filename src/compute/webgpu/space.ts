/** The GPU memory and the dispatches of one job. Everything allocated here goes with `dispose`. */

import { EigenvoxError, invariant } from "../../core/errors";
import type { BufferData, DeviceBuffer, Dispatch, Space } from "../executor";
import type { Pacer } from "../pacer";
import { type FatedDevice, tryBuffer } from "./error-scopes";
import type { Pipelines } from "./pipelines";

/** A device and what its spaces share. */
export interface GpuMachine extends FatedDevice {
  readonly pacer: Pacer;
  readonly pipelines: Pipelines;
}

/** WebGPU's guaranteed number of workgroups along a dispatch axis. */
const MAX_WORKGROUPS = 65535;
const READ_PIECE_BYTES = 32 * 2 ** 20;
/** Of buffers from this size on it is asked whether there was memory for them. */
const LARGE_BYTES = 2 ** 20;

/** Of a device that is gone, in whatever words it says so. */
export const lossText = (why: string) =>
  `The GPU device was lost (${why}). Run again to reopen it, or compute on the processor.`;

/** What the handed out buffers really are. */
const asGpuBuffer = (buffer: DeviceBuffer) => buffer as unknown as GPUBuffer;
const asDeviceBuffer = (buffer: GPUBuffer) => buffer as unknown as DeviceBuffer;

export class GpuSpace implements Space {
  /** Staging included. */
  bytes = 0;
  peakBytes = 0;
  private readonly buffers = new Set<GPUBuffer>();
  /** Of large buffers that nothing was done with yet. */
  private troubles: Promise<EigenvoxError | undefined>[] = [];

  constructor(
    private readonly machine: GpuMachine,
    private readonly label: string,
  ) {}

  storage(label: string, bytes: number): DeviceBuffer {
    const limit = this.machine.device.limits.maxStorageBufferBindingSize;
    if (bytes > limit) {
      throw new EigenvoxError("E_GPU_LIMIT", `${label} needs ${bytes} bytes in one buffer; this GPU grants ${limit}.`);
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return asDeviceBuffer(this.allocate(label, bytes, usage));
  }

  upload(label: string, data: BufferData): DeviceBuffer {
    const buffer = this.storage(label, data.byteLength);
    this.write(buffer, data);
    return buffer;
  }

  write(buffer: DeviceBuffer, data: BufferData): void {
    this.machine.device.queue.writeBuffer(asGpuBuffer(buffer), 0, data);
  }

  /** Copies in pieces that keep the staging memory small. */
  async read(buffer: DeviceBuffer, bytes: number, start = 0): Promise<ArrayBuffer> {
    const out = new Uint8Array(bytes);
    const piece = Math.min(bytes, READ_PIECE_BYTES);
    const staging = this.allocate("readback", piece, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    try {
      await this.allocated();
      for (let offset = 0; offset < bytes; offset += piece) {
        const size = Math.min(piece, bytes - offset);
        const encoder = this.machine.device.createCommandEncoder({ label: "readback" });
        encoder.copyBufferToBuffer(asGpuBuffer(buffer), start + offset, staging, 0, size);
        this.machine.device.queue.submit([encoder.finish()]);
        await this.machine.fate.race(staging.mapAsync(GPUMapMode.READ, 0, size)).catch((cause: Error) => {
          // A lost device rejects as if the person had aborted, often before it says that it is lost.
          throw new EigenvoxError("E_GPU_LOST", lossText(cause.message), { cause });
        });
        out.set(new Uint8Array(staging.getMappedRange(0, size)), offset);
        staging.unmap();
      }
    } finally {
      this.destroy(staging);
    }
    return out.buffer;
  }

  /** Runs a kernel over all its items in paced submits. */
  async run<Given>(dispatch: Dispatch<Given>): Promise<void> {
    if (dispatch.items === 0) return;
    const { kernel, constants = {}, byWorkgroup = false } = dispatch;
    invariant(dispatch.buffers.length === kernel.access.length, `${kernel.name}: wrong number of buffers`);
    await this.allocated();
    const pipeline = await this.machine.pipelines(kernel, constants);
    const pack = (first: number, count: number) => kernel.params.pack(dispatch.params, first, count);
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const params = this.allocate(`${kernel.name}/params`, pack(0, 0).byteLength, usage);
    const group = this.machine.device.createBindGroup({
      label: kernel.name,
      layout: pipeline.getBindGroupLayout(0),
      entries: [params, ...dispatch.buffers.map(asGpuBuffer)].map((buffer, binding) => ({
        binding,
        resource: { buffer },
      })),
    });
    const perGroup = byWorkgroup ? 1 : kernel.workgroupSize;
    try {
      await this.machine.pacer.run({
        name: `${kernel.name} ${JSON.stringify(constants)}`,
        items: dispatch.items,
        operationsPerItem: dispatch.operationsPerItem,
        granule: perGroup,
        maxItems: MAX_WORKGROUPS * perGroup,
        signal: dispatch.signal,
        onItemsDone: dispatch.onItemsDone,
        submit: (first, count) => {
          const { queue } = this.machine.device;
          queue.writeBuffer(params, 0, pack(first, count));
          const encoder = this.machine.device.createCommandEncoder({ label: kernel.name });
          const pass = encoder.beginComputePass({ label: kernel.name });
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(Math.ceil(count / perGroup));
          pass.end();
          queue.submit([encoder.finish()]);
          return queue.onSubmittedWorkDone();
        },
      });
    } finally {
      this.destroy(params);
    }
  }

  free(buffer: DeviceBuffer): void {
    this.destroy(asGpuBuffer(buffer));
  }

  dispose(): void {
    for (const buffer of this.buffers) this.destroy(buffer);
  }

  private destroy(buffer: GPUBuffer): void {
    if (this.buffers.delete(buffer)) this.bytes -= buffer.size;
    buffer.destroy();
  }

  /** Throws `E_GPU_MEMORY` when there was no memory for a buffer. */
  private async allocated(): Promise<void> {
    const troubles = await Promise.all(this.troubles.splice(0));
    const first = troubles.find((trouble) => trouble !== undefined);
    if (first) throw first;
  }

  private allocate(label: string, bytes: number, usage: number): GPUBuffer {
    const size = Math.max(16, Math.ceil(bytes / 4) * 4);
    const descriptor = { label: `${this.label}: ${label}`, size, usage };
    const tried = size < LARGE_BYTES ? undefined : tryBuffer(this.machine, descriptor);
    if (tried) this.troubles.push(tried.trouble);
    const buffer = tried?.buffer ?? this.machine.device.createBuffer(descriptor);
    this.buffers.add(buffer);
    this.bytes += size;
    this.peakBytes = Math.max(this.peakBytes, this.bytes);
    return buffer;
  }
}
