import { describe, expect, it } from "vitest";
import { voxelToWorld } from "../../core/affine";
import { keysKernel } from "../../core/keys-kernel";
import { type Factor, type Vec3, type Volume, voxelCount } from "../../core/volume";
import { DEGRADATIONS } from "../degradation";
import { degrade } from "./degrade";

function volumeOf(dims: Vec3, value: (x: number, y: number, z: number) => number): Volume {
  const data = new Float32Array(voxelCount(dims));
  let i = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) for (let x = 0; x < dims[0]; x++) data[i++] = value(x, y, z);
  }
  const affine = [-0.8, 0.1, 0, 90, 0.1, 0.9, 0, -120, 0, 0, 1.2, -70, 0, 0, 0, 1];
  return { data, dims, spacing: [0.8, 0.9, 1.2], affine };
}

const noise = (x: number, y: number, z: number) => Math.sin(12.9898 * x + 78.233 * y + 37.719 * z + x * y * z);

const mean = (data: Float32Array) => data.reduce((sum, value) => sum + value, 0) / data.length;

/** Centroid in world coordinates. */
function centroid({ data, dims, affine }: Volume): Vec3 {
  let total = 0;
  const at: [number, number, number] = [0, 0, 0];
  data.forEach((value, i) => {
    total += value;
    at[0] += value * (i % dims[0]);
    at[1] += value * (Math.floor(i / dims[0]) % dims[1]);
    at[2] += value * Math.floor(i / (dims[0] * dims[1]));
  });
  return voxelToWorld(affine, [at[0] / total, at[1] / total, at[2] / total]);
}

/** The k-space crop by a direct 3-D Fourier sum. */
function directCrop(volume: Volume, factor: Factor): number[] {
  const [nx, ny, nz] = volume.dims;
  const [mx, my, mz] = volume.dims.map((n, axis) => n / (factor[axis] as number)) as unknown as Vec3;
  const kept = (m: number) => Array.from({ length: m }, (_, i) => i - Math.floor(m / 2));
  const spectrum: { k: Vec3; re: number; im: number }[] = [];
  for (const kz of kept(mz)) {
    for (const ky of kept(my)) {
      for (const kx of kept(mx)) {
        let [re, im, i] = [0, 0, 0];
        for (let z = 0; z < nz; z++) {
          for (let y = 0; y < ny; y++) {
            for (let x = 0; x < nx; x++) {
              const phase = -2 * Math.PI * ((kx * x) / nx + (ky * y) / ny + (kz * z) / nz);
              re += (volume.data[i] as number) * Math.cos(phase);
              im += (volume.data[i++] as number) * Math.sin(phase);
            }
          }
        }
        spectrum.push({ k: [kx, ky, kz], re, im });
      }
    }
  }
  const centre = (j: number, s: number) => (j + 0.5) * s - 0.5;
  const out: number[] = [];
  for (let z = 0; z < mz; z++) {
    for (let y = 0; y < my; y++) {
      for (let x = 0; x < mx; x++) {
        let sum = 0;
        for (const { k, re, im } of spectrum) {
          const phase =
            2 *
            Math.PI *
            ((k[0] * centre(x, factor[0])) / nx +
              (k[1] * centre(y, factor[1])) / ny +
              (k[2] * centre(z, factor[2])) / nz);
          sum += re * Math.cos(phase) - im * Math.sin(phase);
        }
        out.push(sum / (nx * ny * nz));
      }
    }
  }
  return out;
}

function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));
}

