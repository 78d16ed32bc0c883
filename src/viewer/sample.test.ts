import { describe, expect, it, test } from "vitest";
import { determinant, upsampledGrid, voxelToWorld } from "../core/affine";
import { seededRandom } from "../core/random";
import type { Vec3, Volume } from "../core/volume";
import { type TileCamera, worldAt } from "./camera";
import { sampleSlice, voxelsPerPixel } from "./sample";
import { valueAt } from "./sample-oblique";
import { AXES_OF, CONVENTIONS, cameraOn, centroid, gridVolume, MIDDLE } from "./test-grids";

/** Voxel coordinates by Cramer's rule, apart from the code under test. */
function voxelOf({ affine }: Volume, mm: Vec3): Vec3 {
  const column = (c: number): Vec3 => [affine[c] as number, affine[c + 4] as number, affine[c + 8] as number];
  const [a, b, c, o] = [column(0), column(1), column(2), column(3)];
  const v: Vec3 = [mm[0] - o[0], mm[1] - o[1], mm[2] - o[2]];
  const size = determinant(a, b, c);
  return [determinant(v, b, c) / size, determinant(a, v, c) / size, determinant(a, b, v) / size];
}

/** The share of voxel `i` of `n` along one axis in a pixel that is `wide` voxels wide, or a point. */
function share(i: number, at: number, n: number, wide: number, mode: "nearest" | "linear"): number {
  if (wide > 1) {
    const low = Math.max(-0.5, at - wide / 2);
    const high = Math.min(n - 0.5, at + wide / 2);
    return Math.max(0, Math.min(high, i + 0.5) - Math.max(low, i - 0.5)) / (high - low);
  }
  const clamped = Math.min(n - 1, Math.max(0, at));
  return mode === "linear" ? Math.max(0, 1 - Math.abs(clamped - i)) : Math.round(clamped) === i ? 1 : 0;
}

/** A pixel as the sum over all voxels of the volume. */
function oracle(volume: Volume, camera: TileCamera, x: number, y: number, mode: "nearest" | "linear"): number {
  const centre = worldAt(camera, (x + 0.5) / camera.ratio, (y + 0.5) / camera.ratio);
  const at = voxelOf(volume, centre);
  if (at.some((value, axis) => value < -0.5 || value >= (volume.dims[axis] as number) - 0.5)) return Number.NaN;
  const beside = voxelOf(volume, worldAt(camera, (x + 1.5) / camera.ratio, (y + 0.5) / camera.ratio));
  const below = voxelOf(volume, worldAt(camera, (x + 0.5) / camera.ratio, (y + 1.5) / camera.ratio));
  const wide = at.map((value, axis) =>
    Math.max(Math.abs((beside[axis] as number) - value), Math.abs((below[axis] as number) - value)),
  );
  const shares = at.map((value, a) => {
    const n = volume.dims[a] as number;
    return Array.from({ length: n }, (_, i) => share(i, value, n, wide[a] as number, mode));
  }) as [number[], number[], number[]];
  const [nx, ny] = volume.dims;
  let sum = 0;
  let total = 0;
  shares[2].forEach((ofSlice, k) => {
    shares[1].forEach((ofRow, j) => {
      shares[0].forEach((ofColumn, i) => {
        const weight = ofSlice * ofRow * ofColumn;
        const value = volume.data[i + nx * (j + ny * k)] as number;
        if (weight === 0 || Number.isNaN(value)) return;
        sum += weight * value;
        total += weight;
      });
    });
  });
  return total > 0.5 - 1e-9 ? sum / total : Number.NaN;
}

function expectOracle(volume: Volume, camera: TileCamera, mode: "nearest" | "linear"): void {
  const expected = new Float32Array(camera.width * camera.height);
  expected.forEach((_, i) => {
    expected[i] = oracle(volume, camera, i % camera.width, Math.floor(i / camera.width), mode);
  });
  expectAlike(sampleSlice(volume, camera, mode === "linear"), expected, 0.01);
}

