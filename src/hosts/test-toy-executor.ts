/** A second executor, for the tests: two kernels in plain TypeScript on typed arrays. Jobs cannot tell the difference. */

import type { DeviceBuffer, Dispatch, Executor, Space } from "../compute/executor";
import { invariant } from "../core/errors";
import type { Vec3 } from "../core/volume";
import type { Backend } from "./test-backends";

type Values<T> = Readonly<Record<string, T>>;
/** The value of an item, given the parameters, the constants and the buffers that are read. */
type ToyKernel = (params: unknown, constants: Values<number>, ...read: Float32Array[]) => (item: number) => number;

const at = (values: ArrayLike<number>, i: number) => values[i] as number;
const clamp = (i: number, n: number) => Math.min(Math.max(i, 0), n - 1);

const KERNELS: Values<ToyKernel> = {
  "resample-axis": (params, constants, samples = new Float32Array(), weights = new Float32Array()) => {
    const given = params as Record<"stride" | "inLength" | "outLength" | "inOrigin" | "outOrigin" | "factor", number>;
    const radius = constants.RADIUS as number;
    const taps = 2 * radius + 1;
    return (item) => {
      const line = Math.floor(item / given.stride);
      const place = given.outOrigin + (line % given.outLength);
      const first = Math.floor(place / given.factor) - given.inOrigin - radius;
      const row = first + given.inLength * Math.floor(line / given.outLength);
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) {
        const sample = at(samples, (item % given.stride) + given.stride * (row + tap));
        sum += at(weights, taps * (place % given.factor) + tap) * sample;
      }
      return sum;
    };
  },
  degrade: (params, _, fine = new Float32Array(), weights = new Float32Array()) => {
    const { origin, size, factor, volume, fineOrigin, fineSize, tap, taps } = params as Record<
      "origin" | "size" | "factor" | "volume" | "fineOrigin" | "fineSize" | "tap" | "taps",
      Vec3
    >;
    return (item) => {
      const row = Math.floor(item / size[0]);
      const voxel = [item % size[0], row % size[1], Math.floor(row / size[1])];
      /** Places and weights along an axis. */
      const along = (axis: 0 | 1 | 2) =>
        Array.from({ length: taps[axis] }, (_, k) => {
          const place = (origin[axis] + at(voxel, axis)) * factor[axis] + tap[axis] + k;
          const weight = at(weights, k + taps.slice(0, axis).reduce((a, b) => a + b, 0));
          return [clamp(place, volume[axis]) - fineOrigin[axis], weight] as const;
        });
      const [xs, ys, zs] = [along(0), along(1), along(2)];
      let sum = 0;
      for (const [z, wz] of zs) {
        for (const [y, wy] of ys) {
          for (const [x, wx] of xs) sum += wx * wy * wz * at(fine, x + fineSize[0] * (y + fineSize[1] * z));
        }
      }
      return sum;
    };
  },
};

const ITEMS_PER_SUBMIT = 4096;

class ToySpace implements Space {
  bytes = 0;
  peakBytes = 0;

  storage(_: string, size: number): DeviceBuffer {
    this.bytes += size;
    this.peakBytes = Math.max(this.peakBytes, this.bytes);
    return { size, floats: new Float32Array(size / 4) } as unknown as DeviceBuffer;
  }

  upload(label: string, data: Float32Array<ArrayBuffer>): DeviceBuffer {
    const buffer = this.storage(label, data.byteLength);
    this.write(buffer, data);
    return buffer;
  }

  write(buffer: DeviceBuffer, data: Float32Array<ArrayBuffer>): void {
    floatsOf(buffer).set(data);
  }

  async read(buffer: DeviceBuffer, bytes: number, start = 0): Promise<ArrayBuffer> {
    return floatsOf(buffer).buffer.slice(start, start + bytes);
  }

  async run<Given>({ kernel, params, constants = {}, ...work }: Dispatch<Given>): Promise<void> {
    const toy = KERNELS[kernel.name];
    invariant(toy, `the toy does not know ${kernel.name}`);
    const buffers = work.buffers.map(floatsOf);
    const value = toy(params, constants, ...buffers);
    for (let first = 0; first < work.items; first += ITEMS_PER_SUBMIT) {
      work.signal?.throwIfAborted();
      const end = Math.min(first + ITEMS_PER_SUBMIT, work.items);
      for (let item = first; item < end; item++) buffers.at(-1)?.fill(value(item), item, item + 1);
      work.onItemsDone?.(end);
    }
    work.signal?.throwIfAborted();
  }

  free(buffer: DeviceBuffer): void {
    this.bytes -= buffer.size;
  }
}

const floatsOf = (buffer: DeviceBuffer) => (buffer as unknown as { floats: Float32Array<ArrayBuffer> }).floats;

const toyExecutor: Executor = {
  name: "toy",
  kind: "gpu",
  isSoftware: true,
  limits: { bindingBytes: 2 ** 30 },
  lost: new Promise(() => {}),
  longestMs: 0,
  pause: () => {},
  resume: () => {},
  inSpace: async (_, job) => {
    const space = new ToySpace();
    const result = await job(space, []);
    space.bytes = 0;
    return result;
  },
  dispose: () => {},
};

export const TOY: Backend = { name: "toy", open: async () => toyExecutor, shared: async () => toyExecutor };
