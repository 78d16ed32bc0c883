/**
 * Fourier transforms of volumes of any side lengths, an axis at a time and in chunks of lines that pass through host
 * memory, so that device memory is bounded whatever the volume's size. No bit depends on how the lines were cut.
 */

import type { DeviceBuffer, Executor } from "../compute/executor";
import { EigenvoxError, invariant } from "../core/errors";
import { type JobOptions, partOf } from "../core/progress";
import { type Vec3, voxelCount } from "../core/volume";
import { FFT_LINES, FFT_LONG_LINES } from "../kernels/kernels";
import { type BoundedOptions, brickLimits, type MemoryLimits } from "./brick";
import { type LineTransform, lineTransform } from "./fourier-tables";
import { type PartedWork, runParts } from "./run-parts";
import type { Stage } from "./stage";

/** Values of a convolution that fit the 16 KiB of workgroup memory that WebGPU guarantees. */
const WORKGROUP_VALUES = 2048;

export interface FourierOptions extends BoundedOptions {
  /** `inverse` divides by the number of voxels. */
  readonly direction: "forward" | "inverse";
}

/**
 * The 3-D discrete Fourier transform: `F[k] = Σ_x f[x] exp(-2πi Σ k_a x_a/n_a)`, and its inverse.
 *
 * `data` holds the voxels, x fastest, real (one number each) or complex (real and imaginary part in turn). The result is
 * complex, frequency 0 first, then rising, the negative ones behind, on every axis. Errors and cancelling as `upscale`.
 * Holds two complex volumes on the host. Frequencies are wrong by about 1e-6 of the largest.
 */
export async function fourierTransform(
  executor: Executor,
  data: Float32Array<ArrayBuffer>,
  dims: Vec3,
  options: FourierOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const sign = options.direction === "forward" ? -1 : 1;
  const passes = dims.map((n): LineTransform[] => {
    const scale = sign === 1 ? 1 / n : 1;
    return [lineTransform({ inputs: n, outputs: n, period: n, sign, scale })];
  });
  return transformVolume(executor, data, dims, { passes, targetParts: 2, stage: "Fourier transform" }, options);
}

export interface VolumeTransform {
  /** For x, y and z: what is done to every line, in turn; nothing for an axis to leave alone. */
  readonly passes: readonly (readonly LineTransform[])[];
  /** Complex result, or its real part. */
  readonly targetParts: 1 | 2;
  /** For the progress. */
  readonly stage: string;
}

/** Transforms the lines along x, then y, then z; `data` and the result are as in `fourierTransform`. */
export async function transformVolume(
  executor: Executor,
  data: Float32Array<ArrayBuffer>,
  dims: Vec3,
  transform: VolumeTransform,
  options: BoundedOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { passes, targetParts } = transform;
  invariant([1, 2].includes(data.length / voxelCount(dims)), `${data.length} values for ${dims.join("×")} voxels`);
  const limits = brickLimits(executor.limits, options.gpuBytes);
  const size = [...dims];
  const axes = passes.flatMap((transforms, axis) => {
    if (transforms.length === 0) return [];
    const lines = size.reduce((a, b) => a * b) / (size[axis] as number);
    const inners = size.slice(0, axis).reduce((a, b) => a * b, 1);
    size[axis] = (transforms.at(-1) as LineTransform).outputs;
    return [{ transforms, lines, inners }];
  });
  const work = axes.reduce((sum, { transforms, lines }) => sum + lines * totalOperations(transforms), 0);
  let values = data;
  let done = 0;
  for (const [index, axis] of axes.entries()) {
    const own = (axis.lines * totalOperations(axis.transforms)) / work;
    const onProgress = partOf(options.onProgress, done, done + own);
    const parts = index === axes.length - 1 ? targetParts : 2;
    const pass = { ...axis, targetParts: parts, limits, name: transform.stage };
    values = await transformLines(executor, values, pass, { ...options, onProgress });
    done += own;
  }
  return values;
}

interface LinePass {
  readonly transforms: readonly LineTransform[];
  readonly lines: number;
  /** Lines side by side: the distance, in values, between a line's values. */
  readonly inners: number;
  readonly targetParts: number;
  readonly limits: MemoryLimits;
  readonly name: string;
}

/** Transforms every line of one axis, in chunks. */
async function transformLines(
  executor: Executor,
  source: Float32Array<ArrayBuffer>,
  pass: LinePass,
  options: JobOptions,
): Promise<Float32Array<ArrayBuffer>> {
  const { transforms, lines, inners, targetParts } = pass;
  const inputs = (transforms[0] as LineTransform).inputs;
  const outputs = (transforms.at(-1) as LineTransform).outputs;
  const sourceParts = source.length / (lines * inputs);
  const target = new Float32Array(lines * outputs * targetParts);
  const work: PartedWork<Chunk, readonly DeviceBuffer[], Float32Array> = {
    label: "fourier",
    parts: planLines(pass),
    share: (space) => transforms.map(({ tables }) => space.upload("Fourier tables", tables)),
    operations: (chunk) => chunk.outers * chunk.inners * totalOperations(transforms),
    compute: async (stage, chunk, tables) => {
      const { space } = stage;
      let buffer = space.upload("lines", pick(source, chunk, inners, inputs, sourceParts));
      for (const [index, transform] of transforms.entries()) {
        const last = index === transforms.length - 1;
        const parts = [index === 0 ? sourceParts : 2, last ? targetParts : 2] as const;
        buffer = await runTransform(stage, transform, tables[index] as DeviceBuffer, buffer, chunk, parts, pass.name);
      }
      const values = new Float32Array(
        await space.read(buffer, 4 * chunk.outers * chunk.inners * outputs * targetParts),
      );
      space.free(buffer);
      return values;
    },
    halve: halveChunk,
    merge: (values, chunk) => put(values, target, chunk, inners, outputs, targetParts),
  };
  await runParts(executor, work, options);
  return target;
}