/** NaN in the same places, and elsewhere within `tolerance`. */
function expectAlike(values: Float32Array, expected: Float32Array, tolerance: number): void {
  expect(values.length).toBe(expected.length);
  expect(expected.some((value) => !Number.isNaN(value))).toBe(true);
  const wrong = values.findIndex((value, i) => {
    const wanted = expected[i] as number;
    return Number.isNaN(value) !== Number.isNaN(wanted) || Math.abs(value - wanted) > tolerance;
  });
  expect([wrong, values[wrong], expected[wrong]]).toEqual([-1, undefined, undefined]);
}

const SCALES = { magnified: 3.3, "between the voxel sizes": 0.7, minified: 0.31 } as const;

describe("sampleSlice", () => {
  for (const name of ["ras", "las", "psr", "oblique"] as const) {
    for (const [scale, pixelsPerMm] of Object.entries(SCALES)) {
      test.each(["nearest", "linear"] as const)(
        `is what all voxels together make of a pixel: ${name}, ${scale}, %s`,
        (mode) => {
          const volume = gridVolume(name);
          for (const convention of CONVENTIONS) {
            const centreMm: Vec3 = [3.123, -6.917, 11.071];
            const crosshairMm: Vec3 = [2.717, -7.531, 11.613];
            const options = { ...convention, view: { centreMm, crosshairMm }, pixelsPerMm, width: 29, height: 23 };
            expectOracle(volume, cameraOn(volume, options), mode);
          }
        },
      );
    }
  }

  test.each([1, 1.5, 2])("counts device pixels, %d of them per CSS pixel", (ratio) => {
    const volume = gridVolume("psr");
    const camera = cameraOn(volume, { ratio, width: 21, height: 17, pixelsPerMm: 1.3 });
    expect(camera.width).toBe(Math.round(21 * ratio));
    expectOracle(volume, camera, "nearest");
    expectOracle(volume, camera, "linear");
  });

  test.each([2, 3])("gives each voxel %d whole pixels at whole zooms", (zoom) => {
    const volume = gridVolume("ras", [6, 5, 4], [1, 1, 1]);
    const camera = cameraOn(volume, { pixelsPerMm: zoom, width: 6 * zoom, height: 5 * zoom });
    const values = sampleSlice(volume, camera, false);
    for (let i = 0; i < values.length; i++) {
      const x = Math.floor((i % camera.width) / zoom);
      const y = 4 - Math.floor(Math.floor(i / camera.width) / zoom);
      expect(values[i]).toBe(volume.data[x + 6 * (y + 5 * 2)]);
    }
  });

  it("at an angle is trilinear, or the nearest voxel", () => {
    const volume = gridVolume("oblique", [12, 10, 8], [1, 1.2, 1.4]);
    const camera = cameraOn(volume, { frame: AXES_OF.ras, pixelsPerMm: 2.1 });
    for (const mode of ["nearest", "linear"] as const) {
      const values = sampleSlice(volume, camera, mode === "linear");
      for (let y = 0; y < camera.height; y++) {
        for (let x = 0; x < camera.width; x++) {
          const mm = worldAt(camera, x + 0.5, y + 0.5);
          const expected = valueAt(volume, mm, mode === "linear");
          expect(values[y * camera.width + x]).toBe(Math.fround(expected));
          const at = voxelOf(volume, mm);
          const weights = (i: number, axis: number) =>
            share(i, at[axis] as number, volume.dims[axis] as number, 0, mode);
          if (Number.isNaN(expected)) continue;
          let sum = 0;
          volume.data.forEach((value, i) => {
            const [vx, vy, vz] = [i % 12, Math.floor(i / 12) % 10, Math.floor(i / 120)];
            sum += value * weights(vx, 0) * weights(vy, 1) * weights(vz, 2);
          });
          expect(expected).toBeCloseTo(sum, 6);
        }
      }
    }
  });

  it("at an angle averages where voxels are smaller than pixels", () => {
    const volume = gridVolume("oblique", [64, 64, 64], [0.5, 0.5, 0.5]);
    // Alternating voxels: without averaging the picture would be as rough as they are.
    const data = volume.data.map((_, i) => ((i % 64) + (Math.floor(i / 64) % 64) + Math.floor(i / 4096)) % 2);
    const camera = cameraOn({ ...volume, data }, { frame: AXES_OF.ras, pixelsPerMm: 0.5, width: 10, height: 10 });
    for (const smooth of [false, true]) {
      const inner = sampleSlice({ ...volume, data }, camera, smooth).filter((value) => !Number.isNaN(value));
      expect(inner.length).toBeGreaterThan(20);
      for (const value of inner) expect(Math.abs(value - 0.5)).toBeLessThan(0.3);
    }
  });

  it("leaves voxels without a value out, and shows none where they prevail", () => {
    const volume = gridVolume("ras", [8, 8, 3], [1, 1, 1]);
    const random = seededRandom(3);
    const data = volume.data.map((value) => (random() < 0.3 ? Number.NaN : value));
    for (const pixelsPerMm of [4.1, 0.6]) {
      for (const mode of ["nearest", "linear"] as const) {
        expectOracle({ ...volume, data }, cameraOn(volume, { pixelsPerMm }), mode);
      }
    }
  });

  it("keeps a constant exactly, on any grid and scale", () => {
    for (const name of ["ras", "oblique"] as const) {
      const volume = gridVolume(name);
      const data = volume.data.map(() => 123.456);
      for (const pixelsPerMm of [0.23, 0.61, 1.7, 5.3]) {
        for (const smooth of [false, true]) {
          const values = sampleSlice({ ...volume, data }, cameraOn(volume, { pixelsPerMm }), smooth);
          for (const value of values) if (!Number.isNaN(value)) expect(value).toBe(Math.fround(123.456));
        }
      }
    }
  });

  it("says how many voxels lie under a pixel", () => {
    const volume = gridVolume("ras", [4, 4, 4], [0.5, 1, 2]);
    expect(voxelsPerPixel(volume, cameraOn(volume, { pixelsPerMm: 2, ratio: 2, plane: "coronal" }))).toEqual([
      0.5, 0.125,
    ]);
  });
});