describe.each(DEGRADATIONS)("%s", (kind) => {
  it("keeps a constant, crops the high end and divides the grid", () => {
    const lr = degrade(
      volumeOf([9, 8, 11], () => 3.5),
      [2, 4, 3],
      kind,
    );
    expect(lr.dims).toEqual([4, 2, 3]);
    expect(maxDifference(lr.data, new Float32Array(24).fill(3.5))).toBeLessThan(1e-6);
    expect(lr.spacing.map((mm) => mm.toFixed(6))).toEqual(["1.600000", "3.600000", "3.600000"]);
  });

  it.each([
    [2, 2, 2],
    [3, 3, 3],
    [4, 4, 4],
    [1, 2, 3],
  ] as unknown as Factor[])("keeps a blob in its place within 0.01 voxel (factor %d, %d, %d)", (...factor) => {
    // Wide enough to lie within the new band limit, narrow enough to vanish at the faces.
    const gauss = (d: number, s: number) => Math.exp(-((d / (1.6 * s)) ** 2) / 2);
    const [sx, sy, sz] = factor;
    const hr = volumeOf(
      factor.map((s) => 18 * s) as unknown as Vec3,
      (x, y, z) => gauss(x - 8.3 * sx, sx) * gauss(y - 8.9 * sy, sy) * gauss(z - 8.6 * sz, sz),
    );
    const [before, after] = [centroid(hr), centroid(degrade(hr, factor, kind))];
    // 0.008 mm is 0.01 voxel of the smallest high-resolution spacing.
    expect(Math.hypot(...before.map((value, axis) => value - (after[axis] as number)))).toBeLessThan(0.008);
  });

  it("leaves a volume alone for factor 1", () => {
    const hr = volumeOf([5, 6, 7], noise);
    expect(maxDifference(degrade(hr, [1, 1, 1], kind).data, hr.data)).toBeLessThan(1e-6);
  });

  it("refuses an axis shorter than its factor", () => {
    const flat = volumeOf([5, 6, 1], noise);
    expect(() => degrade(flat, [2, 2, 2], kind)).toThrow(expect.objectContaining({ code: "E_BAD_DIMS" }));
  });
});

describe("box", () => {
  it("is the mean of each block", () => {
    const hr = volumeOf([4, 3, 4], (x, y, z) => x + 10 * y + 100 * z);
    const lr = degrade(hr, [2, 3, 2], "box");
    expect([...lr.data]).toEqual([60.5, 62.5, 260.5, 262.5]);
  });
});

describe("cubic", () => {
  it("weighs the taps by Keys' kernel", () => {
    const hr = volumeOf([8, 1, 1], (x) => (x === 3 ? 16 : 0));
    expect([...degrade(hr, [2, 1, 1], "cubic").data]).toEqual([0, 9, -1, 0]);
    const odd = volumeOf([9, 1, 1], (x) => x * x);
    expect([...degrade(odd, [3, 1, 1], "cubic").data]).toEqual([1, 16, 49]);
  });

  it("reproduces quadratics away from the edge", () => {
    const hr = volumeOf([16, 1, 1], (x) => 2 + x - 0.25 * x * x);
    degrade(hr, [4, 1, 1], "cubic").data.forEach((value, j) => {
      const x = 4 * j + 1.5;
      expect(value).toBeCloseTo(2 + x - 0.25 * x * x, 4);
    });
  });

  it("clamps at the edge", () => {
    const hr = volumeOf([2, 1, 1], (x) => x);
    expect([...degrade(hr, [2, 1, 1], "cubic").data]).toEqual([0.5]);
    const bent = volumeOf([4, 1, 1], (x) => [8, 0, 0, 0][x] as number);
    expect([...degrade(bent, [2, 1, 1], "cubic").data]).toEqual([4, 0]);
  });

  it("has a kernel that interpolates and sums to one", () => {
    expect([0, 1, -1, 2, 2.5].map(keysKernel)).toEqual([1, 0, 0, 0, 0]);
    for (const t of [0.1, 0.25, 0.5, 0.9]) {
      expect(keysKernel(1 + t) + keysKernel(t) + keysKernel(1 - t) + keysKernel(2 - t)).toBeCloseTo(1, 14);
    }
  });
});

