import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { Meter } from "../../../compute/meter";
import { seededRandom } from "../../../core/random";
import { randomVolume } from "../../../core/synthetic";
import { upsampledDims, voxelCount } from "../../../core/volume";
import { BACKENDS } from "../../../hosts/test-backends";
import { ACCUMULATE_GRAM } from "../../../kernels/kernels";
import { type GramLayout, gramElement, gramError, gramLayout } from "../../common/gram";
import { upsampleTricubic } from "../../interpolation/reference/tricubic";
import { normalEquations, squaredError } from "../reference/normal-equations";
import { sortByClass } from "../reference/samples";
import { relativeResidual } from "../reference/solve";
import { accumulateGram, type SampledVolume } from "./accumulate";
import { solveSystems } from "./solve";

/** A symmetric positive definite matrix with eigenvalues falling to 1/350 of the largest, and a right-hand side. */
function spdSystem(size: number, seed: number) {
  const random = seededRandom(seed);
  const smooth = Float64Array.from({ length: size * size }, (_, i) => {
    const distance = Math.abs(Math.floor(i / size) - (i % size));
    return Math.exp(-((distance / 2) ** 2)) + (distance === 0 ? 1e-2 : 0);
  });
  return { matrix: Float32Array.from(smooth), right: Float64Array.from({ length: size }, () => random() - 0.3) };
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  describe("conjugate gradients", () => {
    test.each([27, 125, 343, 1331])("%i unknowns, several systems, warm and cold", async (size) => {
      const stride = Math.ceil(size / 4) * 4;
      const systems = [1, 2, 3].map((seed) => spdSystem(size, seed));
      const matrices = new Float32Array((systems.length + 1) * stride * stride);
      // No preconditioner: the identity.
      for (let i = 0; i < size; i++) matrices[i * stride + i] = 1;
      for (const [i, { matrix }] of systems.entries()) {
        for (let row = 0; row < size; row++)
          matrices.set(matrix.subarray(row * size, (row + 1) * size), ((i + 1) * stride + row) * stride);
      }
      const rightSides = systems.map(({ right }) => right);
      const starts = systems.map((_, i) => new Float64Array(size).fill(i / 10));
      const solved = await executor.inSpace("test", (space) =>
        solveSystems({ size, stride, matrices, rightSides, starts }, { space }),
      );
      for (const [i, { matrix, right }] of systems.entries()) {
        const { solution, residual } = solved[i] as { solution: Float64Array; residual: number };
        const checked = relativeResidual(Float64Array.from(matrix), solution, right);
        expect(checked).toBeLessThanOrEqual(1e-5);
        expect(residual).toBeCloseTo(checked, 9);
      }
    });
  });

  describe("normal equations", () => {
    test("are the oracle's, for all classes, in bricks and in groups", async () => {
      const factor = [2, 1, 2] as const;
      const random = seededRandom(5);
      const low = randomVolume([7, 11, 6], 5);
      const dims = upsampledDims(low.dims, factor);
      const count = voxelCount(dims);
      const original = Float32Array.from({ length: count }, () => 1000 * random());
      // Few classes, so that some hold more rows than a block.
      const samples = Array.from({ length: count }, (_, voxel) => voxel)
        .filter(() => random() < 0.7)
        .map((voxel) => ({
          voxel,
          isHeldOut: false,
          classIndex: 90 * Math.floor(2 * random()) + (random() < 0.1 ? 1 : 0),
        }));
      const split = 14 * 11 * 5;
      const inBrick = (of: (voxel: number) => boolean) => {
        const { voxels, starts } = sortByClass(samples.filter(({ voxel }) => of(voxel)));
        return { voxels: Uint32Array.from(voxels), starts: Uint32Array.from(starts) };
      };
      const volume: SampledVolume = {
        low,
        original,
        bricks: [
          { brick: { origin: [0, 0, 0], size: [14, 11, 5] }, sorted: inBrick((voxel) => voxel < split) },
          { brick: { origin: [0, 0, 5], size: [14, 11, 7] }, sorted: inBrick((voxel) => voxel >= split) },
        ],
      };
      const layout = gramLayout(125);
      const keys = [0, 1, 5, 90, 91];
      const sums = await executor.inSpace("test", (space) =>
        accumulateGram([volume, volume], keys, {
          stage: { space, meter: new Meter(1, undefined) },
          factor,
          layout,
          width: 5,
        }),
      );

      const classes = new Uint16Array(count);
      for (const { voxel, classIndex } of samples) classes[voxel] = classIndex;
      const upsampled = upsampleTricubic(Float64Array.from(low.data), low.dims, factor);
      const voxels = samples.map(({ voxel }) => voxel);
      const oracle = normalEquations(upsampled, Float64Array.from(original), dims, classes, voxels, 5);
      expect(keys.filter((_, i) => sums[i])).toEqual([...oracle.keys()].sort((a, b) => a - b));
      for (const [c, { q, v, bb }] of oracle) {
        const sum = sums[keys.indexOf(c)] as Float32Array;
        // The volume went in twice.
        const wanted = (i: number, j: number) =>
          2 * ((i < 125 && j < 125 ? q[i * 125 + j] : i === j ? bb : v[Math.min(i, j)]) as number);
        expect(frobeniusError(layout, sum, wanted)).toBeLessThan(1e-5);
        const filter = Float64Array.from({ length: 125 }, () => random() - 0.5);
        expect(gramError(layout, sum, filter) / (2 * squaredError({ q, v, bb, rows: 0 }, filter))).toBeCloseTo(1, 4);
      }
    });

    test("of a million rows do not drift", async () => {
      const layout = gramLayout(27);
      const rows = 2 ** 20;
      const batch = 4096;
      const random = seededRandom(9);
      // Like intensities: all positive, so that every sum only grows.
      const matrix = Float32Array.from({ length: batch * layout.columns }, (_, i) =>
        i % layout.columns < 28 ? 0.2 + 0.8 * random() : 0,
      );
      const sums = await executor.inSpace("test", async (space) => {
        const rowBuffer = space.upload("rows", matrix);
        const gram = space.storage("sums", 4 * layout.floats);
        const segment = space.upload("segment", Uint32Array.of(0, 0, batch));
        for (let done = 0; done < rows; done += batch) {
          await space.run({
            kernel: ACCUMULATE_GRAM,
            params: { tiles: layout.tiles, stride: layout.columns / 4 },
            buffers: [rowBuffer, segment, gram],
            items: layout.pairs,
            operationsPerItem: 64 * 64 * batch,
            byWorkgroup: true,
          });
        }
        return new Float32Array(await space.read(gram, 4 * layout.floats));
      });
      const exact = new Float64Array(28 * 28);
      for (let row = 0; row < batch; row++) {
        for (let i = 0; i < 28; i++) {
          for (let j = 0; j < 28; j++) {
            const product = (matrix[row * 64 + i] as number) * (matrix[row * 64 + j] as number);
            exact[i * 28 + j] = (exact[i * 28 + j] as number) + (product * rows) / batch;
          }
        }
      }
      expect(frobeniusError(layout, sums, (i, j) => exact[i * 28 + j] as number)).toBeLessThan(1e-5);
    });
  });
});

/** ‖sums - wanted‖ / ‖wanted‖ over Q, V and b². */
function frobeniusError(layout: GramLayout, sums: Float32Array, wanted: (i: number, j: number) => number): number {
  let difference = 0;
  let total = 0;
  for (let i = 0; i <= layout.taps; i++) {
    for (let j = 0; j <= layout.taps; j++) {
      difference += (gramElement(layout, sums, i, j) - wanted(i, j)) ** 2;
      total += wanted(i, j) ** 2;
    }
  }
  return Math.sqrt(difference / total);
}
