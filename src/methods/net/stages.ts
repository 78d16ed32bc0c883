/** The layers of a network on a device, box by box. Source: net. */

import type { DeviceBuffer, ExecutorLimits, Space } from "../../compute/executor";
import { type Vec3, voxelCount } from "../../core/volume";
import { CONV_3D } from "../../kernels/kernels";
import { type Brick, brickLimits, planBricks } from "../../parts/brick";
import type { Stage } from "../../parts/stage";
import { layerChannels, type NetBank, TAPS } from "./bank";
import type { Layers } from "./mirrored";
import { grownSize, quadsOf } from "./planes";

/** Channels that an invocation of the kernel computes, and voxels of a column. */
const OCTET = 8;
const STRIP = 4;

/** Quads of what comes out of a layer with so many channels: whole octets, of which those beyond are 0. */
const outQuadsOf = (channels: number) => 2 * Math.ceil(channels / OCTET);

export interface Layer {
  readonly inQuads: number;
  readonly outQuads: number;
  readonly weights: DeviceBuffer;
}

export function uploadLayers(space: Space, { metadata: { channels } }: NetBank, layers: Layers): Layer[] {
  return layerChannels(channels).map(([into, out], i) => {
    const inQuads = i === 0 ? quadsOf(into) : outQuadsOf(into);
    const packed = packWeights(layers[i] as Float32Array, into, out, inQuads);
    return { inQuads, outQuads: outQuadsOf(out), weights: space.upload("weights of a layer", packed) };
  });
}

/**
 * Weights [out, in, z, y, x] as the kernel reads them: [octet of output channels][z][y][quad of input channels][x][channel of
 * the quad][channel of the octet], 0 for channels that there are not.
 */
export function packWeights(
  weights: Float32Array,
  into: number,
  out: number,
  inQuads: number,
): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(Math.ceil(out / OCTET) * OCTET * TAPS * 4 * inQuads);
  for (let o = 0, from = 0; o < out; o++) {
    for (let c = 0; c < into; c++) {
      for (let line = 0; line < 9; line++) {
        for (let x = 0; x < 3; x++, from++) {
          const row = (9 * Math.floor(o / OCTET) + line) * inQuads + (c >> 2);
          packed[OCTET * (4 * (3 * row + x) + (c & 3)) + (o % OCTET)] = weights[from] as number;
        }
      }
    }
  }
  return packed;
}

/**
 * All layers over what `inputPlanes` gives for a box of this size, which is freed; the output is laid out likewise, in
 * `outQuads` of the last layer.
 */
export async function runLayers(
  { space, meter, signal }: Stage,
  size: Vec3,
  layers: readonly Layer[],
  planes: DeviceBuffer,
): Promise<DeviceBuffer> {
  let input = planes;
  for (const [i, { inQuads, outQuads, weights }] of layers.entries()) {
    const left = layers.length - 1 - i;
    const inner = grownSize(size, left);
    const output = space.storage("output of a layer", 16 * outQuads * voxelCount(inner));
    const operationsPerItem = STRIP * OCTET * TAPS * 4 * inQuads;
    await space.run({
      kernel: CONV_3D,
      constants: { IN_QUADS: inQuads, OUT_QUADS: outQuads, RELU: left > 0 ? 1 : 0 },
      params: { size: inner },
      buffers: [input, weights, output],
      items: inner[0] * Math.ceil(inner[1] / STRIP) * inner[2] * (outQuads / 2),
      operationsPerItem,
      signal,
      onItemsDone: meter.track("Applying the network", operationsPerItem),
    });
    space.free(input);
    input = output;
  }
  return input;
}

/** Multiply-adds of a box, its margins included. */
export function boxOperations(size: Vec3, channels: readonly number[]): number {
  const pairs = layerChannels(channels);
  return pairs.reduce(
    (sum, [into, out], i) => sum + voxelCount(grownSize(size, pairs.length - 1 - i)) * TAPS * into * out,
    0,
  );
}

/** Bytes of the largest buffer of a box, and of those that are held beside it at the most. */
function boxBytes(size: Vec3, channels: readonly number[]): number[] {
  const bytes = channels.map(
    (count, i) =>
      16 * (i === 0 ? quadsOf(count) : outQuadsOf(count)) * voxelCount(grownSize(size, channels.length - 1 - i)),
  );
  const largest = Math.max(...bytes);
  const together = Math.max(...bytes.slice(1).map((own, i) => own + (bytes[i] as number)));
  return [largest, together - largest];
}

/**
 * How much larger than other parts boxes may be: layers compute so much with every byte that caches matter less to them
 * than margins do. Of 10 → 32 → 32 → 32 → 8 channels a processor computes half as much again in boxes of 6 MiB as without any
 * margin, and a quarter in boxes of 24 MiB.
 */
const PART_GROWTH = 4;

/** The boxes of low-resolution voxels that a scan of these dimensions is computed in. Throws `E_GPU_LIMIT`. */
export function planBoxes(
  dims: Vec3,
  channels: readonly number[],
  limits: ExecutorLimits,
  gpuBytes: number | undefined,
): Brick[] {
  const { lanes = 1, partBytes = Number.POSITIVE_INFINITY } = limits;
  return planBricks(
    dims,
    brickLimits({ ...limits, partBytes: PART_GROWTH * partBytes }, gpuBytes),
    ({ size }) => boxBytes(size, channels),
    // As long as the lane takes that has the most boxes.
    ({ size }, count) => Math.ceil(count / lanes) * boxOperations(size, channels),
  );
}
