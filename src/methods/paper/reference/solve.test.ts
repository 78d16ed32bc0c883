import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conjugateGradients, relativeResidual } from "./solve";

/** AᵀA + shift·1 of an n × n matrix. */
function gram(a: readonly number[], n: number, shift: number): Float64Array {
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? shift : 0;
      for (let k = 0; k < n; k++) sum += (a[k * n + i] as number) * (a[k * n + j] as number);
      q[i * n + j] = sum;
    }
  }
  return q;
}

describe("conjugateGradients", () => {
  it("solves a system by hand: [[4, 1], [1, 3]] w = [1, 2]", () => {
    const { w, iterations, residual } = conjugateGradients(
      Float64Array.of(4, 1, 1, 3),
      Float64Array.of(1, 2),
      Float64Array.of(2, 1),
      1e-12,
      10,
    );
    expect(w[0]).toBeCloseTo(1 / 11, 12);
    expect(w[1]).toBeCloseTo(7 / 11, 12);
    expect(iterations).toBe(2);
    expect(residual).toBeLessThan(1e-12);
  });

  it("reaches the tolerance for any positive definite system", () => {
    const n = 6;
    const entries = (length: number) =>
      fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: length, maxLength: length });
    const check = (a: number[], v: number[]) => {
      fc.pre(Math.hypot(...v) > 1e-6);
      const q = gram(a, n, 0.1);
      const solution = conjugateGradients(q, Float64Array.from(v), new Float64Array(n), 1e-10, 200);
      expect(solution.residual).toBeLessThan(1e-9);
      expect(solution.residual).toBe(relativeResidual(q, solution.w, Float64Array.from(v)));
    };
    fc.assert(fc.property(entries(n * n), entries(n), check), { seed: 5, numRuns: 200 });
  });

  it("keeps a start that already solves, and stops at the iteration limit", () => {
    const q = gram([1, 2, 0, 0, 1, 3, 4, 0, 1], 3, 1);
    const v = Float64Array.of(1, -1, 2);
    const solved = conjugateGradients(q, v, new Float64Array(3), 1e-12, 50);
    expect(conjugateGradients(q, v, solved.w, 1e-5, 50)).toEqual({
      w: solved.w,
      iterations: 0,
      residual: solved.residual,
    });
    const stopped = conjugateGradients(q, v, new Float64Array(3), 1e-12, 1);
    expect(stopped.iterations).toBe(1);
    expect(stopped.residual).toBeGreaterThan(1e-3);
  });

  it("solves a consistent singular system from its start", () => {
    const { w, residual } = conjugateGradients(
      Float64Array.of(1, 0, 0, 0),
      Float64Array.of(3, 0),
      Float64Array.of(0, 7),
      1e-12,
      10,
    );
    expect([...w]).toEqual([3, 7]);
    expect(residual).toBe(0);
  });
});

describe("relativeResidual", () => {
  it("is ‖v - Qw‖ / ‖v‖", () => {
    expect(relativeResidual(Float64Array.of(2, 0, 0, 1), Float64Array.of(1, 1), Float64Array.of(2, 4))).toBeCloseTo(
      3 / Math.sqrt(20),
      14,
    );
    expect(relativeResidual(Float64Array.of(2, 0, 0, 1), new Float64Array(2), new Float64Array(2))).toBe(0);
  });
});
