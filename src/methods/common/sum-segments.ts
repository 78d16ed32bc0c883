/** Sums of rows, added to those of their classes. Source: method §6. */

import type { DeviceBuffer, Space } from "../../compute/executor";
import type { Meter } from "../../compute/meter";
import { ACCUMULATE_GRAM } from "../../kernels/kernels";
import { type GramLayout, TILE } from "./gram";

/** Rows `begin` to `end` - 1, all of the class whose sums lie in `slot`. */
export interface Segment {
  readonly slot: number;
  readonly begin: number;
  readonly end: number;
}

/** Adds every segment's rows to its slot of `gram`; no slot may occur twice. */
export async function sumSegments(
  {
    space,
    meter,
    signal,
  }: { readonly space: Space; readonly meter?: Meter; readonly signal?: AbortSignal | undefined },
  { tiles, pairs, columns }: GramLayout,
  segments: readonly Segment[],
  { rows, gram }: { readonly rows: DeviceBuffer; readonly gram: DeviceBuffer },
): Promise<void> {
  const words = Uint32Array.from(segments.flatMap(({ slot, begin, end }) => [slot, begin, end]));
  const segmentBuffer = space.upload("segments", words);
  const total = segments.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const operationsPerItem = (TILE * TILE * total) / segments.length;
  await space.run({
    kernel: ACCUMULATE_GRAM,
    params: { tiles, stride: columns / 4 },
    buffers: [rows, segmentBuffer, gram],
    items: segments.length * pairs,
    operationsPerItem,
    byWorkgroup: true,
    signal,
    onItemsDone: meter?.track("Accumulating", operationsPerItem),
  });
  space.free(segmentBuffer);
}
