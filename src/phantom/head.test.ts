import { describe, expect, it } from "vitest";
import { voxelToWorld } from "../core/affine";
import type { Vec3, Volume } from "../core/volume";
import { headPhantom, samplePhantom } from "./head";
import { HeadModel } from "./model";

/** A slab of the brain, 8 mm thick, below the ventricles. */
const SLAB_2MM = { dims: [60, 80, 4], spacing: 2, noise: 0, biasField: 0 } as const;
const SLAB_1MM = { dims: [120, 160, 8], spacing: 1, noise: 0, biasField: 0 } as const;

function bytes(volume: Volume): Buffer {
  return Buffer.from(volume.data.buffer);
}

function largest(volume: Volume): number {
  return volume.data.reduce((a, b) => Math.max(a, b));
}

/** FNV-1a of the voxels' bytes. */
function digest(volume: Volume): string {
  let h = 0x811c9dc5;
  for (const byte of bytes(volume)) h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16);
}

describe("headPhantom", () => {
  it("has the same bytes on every run and in every engine", () => {
    const options = { dims: [56, 72, 3], spacing: 3, seed: 5 } as const;
    const first = headPhantom(options);
    expect(bytes(headPhantom(options)).equals(bytes(first))).toBe(true);
    expect(digest(first)).toBe("5943c666");
    expect(bytes(headPhantom({ ...options, seed: 6 })).equals(bytes(first))).toBe(false);
  });

  it("orders its tissues as T1 weighting does, at known places", () => {
    const model = new HeadModel(1);
    const at = ([x, y, z]: Vec3) => {
      model.settle(x, y, z);
      return model.intensity(x, y, z, 0.2);
    };
    const white = at([0, -8, 26]);
    const thalamus = at([11, -17, 7]);
    const putamen = at([29, 2, 2]);
    const ventricle = at([5, 8, 16]);
    const air = at([0, -9, 98]);
    expect([white, thalamus, putamen, ventricle, air]).toEqual([810, 665, 615, 170, 0]);
    // Down through the vertex.
    const order: string[] = [];
    for (let z = 96; z > 70; z -= 0.2) {
      const v = at([6, -14, z]);
      const marrow = v > 480 && v < 580 ? "marrow" : undefined;
      const name = v > 900 ? "fat" : v === 60 ? "bone" : v === 170 ? "fluid" : v === 600 ? "skin" : marrow;
      if (name && order.at(-1) !== name) order.push(name);
    }
    expect(order.slice(order.indexOf("skin")).slice(0, 6)).toEqual(["skin", "fat", "bone", "marrow", "bone", "fluid"]);
  });

  it("folds a cortex: grey between fluid and white matter, about as much of it as of white matter", () => {
    const brain = headPhantom({ spacing: 4, supersample: 1, noise: 0, biasField: 0, brainOnly: true });
    const count = (low: number, high: number) => brain.data.filter((v) => v >= low && v < high).length;
    const litres = brain.data.filter((v) => v > 0).length * 64e-6;
    expect(litres).toBeGreaterThan(1.1);
    expect(litres).toBeLessThan(1.7);
    const ratio = count(450, 680) / count(680, 900);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.6);
  });

  it("is the same head at 1 mm and at 2 mm", { timeout: 30_000 }, () => {
    const fine = headPhantom(SLAB_1MM);
    const coarse = headPhantom(SLAB_2MM);
    expect(voxelToWorld(coarse.affine, [0, 0, 0])).toEqual(voxelToWorld(fine.affine, [0.5, 0.5, 0.5]));
    const children = (i: number, j: number, k: number, from: number, to: number) => {
      const values: number[] = [];
      for (let z = 2 * k + from; z < 2 * k + to; z++) {
        for (let y = 2 * j + from; y < 2 * j + to; y++) {
          for (let x = 2 * i + from; x < 2 * i + to; x++) values.push(fine.data[x + 120 * (y + 160 * z)] as number);
        }
      }
      return values;
    };
    let sum = 0;
    let signal = 0;
    let interior = 0;
    let outliers = 0;
    for (let k = 1; k < 3; k++) {
      for (let j = 1; j < 79; j++) {
        for (let i = 1; i < 59; i++) {
          const mean = children(i, j, k, 0, 2).reduce((total, v) => total + v / 8, 0);
          const difference = Math.abs(mean - (coarse.data[i + 60 * (j + 80 * k)] as number));
          sum += difference;
          signal += mean;
          // Away from boundaries: every fine voxel up to 1 mm around the coarse one is in the same tissue.
          const around = children(i, j, k, -1, 3);
          if (mean > 0 && Math.max(...around) - Math.min(...around) < 3) {
            interior++;
            if (difference > 5) outliers++;
          }
        }
      }
    }
    expect(sum / signal).toBeLessThan(0.015);
    expect(interior).toBeGreaterThan(400);
    expect(outliers / interior).toBeLessThan(0.01);
  });

  it("averages over the voxel: more samples hardly change it", () => {
    const options = { ...SLAB_2MM, dims: [60, 80, 1] } as const;
    const usual = headPhantom(options);
    const fine = headPhantom({ ...options, supersample: 4 });
    let sum = 0;
    let signal = 0;
    for (const [i, v] of fine.data.entries()) {
      sum += Math.abs(v - (usual.data[i] as number));
      signal += v;
    }
    expect(sum / signal).toBeLessThan(0.015);
    expect(sum).toBeGreaterThan(0);
  });

  it("adds Rician noise: σ·√(π/2) on average in air, √(A² + σ²) or so in tissue", () => {
    const options = { dims: [84, 108, 1], spacing: 2, biasField: 0 } as const;
    const clean = headPhantom({ ...options, noise: 0 });
    const noisy = headPhantom({ ...options, noise: 20 });
    let air = 0;
    let airCount = 0;
    let tissue = 0;
    let tissueCount = 0;
    for (const [i, v] of clean.data.entries()) {
      if (v === 0) {
        air += noisy.data[i] as number;
        airCount++;
      } else if (v > 500) {
        tissue += (noisy.data[i] as number) - v;
        tissueCount++;
      }
    }
    expect(airCount).toBeGreaterThan(1500);
    expect(air / airCount / (20 * Math.sqrt(Math.PI / 2))).toBeCloseTo(1, 1);
    expect(Math.abs(tissue / tissueCount)).toBeLessThan(1.5);
  });

  it("shades smoothly and within the bias field's bound", () => {
    const flat = headPhantom({ dims: [42, 54, 48], supersample: 1, noise: 0, biasField: 0 });
    const shaded = headPhantom({ dims: [42, 54, 48], supersample: 1, noise: 0, biasField: 0.2 });
    let low = 1;
    let high = 1;
    for (const [i, v] of flat.data.entries()) {
      if (v < 50) continue;
      const gain = (shaded.data[i] as number) / v;
      low = Math.min(low, gain);
      high = Math.max(high, gain);
    }
    expect(low).toBeGreaterThan(0.8);
    expect(high).toBeLessThan(1.2);
    expect(high - low).toBeGreaterThan(0.1);
  });

  it("is exactly 0 outside the brain when masked, and unchanged inside", () => {
    const options = { dims: [42, 54, 48], supersample: 1, seed: 2 } as const;
    const head = headPhantom(options);
    const brain = headPhantom({ ...options, brainOnly: true });
    const inside = brain.data.filter((v) => v > 0).length / brain.data.length;
    expect(inside).toBeGreaterThan(0.12);
    expect(inside).toBeLessThan(0.3);
    expect(brain.data.every((v, i) => v === 0 || v === head.data[i])).toBe(true);
    expect(head.data.every((v) => v > 0)).toBe(true);
    expect(brain.data.subarray(0, 42 * 54 * 6).every((v) => v === 0)).toBe(true);
    // Nothing of the scalp's fat is left.
    expect(largest(brain)).toBeLessThan(1000);
  });

  it("takes unequal voxels and axes of one voxel, centred on the same point", () => {
    const thick = headPhantom({ spacing: [3, 3, 6], supersample: 1 });
    expect(thick.dims).toEqual([56, 72, 32]);
    const slice = headPhantom({ dims: [56, 1, 64], spacing: 3 });
    expect(slice.data.length).toBe(56 * 64);
    expect(largest(slice)).toBeGreaterThan(800);
    const single = headPhantom({ dims: [1, 1, 1], noise: 0 });
    expect(single.spacing).toEqual([1, 1, 1]);
    expect(single.data[0]).toBeGreaterThan(0);
    for (const { affine, dims } of [thick, slice, single]) {
      const middle = voxelToWorld(affine, dims.map((n) => (n - 1) / 2) as unknown as Vec3);
      expect(middle).toEqual([0, -9, -5]);
    }
  });

  it("fits the head into given dimensions, or dimensions around the head", () => {
    expect(headPhantom({ dims: [21, 27, 24], supersample: 1 }).spacing).toEqual([8, 8, 8]);
    expect(headPhantom({ dims: [42, 20, 30], supersample: 1 }).spacing).toEqual([10.8, 10.8, 10.8]);
    expect(headPhantom({ spacing: 7, supersample: 1 }).dims).toEqual([24, 31, 28]);
  });

  it.each([
    [{ dims: [0, 4, 4] as const }],
    [{ dims: [4, 4.5, 4] as const }],
    [{ spacing: 0 }],
    [{ spacing: [1, Number.NaN, 1] as const }],
    [{ spacing: 0.1 }],
    [{ noise: -1 }],
    [{ noise: Number.POSITIVE_INFINITY }],
    [{ biasField: 1 }],
    [{ supersample: 0 }],
  ])("refuses %o", (options) => {
    expect(() => headPhantom(options)).toThrowError(expect.objectContaining({ code: "E_ARGUMENT" }));
  });
});

describe("samplePhantom", () => {
  it("is a head of 2 mm voxels whose border is air", { timeout: 60_000 }, () => {
    const { data, dims, spacing } = samplePhantom();
    expect(dims).toEqual([84, 108, 96]);
    expect(spacing).toEqual([2, 2, 2]);
    const [nx, ny, nz] = dims;
    const top = data.subarray(nx * ny * (nz - 1));
    expect(Math.max(...top)).toBeLessThan(80);
    let border = 0;
    for (let k = 0; k < nz; k++) {
      for (let i = 0; i < nx; i++) {
        const back = i + nx * ny * k;
        border = Math.max(border, data[back] as number, data[back + nx * (ny - 1)] as number);
      }
    }
    expect(border).toBeLessThan(80);
  });
});