/** Transforms the lines in `source`, which is freed. */
async function runTransform(
  { space, meter, signal }: Stage,
  transform: LineTransform,
  tables: DeviceBuffer,
  source: DeviceBuffer,
  chunk: Chunk,
  [sourceParts, targetParts]: readonly [number, number],
  name: string,
): Promise<DeviceBuffer> {
  const { inputs, outputs, size } = transform;
  const lines = chunk.outers * chunk.inners;
  const target = space.storage("transformed lines", 4 * lines * outputs * targetParts);
  const isLong = size > WORKGROUP_VALUES;
  const scratch = isLong ? [space.storage("lines in work", 8 * lines * size)] : [];
  await space.run({
    kernel: isLong ? FFT_LONG_LINES : FFT_LINES,
    constants: { SIZE: size, SOURCE_PARTS: sourceParts, TARGET_PARTS: targetParts },
    params: { inputs, outputs, inners: chunk.inners },
    buffers: [tables, source, target, ...scratch],
    items: lines,
    byWorkgroup: true,
    operationsPerItem: operations(transform),
    signal,
    onItemsDone: meter.track(name, operations(transform)),
  });
  for (const buffer of [source, ...scratch]) space.free(buffer);
  return target;
}

/** Multiply-adds of one line, and the like for its start. */
function operations({ size }: LineTransform): number {
  return 8 * size * Math.log2(size) + 2000;
}

function totalOperations(transforms: readonly LineTransform[]): number {
  return transforms.reduce((sum, transform) => sum + operations(transform), 0);
}

/** Lines that are worked on together: all or some of the lines side by side in `outers` blocks. */
interface Chunk {
  readonly outer: number;
  readonly outers: number;
  readonly inner: number;
  readonly inners: number;
}

/** Whole blocks of lines side by side, or parts of one, as many as fit the limits. Throws `E_GPU_LIMIT`. */
function planLines({ transforms, lines, inners, limits }: LinePass): Chunk[] {
  let largest = 0;
  let together = 0;
  for (const { inputs, outputs, size } of transforms) {
    const bytes = [8 * inputs, 8 * outputs, size > WORKGROUP_VALUES ? 8 * size : 0];
    largest = Math.max(largest, ...bytes);
    together = Math.max(
      together,
      bytes.reduce((a, b) => a + b),
    );
  }
  const count = Math.floor(Math.min(limits.bindingBytes / largest, limits.totalBytes / together));
  if (count === 0) {
    throw new EigenvoxError(
      "E_GPU_LIMIT",
      `A line of the volume does not fit ${limits.totalBytes} bytes of device memory.`,
    );
  }
  const chunks: Chunk[] = [];
  const innerStep = Math.min(count, inners);
  const outerStep = Math.floor(count / innerStep);
  for (let outer = 0; outer < lines / inners; outer += outerStep) {
    const outers = Math.min(outerStep, lines / inners - outer);
    for (let inner = 0; inner < inners; inner += innerStep) {
      chunks.push({
        outer,
        outers: innerStep < inners ? 1 : outers,
        inner,
        inners: Math.min(innerStep, inners - inner),
      });
    }
  }
  return chunks;
}

/** Lines of chunks that are not halved any more. */
const LEAST_HALVED = 128;

function halveChunk(chunk: Chunk): readonly Chunk[] | undefined {
  if (chunk.outers * chunk.inners < 2 * LEAST_HALVED) return undefined;
  const [first, count] = chunk.outers > 1 ? (["outer", "outers"] as const) : (["inner", "inners"] as const);
  const half = Math.ceil(chunk[count] / 2);
  return [
    { ...chunk, [count]: half },
    { ...chunk, [first]: chunk[first] + half, [count]: chunk[count] - half },
  ];
}

/** The chunk's lines, as they lie in memory but without the others between. */
function pick(source: Float32Array<ArrayBuffer>, chunk: Chunk, inners: number, length: number, parts: number) {
  if (chunk.inners === inners) {
    const block = inners * length * parts;
    return source.subarray(chunk.outer * block, (chunk.outer + chunk.outers) * block);
  }
  const row = chunk.inners * parts;
  const out = new Float32Array(length * row);
  for (let i = 0; i < length; i++) {
    const from = ((chunk.outer * length + i) * inners + chunk.inner) * parts;
    out.set(source.subarray(from, from + row), i * row);
  }
  return out;
}

/** The inverse of `pick`. */
function put(
  values: Float32Array,
  target: Float32Array,
  chunk: Chunk,
  inners: number,
  length: number,
  parts: number,
): void {
  if (chunk.inners === inners) {
    target.set(values, chunk.outer * inners * length * parts);
    return;
  }
  const row = chunk.inners * parts;
  for (let i = 0; i < length; i++) {
    const to = ((chunk.outer * length + i) * inners + chunk.inner) * parts;
    target.set(values.subarray(i * row, (i + 1) * row), to);
  }
}