describe("slice", () => {
  const [thick, thin] = ["slice:x,3,1", "slice:x,0.001,3.999"] as const;
  const line = (length: number, value: (x: number) => number) => volumeOf([length, 1, 1], value);

  it("averages by a Gaussian whose full width at half maximum is the thickness", () => {
    // The response to one bright voxel, moved along, is the profile.
    const response = (at: number) =>
      degrade(
        line(40, (x) => (x === at ? 1 : 0)),
        [4, 1, 1],
        thick,
      ).data[5] as number;
    const profile = Array.from({ length: 40 }, (_, x) => response(x));
    expect(profile.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    // Slice 5 is centred at 21.5, its weights end 6 voxels from there.
    const at = (x: number) => (profile[x] as number) / (profile[21] as number);
    const gauss = (d: number) => 2 ** (-4 * ((d / 3) ** 2 - (0.5 / 3) ** 2));
    for (const x of [17, 18, 20, 22, 23, 25]) expect(at(x)).toBeCloseTo(gauss(x - 21.5), 5);
    expect(at(14)).toBe(0);
    expect(at(16)).toBeGreaterThan(0);
  });

  it("keeps a constant and a ramp away from the edge, and clamps at it", () => {
    const ramp = degrade(
      line(40, (x) => x),
      [4, 1, 1],
      thick,
    ).data;
    for (let j = 2; j < 8; j++) expect(ramp[j]).toBeCloseTo(4 * j + 1.5, 4);
    expect(ramp[0]).toBeGreaterThan(1.5);
    expect(
      degrade(
        line(8, () => 7),
        [4, 1, 1],
        thick,
      ).data,
    ).toEqual(Float32Array.of(7, 7));
  });

  it("is the mean of the nearest voxels when infinitely thin", () => {
    expect([
      ...degrade(
        line(8, (x) => x * x),
        [4, 1, 1],
        thin,
      ).data,
    ]).toEqual([2.5, 30.5]);
  });

  it("works along each axis, cuts the volume and keeps the grid", () => {
    for (const [axis, name] of ["x", "y", "z"].entries()) {
      const factor = [1, 1, 1].map((s, a) => (a === axis ? 3 : s)) as unknown as Factor;
      const hr = volumeOf([7, 8, 9], (...at) => (at[axis] as number) ** 2);
      const lr = degrade(hr, factor, `slice:${name as "x"},2,1`);
      const dims = [7, 8, 9].map((n, a) => (a === axis ? Math.floor(n / 3) : n));
      expect(lr.dims).toEqual(dims);
      const along = degrade(
        line((dims[axis] as number) * 3, (x) => x * x),
        [3, 1, 1],
        "slice:x,2,1",
      ).data;
      const stride = dims.slice(0, axis).reduce((a, b) => a * b, 1);
      expect([...along.keys()].map((j) => lr.data[j * stride])).toEqual([...along]);
    }
    const blob = volumeOf([8, 9, 72], (x, y, z) =>
      Math.exp(-((x - 4) ** 2 + (y - 4) ** 2) / 2 - ((z - 34.2) / 5) ** 2 / 2),
    );
    const [before, after] = [centroid(blob), centroid(degrade(blob, [1, 1, 3], "slice:z,2,1"))];
    expect(Math.hypot(...before.map((value, axis) => value - (after[axis] as number)))).toBeLessThan(0.008);
  });

  it("refuses another factor", () => {
    expect(() =>
      degrade(
        line(8, () => 1),
        [2, 1, 1],
        thick,
      ),
    ).toThrow(expect.objectContaining({ code: "E_ARGUMENT" }));
  });
});

describe("kspace", () => {
  it.each([
    { dims: [12, 9, 8], factor: [2, 3, 2] },
    { dims: [10, 6, 14], factor: [2, 2, 2] },
    { dims: [13, 8, 6], factor: [1, 4, 3] },
    { dims: [4, 2, 12], factor: [4, 2, 4] },
  ] as { dims: Vec3; factor: Factor }[])("equals a direct Fourier sum: $dims by $factor", ({ dims, factor }) => {
    const hr = volumeOf(dims, noise);
    const lr = degrade(hr, factor, "kspace");
    expect(maxDifference(lr.data, directCrop(hr, factor))).toBeLessThan(1e-6);
    expect(mean(lr.data)).toBeCloseTo(mean(hr.data), 6);
  });

  it("passes a wave below the new band limit and removes one above it", () => {
    const wave = (cycles: number) => (x: number) => Math.cos((2 * Math.PI * cycles * x) / 30 + 0.4);
    const low = degrade(volumeOf([30, 1, 1], wave(3)), [3, 1, 1], "kspace");
    const expected = Float32Array.from({ length: 10 }, (_, j) => wave(3)(3 * j + 1));
    expect(maxDifference(low.data, expected)).toBeLessThan(1e-6);
    const high = degrade(volumeOf([30, 1, 1], wave(7)), [3, 1, 1], "kspace");
    expect(maxDifference(high.data, new Float32Array(10))).toBeLessThan(1e-6);
  });
});