describe("a grid twice as fine", () => {
  for (const name of ["las", "psr", "oblique"] as const) {
    it(`covers the same box, and its content stays where it was: ${name}`, () => {
      const volume = gridVolume(name, [16, 14, 12], [1, 1, 1.5]);
      const ramp = (v: Volume) => {
        const [nx, ny] = v.dims;
        return v.data.map((_, i) => {
          const mm = voxelToWorld(v.affine, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]);
          const isInBox = mm.every((value, axis) => Math.abs(value - (MIDDLE[axis] as number)) < 5);
          return isInBox ? 200 + 5 * mm[0] + 3 * mm[1] - 4 * mm[2] : 100;
        });
      };
      const coarse = { ...volume, data: ramp(volume) };
      const empty = { data: new Float32Array(8 * volume.data.length), ...upsampledGrid(volume, [2, 2, 2]) };
      const fine = { ...empty, data: ramp(empty) };
      for (const convention of CONVENTIONS) {
        for (const pixelsPerMm of [0.8, 2.3, 6]) {
          const camera = cameraOn(volume, { ...convention, pixelsPerMm, width: 130, height: 120 });
          for (const smooth of [false, true]) {
            const [a, b] = [sampleSlice(coarse, camera, smooth), sampleSlice(fine, camera, smooth)];
            expectAlike(a, b, Infinity);
            const [at, there] = [centroid(a, camera.width), centroid(b, camera.width)];
            const off = Math.hypot(at[0] - there[0], at[1] - there[1]) / pixelsPerMm;
            expect(off).toBeLessThan(0.1);
          }
        }
      }
    });
  }
});

test("the value and the voxel at a point", () => {
  const volume = gridVolume("psr");
  const [nx, ny] = volume.dims;
  const mm = voxelToWorld(volume.affine, [2.3, 4.4, 1.2]);
  expect(valueAt(volume, mm)).toBe(volume.data[2 + nx * (4 + ny)]);
  const outside = voxelToWorld(volume.affine, [2, 4, 4.6]);
  expect(valueAt(volume, outside)).toBeNaN();
});
