import { beforeAll, describe, expect, test } from "vitest";
import { type Vec3, voxelCount } from "../../core/volume";
import { openNodeGpu } from "../../hosts/node-device";
import { normalEquations, squaredError } from "../../reference/normal-equations";
import { relativeResidual } from "../../reference/solve";
import type { Brick } from "../brick";
import type { GpuContext } from "../gpu/context";
import { inWorkspace } from "../gpu/workspace";
import { Meter } from "../meter";
import { seededRandom } from "../synthetic";
import { accumulateGram, type TrainingVolume } from "./accumulate";
import { gramElement, gramError, gramLayout } from "./gram";
import { sortSamples } from "./samples";
import { solveSystems } from "./solve";

let gpu: GpuContext;
beforeAll(async () => {
  gpu = await openNodeGpu();
});

/** A symmetric positive definite matrix with eigenvalues falling to 1/350 of the largest, and a right-hand side. */
function spdSystem(size: number, seed: number) {
  const random = seededRandom(seed);
  const smooth = Float64Array.from({ length: size * size }, (_, i) => {
    const distance = Math.abs(Math.floor(i / size) - (i % size));
    return Math.exp(-((distance / 2) ** 2)) + (distance === 0 ? 1e-2 : 0);
  });
  return { matrix: Float32Array.from(smooth), right: Float64Array.from({ length: size }, () => random() - 0.3) };
}

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
    const solved = await inWorkspace(gpu, "test", (space) =>
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
    const dims: Vec3 = [14, 11, 12];
    const count = voxelCount(dims);
    const random = seededRandom(5);
    const upsampled = Float32Array.from({ length: count }, random);
    const original = Float32Array.from({ length: count }, random);
    const voxels = Uint32Array.from({ length: count }, (_, i) => i).filter(() => random() < 0.7);
    // Few directions, so that classes hold more rows than a block, and two strengths and coherences.
    const directions = Uint8Array.from(voxels, () => Math.floor(random() * 2) * 40);
    const strengths = Float32Array.from(voxels, () => (random() < 0.1 ? 1 : 0));
    const coherences = Float32Array.from(voxels, () => (random() < 0.1 ? 1 : 0));
    const samples = { voxels, directions, strengths, coherences };
    const edges = { strengthEdges: [0.5, 2], coherenceEdges: [0.5, 2] } as const;
    const bricks: Brick[] = [
      { origin: [0, 0, 0], size: [14, 11, 5] },
      { origin: [0, 0, 5], size: [14, 11, 7] },
    ];
    const brickOf = (voxel: number) => (voxel < 14 * 11 * 5 ? 0 : 1);
    const volume: TrainingVolume = {
      dims,
      upsampled,
      original,
      samples,
      bricks,
      sorted: sortSamples(samples, edges, brickOf, bricks.length),
    };
    const layout = gramLayout(125);
    const options = { meter: new Meter(1, undefined), layout, width: 5, groupBytes: 100 * 4 * layout.floats };
    const sums = await inWorkspace(gpu, "test", (space) => accumulateGram([volume, volume], { ...options, space }));

    const classes = new Uint16Array(count);
    for (const [i, voxel] of voxels.entries()) {
      classes[voxel] = ((directions[i] as number) * 3 + (strengths[i] as number)) * 3 + (coherences[i] as number);
    }
    const oracle = normalEquations(Float64Array.from(upsampled), Float64Array.from(original), dims, classes, voxels, 5);
    expect(sums.flatMap((sum, c) => (sum ? [c] : []))).toEqual([...oracle.keys()].sort((a, b) => a - b));
    expect(oracle.size).toBeGreaterThan(4);
    for (const [c, { q, v, bb }] of oracle) {
      const sum = sums[c] as Float32Array;
      let difference = 0;
      let total = 0;
      for (let i = 0; i <= 125; i++) {
        for (let j = 0; j <= 125; j++) {
          // The volume went in twice.
          const wanted = 2 * ((i < 125 && j < 125 ? q[i * 125 + j] : i === j ? bb : v[Math.min(i, j)]) as number);
          difference += (gramElement(layout, sum, i, j) - wanted) ** 2;
          total += wanted ** 2;
        }
      }
      expect(Math.sqrt(difference / total)).toBeLessThan(1e-5);
      const filter = Float64Array.from({ length: 125 }, () => random() - 0.5);
      expect(gramError(layout, sum, filter) / (2 * squaredError({ q, v, bb, rows: 0 }, filter))).toBeCloseTo(1, 4);
    }
  });
});
