import { expect, test } from "vitest";
import { seededRandom } from "../../core/random";
import { invertPositiveDefinite } from "./invert";

test.each([1, 2, 17, 60])("a random %i×%i matrix times its inverse is the identity", async (size) => {
  const random = seededRandom(size);
  const root = Float64Array.from({ length: size * size }, () => random() - 0.5);
  const matrix = new Float64Array(size * size);
  const dot = (a: Float64Array, i: number, b: Float64Array, j: number) =>
    a.subarray(i * size, (i + 1) * size).reduce((sum, v, k) => sum + v * (b[j * size + k] as number), 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) matrix[i * size + j] = dot(root, i, root, j) + (i === j ? 0.1 : 0);
  }
  const inverse = await invertPositiveDefinite(matrix, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      expect(dot(matrix, i, inverse, j)).toBeCloseTo(i === j ? 1 : 0, 9);
      expect(inverse[i * size + j]).toBe(inverse[j * size + i]);
    }
  }
});
