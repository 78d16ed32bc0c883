/** Memory and calls of one job on one lane. Everything allocated here goes with `dispose`. */

import type { Fate } from "../../core/abort";
import { EigenvoxError, invariant } from "../../core/errors";
import type { BufferData, DeviceBuffer, Dispatch, Space } from "../executor";
import type { Pacer } from "../pacer";
import type { Heap } from "./heap";
import { callOf } from "./kernels";
import type { LaneAnswer, LaneOrder } from "./lane.mjs";

type Without<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;
/** An order that is answered. */
export type Asked = Without<Extract<LaneOrder, { id: number }>, "id">;

/** The other end of a lane: what is posted is done in order. */
export interface LanePort {
  post(order: LaneOrder, transfer?: ArrayBuffer[]): void;
  /** Posts an order that is answered. */
  ask(order: Asked): Promise<LaneAnswer>;
}

class CpuBuffer {
  constructor(
    readonly address: number,
    readonly size: number,
  ) {}
}

const asCpuBuffer = (buffer: DeviceBuffer) => buffer as unknown as CpuBuffer;

export class CpuSpace implements Space {
  bytes = 0;
  peakBytes = 0;
  private readonly buffers = new Set<CpuBuffer>();

  constructor(
    private readonly port: LanePort,
    private readonly pacer: Pacer,
    private readonly fate: Fate,
    /** The lane's, which other spaces take of too. */
    private readonly heap: Heap,
    private readonly bindingBytes: number,
  ) {}

  storage(label: string, bytes: number): DeviceBuffer {
    const buffer = this.allocate(label, bytes);
    this.port.post({ op: "fill", at: buffer.address, bytes: buffer.size });
    return buffer as unknown as DeviceBuffer;
  }

  upload(label: string, data: BufferData): DeviceBuffer {
    const buffer = this.allocate(label, data.byteLength) as unknown as DeviceBuffer;
    this.write(buffer, data);
    return buffer;
  }

  write(buffer: DeviceBuffer, data: BufferData): void {
    const copy = data.slice().buffer;
    this.port.post({ op: "write", at: asCpuBuffer(buffer).address, data: copy }, [copy]);
  }

  async read(buffer: DeviceBuffer, bytes: number, start = 0): Promise<ArrayBuffer> {
    const { data } = await this.asked({ op: "read", at: asCpuBuffer(buffer).address + start, bytes });
    return data as ArrayBuffer;
  }

  /** Runs a kernel over all its items in paced calls. */
  async run<Given>(dispatch: Dispatch<Given>): Promise<void> {
    if (dispatch.items === 0) return;
    const { kernel, byWorkgroup = false } = dispatch;
    invariant(dispatch.buffers.length === kernel.access.length, `${kernel.name}: wrong number of buffers`);
    const call = callOf(
      dispatch,
      dispatch.buffers.map((buffer) => asCpuBuffer(buffer).address),
    );
    await this.pacer.run({
      name: `${call.kernel} ${JSON.stringify(dispatch.constants ?? {})}`,
      items: dispatch.items,
      operationsPerItem: dispatch.operationsPerItem,
      granule: byWorkgroup ? 1 : kernel.workgroupSize,
      maxItems: 2 ** 30,
      signal: dispatch.signal,
      onItemsDone: dispatch.onItemsDone,
      submit: async (first, count) => {
        const params = kernel.params.pack(dispatch.params, first, count);
        return (await this.asked({ op: "run", ...call, params })).ms;
      },
    });
  }

  free(buffer: DeviceBuffer): void {
    const own = asCpuBuffer(buffer);
    if (!this.buffers.delete(own)) return;
    this.bytes -= own.size;
    this.heap.give(own.address);
  }

  dispose(): void {
    for (const buffer of this.buffers) this.free(buffer as unknown as DeviceBuffer);
  }

  private async asked(order: Asked): Promise<LaneAnswer> {
    const answer = await this.fate.race(this.port.ask(order));
    if (answer.error === undefined) return answer;
    throw answer.isMemory
      ? new EigenvoxError("E_GPU_MEMORY", `The computer has no more memory for this: ${answer.error}.`)
      : new Error(`Internal error: ${answer.error}`);
  }

  private allocate(label: string, bytes: number): CpuBuffer {
    const size = Math.max(16, Math.ceil(bytes / 4) * 4);
    const address = size <= this.bindingBytes ? this.heap.take(size) : undefined;
    if (address === undefined) {
      throw new EigenvoxError(
        "E_GPU_LIMIT",
        `${label} needs ${bytes} bytes, more than a processor core may hold here.`,
      );
    }
    const buffer = new CpuBuffer(address, size);
    this.buffers.add(buffer);
    this.bytes += size;
    this.peakBytes = Math.max(this.peakBytes, this.bytes);
    return buffer;
  }
}
