/** GPUs for tests that are watched, taken away, and kept short of memory, at the boundary of the device. */

import { create, globals } from "webgpu";
import type { Executor } from "../compute/executor";
import { openWebGpu } from "../compute/webgpu/executor";

/** What is asked of a device. */
export interface Watch {
  /** Of all buffers together; as much as there is unless told. */
  readonly memoryBytes?: number;
  /** Told of every submit, of the copies that are read back or of a kernel. */
  readonly onSubmit?: (kind: "readback" | "kernel") => void;
}

export interface WatchedGpu {
  readonly executor: Executor;
  /** Buffers that are not destroyed, their bytes now, and at the most. */
  readonly held: { buffers: number; bytes: number; peak: number };
}

Object.assign(globalThis, globals, { setImmediate: (callback: () => void) => setTimeout(callback, 1) });
const gpu = create([]) as unknown as GPU;

export async function openWatchedGpu(watch: Watch = {}): Promise<WatchedGpu> {
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new Error("no GPU to test on");
  const held = { buffers: 0, bytes: 0, peak: 0 };
  const request = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const device = await request(descriptor);
    watchBuffers(device, held, watch.memoryBytes ?? Number.POSITIVE_INFINITY);
    if (watch.onSubmit) watchSubmits(device, watch.onSubmit);
    return device;
  };
  return { executor: await openWebGpu(adapter), held };
}

function watchBuffers(device: GPUDevice, held: WatchedGpu["held"], memoryBytes: number): void {
  const [push, pop] = [device.pushErrorScope.bind(device), device.popErrorScope.bind(device)];
  const createBuffer = device.createBuffer.bind(device);
  const scopes: { readonly filter: GPUErrorFilter; error?: GPUError }[] = [];
  device.pushErrorScope = (filter) => {
    scopes.push({ filter });
    push(filter);
  };
  device.popErrorScope = async () => {
    const own = scopes.pop()?.error;
    return (await pop()) ?? own ?? null;
  };
  device.createBuffer = (descriptor) => {
    const { size } = descriptor;
    if (held.bytes + size > memoryBytes) {
      const scope = scopes.findLast(({ filter }) => filter === "out-of-memory");
      if (scope) scope.error = new GPUOutOfMemoryError(`${size} bytes are not free`);
    }
    const buffer = createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    held.buffers++;
    held.bytes += size;
    held.peak = Math.max(held.peak, held.bytes);
    let isHeld = true;
    buffer.destroy = () => {
      if (isHeld) {
        held.buffers--;
        held.bytes -= size;
      }
      isHeld = false;
      return destroy();
    };
    return buffer;
  };
}

function watchSubmits(device: GPUDevice, onSubmit: NonNullable<Watch["onSubmit"]>): void {
  const createCommandEncoder = device.createCommandEncoder.bind(device);
  let kind: "readback" | "kernel" = "kernel";
  device.createCommandEncoder = (descriptor) => {
    kind = descriptor?.label === "readback" ? "readback" : "kernel";
    return createCommandEncoder(descriptor);
  };
  const { queue } = device;
  const submit = queue.submit.bind(queue);
  queue.submit = (commands) => {
    submit(commands);
    onSubmit(kind);
    return undefined;
  };
}
