/** The second pass on one brick. Source: fine §1 to §3. */

import type { DeviceBuffer, Space } from "../../compute/executor";
import type { Vec3 } from "../../core/volume";
import { FINE_APPLY } from "../../kernels/kernels";
import { type BrickInput, rowPitch } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import type { FilteredBrick } from "../common/apply-bricks";
import type { FoldedBank } from "../folded/bank";
import { symmetryOffsets, turnedOffsets } from "../folded/low-part";
import { FILTERS_PER_VOXEL, type FoldedBuffers, putErrors } from "../folded/stages";
import { AROUND_OFFSETS, LOW_TAPS, SECOND_TAPS } from "./bank";

/** Voxels of the first result that the second pass looks at on every side. */
export const MARGIN = 2;

/** A filter's row of shaders/fine-apply.wgsl, in floats, and what lies where in it. */
const ROW = 96;
const AROUND_AT = 60;
const ERROR_AT = 92;

/** Multiply-adds an item, for pacing and progress. */
export const SECOND_COST = FILTERS_PER_VOXEL * SECOND_TAPS + 60;

export interface SecondFilters {
  readonly rows: DeviceBuffer;
  readonly structureCount: number;
}

/** The filters, halved so that the sum of two is their mean, and each class's share of the predicted error. Source: folded §7. */
export function uploadSecond(space: Space, bank: FoldedBank): SecondFilters {
  const structureCount = bank.structureRows.length;
  const rows = new Float32Array(ROW * (structureCount + bank.levelRows.length));
  let row = 0;
  for (const filters of [bank.structureFilters, bank.levelFilters]) {
    for (let first = 0; first < filters.length; first += SECOND_TAPS, row += ROW) {
      for (let k = 0; k < SECOND_TAPS; k++) {
        rows[row + (k < LOW_TAPS ? k : AROUND_AT + k - LOW_TAPS)] = (filters[first + k] as number) / FILTERS_PER_VOXEL;
      }
    }
  }
  putErrors(bank, rows, ROW, ERROR_AT);
  return { rows: space.upload("filters of the second pass", rows), structureCount };
}

/** Where each tap lies: in a low-resolution part of this size, then in the result, packed. */
function secondOffsets(lowSize: Vec3): Int32Array<ArrayBuffer> {
  const low = symmetryOffsets(lowSize);
  const out = new Int32Array(low.length + AROUND_PACKED.length);
  out.set(low);
  out.set(AROUND_PACKED, low.length);
  return out;
}

/** Of 48 symmetries the 32 offsets, each + MARGIN, x, y and z in four bits each. */
const AROUND_PACKED = Int32Array.from(
  turnedOffsets(AROUND_OFFSETS)
    .flat()
    .map((offset) => offset.reduce((packed, shift, axis) => packed + ((shift + MARGIN) << (4 * axis)), 0)),
);

/** Filters what the first pass made of a brick, which has a margin of `MARGIN` voxels where the volume goes on. */
export async function applySecond(
  { space, meter, signal }: Stage,
  input: BrickInput,
  lowSize: Vec3,
  { voxels, low }: Pick<FoldedBuffers, "voxels" | "low">,
  first: DeviceBuffer,
  filters: SecondFilters,
  wantErrors: boolean,
): Promise<Required<FilteredBrick>> {
  const items = rowPitch(input.brick) * input.brick.size[1] * input.brick.size[2];
  const offsets = space.upload("tap offsets", secondOffsets(lowSize));
  const output = space.storage("output", 4 * items);
  const errors = space.storage("predicted errors", wantErrors ? 4 * items : 4);
  const counts = space.storage("counts", 8);
  await space.run({
    kernel: FINE_APPLY,
    constants: { LEVEL_FILTERS: filters.structureCount, ERRORS: wantErrors ? 1 : 0 },
    params: input.params,
    buffers: [voxels, first, low, offsets, filters.rows, output, errors, counts],
    items,
    operationsPerItem: SECOND_COST,
    signal,
    onItemsDone: meter.track("Applying filters again", SECOND_COST),
  });
  const [guarded, fewRows] = new Uint32Array(await space.read(counts, 8)) as unknown as [number, number];
  for (const buffer of [offsets, counts]) space.free(buffer);
  return { output, errors, guarded, fewRows };
}
