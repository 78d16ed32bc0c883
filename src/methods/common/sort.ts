/** Stable counting sort on the device. */

import type { DeviceBuffer, Space } from "../../compute/executor";
import type { Kernel } from "../../compute/kernel";

/** RUN of shaders/sort-samples.wgsl. */
const RUN = 4096;

export interface Sorting<Given> {
  /** shaders/sort-samples.wgsl with the `key_of` of the samples. */
  readonly kernel: Kernel<Given>;
  readonly samples: DeviceBuffer;
  /** Of the kernel: the number of samples, and what `key_of` takes. */
  readonly params: NoInfer<Given>;
  /** Number of keys. */
  readonly keys: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Sorted {
  /** Numbers of the samples by key; equal keys in the order of the samples. */
  readonly order: DeviceBuffer;
  /** Where each key begins in `order`; one more element for the end. */
  readonly starts: Uint32Array<ArrayBuffer>;
}

export async function sortByKey<Given extends { readonly samples: number }>(
  space: Space,
  { kernel, samples, params, keys, signal }: Sorting<Given>,
): Promise<Sorted> {
  const count = params.samples;
  const runs = Math.ceil(count / RUN);
  const bytes = 4 * runs * keys;
  const offsets = space.storage("sort offsets", bytes);
  const order = space.storage("order", 4 * count);
  const sort = (write: number) =>
    space.run({
      kernel,
      constants: { KEYS: keys, WRITE: write },
      params,
      buffers: [samples, offsets, order],
      items: runs,
      operationsPerItem: 20 * RUN,
      signal,
    });
  await sort(0);
  const counts = new Uint32Array(await space.read(offsets, bytes));
  const starts = new Uint32Array(keys + 1);
  let at = 0;
  for (let key = 0; key < keys; key++) {
    starts[key] = at;
    for (let i = key; i < counts.length; i += keys) {
      const own = counts[i] as number;
      counts[i] = at;
      at += own;
    }
  }
  starts[keys] = at;
  space.write(offsets, counts);
  await sort(1);
  space.free(offsets);
  return { order, starts };
}
