import { expect, test } from "vitest";
import { seededRandom } from "../core/random";
import { fourierSums } from "../parts/reference/fourier";
import { LineTransform } from "./fourier";

test.each([1, 2, 3, 5, 8, 15, 16, 30, 97, 128, 225])("%i numbers as by their sums, and back", (n) => {
  const random = seededRandom(n);
  const line = Float64Array.from({ length: 2 * n }, () => random() - 0.5);
  const transform = new LineTransform(n);
  const found = line.slice();
  transform.forward(found);
  const expected = fourierSums(line, [n, 1, 1]);
  expect(Math.max(...found.map((value, i) => Math.abs(value - (expected[i] as number))))).toBeLessThan(1e-12 * n);
  transform.inverse(found);
  expect(Math.max(...found.map((value, i) => Math.abs(value / n - (line[i] as number))))).toBeLessThan(1e-13 * n);
});
