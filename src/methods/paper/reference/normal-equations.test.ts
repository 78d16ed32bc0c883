import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { applyFilters } from "./apply";
import { type NormalEquations, normalEquations, squaredError } from "./normal-equations";
import { readPatch } from "./patch";

const dims: Vec3 = [6, 5, 4];
const noise = (f: number) => Float64Array.from({ length: 120 }, (_, i) => Math.sin(f * i * i + i));
const u = noise(0.7);
const hr = noise(0.3);
const classes = Uint16Array.from({ length: 120 }, (_, i) => (i * 7) % 3);
const all = Uint32Array.from({ length: 120 }, (_, i) => i);
const sums = normalEquations(u, hr, dims, classes, all, 3);
const of = (c: number) => sums.get(c) as NormalEquations;

describe("normalEquations", () => {
  it("are the sums of their rows", () => {
    const row = new Float64Array(27);
    const q = new Float64Array(27 * 27);
    const v = new Float64Array(27);
    let [bb, rows] = [0, 0];
    for (let i = 1; i < 120; i += 2) {
      readPatch(u, dims, [i % 6, Math.floor(i / 6) % 5, Math.floor(i / 30)], 3, row);
      const b = hr[i] as number;
      q.forEach((value, k) => {
        q[k] = value + (row[Math.floor(k / 27)] as number) * (row[k % 27] as number);
      });
      v.forEach((value, k) => {
        v[k] = value + (row[k] as number) * b;
      });
      bb += b * b;
      rows++;
    }
    const odd = all.filter((i) => i % 2 === 1);
    const one = normalEquations(u, hr, dims, new Uint16Array(120).fill(575), odd, 3);
    expect([...one.keys()]).toEqual([575]);
    const got = one.get(575) as NormalEquations;
    expect(got.rows).toBe(rows);
    expect(got.bb).toBeCloseTo(bb, 12);
    got.q.forEach((value, k) => {
      expect(value).toBeCloseTo(q[k] as number, 12);
    });
    got.v.forEach((value, k) => {
      expect(value).toBeCloseTo(v[k] as number, 12);
    });
  });

  it("have a symmetric positive semi-definite Q", () => {
    for (const { q } of sums.values()) {
      for (let i = 0; i < 27; i++) for (let j = 0; j < i; j++) expect(q[i * 27 + j]).toBe(q[j * 27 + i]);
      for (let trial = 0; trial < 20; trial++) {
        const x = Float64Array.from({ length: 27 }, (_, k) => Math.sin((trial + 1) * (k + 1) ** 2));
        const form = squaredError({ q, v: new Float64Array(27), bb: 0, rows: 0 }, x);
        expect(form).toBeGreaterThan(-1e-12);
      }
    }
  });

  it("split by class and add up to all classes together", () => {
    expect([...sums.keys()].sort()).toEqual([0, 1, 2]);
    const together = normalEquations(u, hr, dims, new Uint16Array(120), all, 3).get(0) as NormalEquations;
    expect(of(0).rows + of(1).rows + of(2).rows).toBe(together.rows);
    together.q.forEach((value, k) => {
      expect((of(0).q[k] as number) + (of(1).q[k] as number) + (of(2).q[k] as number)).toBeCloseTo(value, 11);
    });
  });

  it("give V = Q w where the high-resolution volume is u filtered by w", () => {
    const w = Float64Array.from({ length: 27 }, (_, k) => Math.cos(k));
    const filtered = applyFilters(u, dims, new Uint16Array(120), w, 3);
    for (const { q, v } of normalEquations(u, filtered, dims, classes, all, 3).values()) {
      for (let i = 0; i < 27; i++) {
        let qw = 0;
        for (let j = 0; j < 27; j++) qw += (q[i * 27 + j] as number) * (w[j] as number);
        expect(v[i]).toBeCloseTo(qw, 10);
      }
    }
  });
});

describe("squaredError", () => {
  it("is the error the filter makes on the class's rows", () => {
    const filters = Float64Array.from({ length: 81 }, (_, k) => 0.2 * Math.sin(3 * k));
    const out = applyFilters(u, dims, classes, filters, 3);
    for (const c of [0, 1, 2]) {
      const expected = all
        .filter((i) => classes[i] === c)
        .reduce((sum, i) => sum + ((hr[i] as number) - (out[i] as number)) ** 2, 0);
      expect(squaredError(of(c), filters.subarray(27 * c, 27 * c + 27))).toBeCloseTo(expected, 10);
    }
  });
});
