import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { determinant, inverseAffine, voxelToWorld } from "../core/affine";
import type { Vec3 } from "../core/volume";
import {
  edgeLetters,
  extentOf,
  fitPixelsPerMm,
  frameOf,
  obliqueDegrees,
  screenOf,
  sliceOf,
  stepped,
  tileCamera,
  worldAt,
} from "./camera";
import { AXES_OF, affineOf, CONVENTIONS, cameraOn, distance, gridVolume } from "./test-grids";
import { dot, minus } from "./vectors";

const NAMES = ["ras", "las", "psr", "oblique"] as const;

describe("frameOf", () => {
  test.each(NAMES)("is orthonormal, right-handed and points to right, anterior and superior: %s", (name) => {
    const frame = frameOf(gridVolume(name).affine, "scan");
    for (const a of [0, 1, 2] as const) {
      for (const b of [0, 1, 2] as const) expect(dot(frame[a], frame[b])).toBeCloseTo(a === b ? 1 : 0, 12);
      expect(frame[a][a]).toBeGreaterThan(0.7);
    }
    expect(determinant(...frame)).toBeCloseTo(1, 12);
  });

  it("follows the grid axes of an oblique scan, or the scanner's", () => {
    const { affine } = gridVolume("oblique");
    const frame = frameOf(affine, "scan");
    expect(distance(frame[0], AXES_OF.oblique[0].map((value) => -value) as unknown as Vec3)).toBeLessThan(1e-12);
    expect(distance(frame[2], AXES_OF.oblique[2])).toBeLessThan(1e-12);
    expect(frameOf(affine, "scanner")).toEqual(AXES_OF.ras);
  });

  it("straightens a sheared grid", () => {
    const frame = frameOf([1, 0.1, 0, 0, 0, 1, 0.2, 0, 0, 0, 1, 0, 0, 0, 0, 1], "scan");
    expect(Math.abs(dot(frame[0], frame[1]))).toBeLessThan(1e-12);
    expect(Math.abs(dot(frame[1], frame[2]))).toBeLessThan(1e-12);
  });

  it("tells how far a grid is turned", () => {
    expect(obliqueDegrees(gridVolume("psr").affine)).toBeCloseTo(0, 6);
    const turned = AXES_OF.oblique.map((axis, i) => (Math.acos(Math.abs(axis[i] as number)) * 180) / Math.PI);
    expect(obliqueDegrees(gridVolume("oblique").affine)).toBeCloseTo(Math.max(...turned), 6);
  });
});

test.each(NAMES)("the inverse of an affine: %s", (name) => {
  const { affine } = gridVolume(name);
  const mm = voxelToWorld(affine, [1.5, -2, 7]);
  expect(distance(voxelToWorld(inverseAffine(affine), mm), [1.5, -2, 7])).toBeLessThan(1e-9);
});

describe("tileCamera", () => {
  const point = fc.tuple(
    fc.double({ min: -200, max: 200, noNaN: true }),
    fc.double({ min: -200, max: 200, noNaN: true }),
    fc.double({ min: -200, max: 200, noNaN: true }),
  );

  it("finds a point of the screen again, on the plane of the crosshair, in every convention", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.constantFrom(...CONVENTIONS),
        fc.tuple(point, point),
        fc.tuple(fc.double({ min: 0.2, max: 200, noNaN: true }), fc.constantFrom(1, 1.25, 1.5, 2, 3)),
        fc.tuple(fc.double({ min: -50, max: 900, noNaN: true }), fc.double({ min: -50, max: 900, noNaN: true })),
        (name, convention, [crosshairMm, centreMm], [pixelsPerMm, ratio], [x, y]) => {
          const view = { crosshairMm, centreMm };
          const camera = cameraOn(gridVolume(name), {
            ...convention,
            view,
            pixelsPerMm,
            ratio,
            width: 401,
            height: 303,
          });
          const mm = worldAt(camera, x, y);
          const seen = screenOf(camera, mm);
          expect(Math.hypot(seen[0] - x, seen[1] - y)).toBeLessThan(1e-6);
          expect(Math.abs(dot(minus(mm, crosshairMm), camera.normal))).toBeLessThan(1e-9);
          const middle = worldAt(camera, camera.width / ratio / 2, camera.height / ratio / 2);
          const off = minus(middle, centreMm);
          expect(distance(middle, centreMm)).toBeCloseTo(Math.abs(dot(off, camera.normal)), 6);
          expect(distance(worldAt(camera, x + 10, y), mm)).toBeCloseTo(10 / pixelsPerMm, 6);
        },
      ),
    );
  });

  it("shows right, anterior and superior where the convention wants them", () => {
    const options = (plane: "axial" | "coronal" | "sagittal", mirrored: boolean) =>
      tileCamera({
        plane,
        frame: AXES_OF.ras,
        view: { crosshairMm: [0, 0, 0], centreMm: [0, 0, 0] },
        pixelsPerMm: 2,
        width: 100,
        height: 80,
        ratio: 1,
        radiological: mirrored,
        noseLeft: mirrored,
      });
    const at = (plane: "axial" | "coronal" | "sagittal", mirrored: boolean, mm: Vec3) =>
      screenOf(options(plane, mirrored), mm).map((value) => Math.round(value * 1e6) / 1e6);
    expect(at("axial", false, [5, 10, 3])).toEqual([60, 20]);
    expect(at("axial", true, [5, 10, 3])).toEqual([40, 20]);
    expect(at("coronal", false, [5, 3, 10])).toEqual([60, 20]);
    expect(at("coronal", true, [5, 3, 10])).toEqual([40, 20]);
    expect(at("sagittal", false, [3, 5, 10])).toEqual([60, 20]);
    expect(at("sagittal", true, [3, 5, 10])).toEqual([40, 20]);
  });
});

describe("edgeLetters", () => {
  const letters = (plane: "axial" | "coronal" | "sagittal", mirrored: boolean, name: (typeof NAMES)[number] = "ras") =>
    edgeLetters(plane, frameOf(gridVolume(name).affine, "scan"), {
      letters: true,
      radiological: mirrored,
      noseLeft: mirrored,
    }).join("");

  test.each(NAMES)("are the anatomy's, whatever way the grid is stored: %s", (name) => {
    expect(letters("axial", false, name)).toBe("LRAP");
    expect(letters("axial", true, name)).toBe("RLAP");
    expect(letters("coronal", false, name)).toBe("LRSI");
    expect(letters("coronal", true, name)).toBe("RLSI");
    expect(letters("sagittal", false, name)).toBe("PASI");
    expect(letters("sagittal", true, name)).toBe("APSI");
  });

  it("do not pretend to know", () => {
    const options = { letters: false, radiological: false, noseLeft: false };
    expect(edgeLetters("axial", AXES_OF.ras, options)).toEqual(["?", "?", "?", "?"]);
  });
});

describe("extentOf and fitPixelsPerMm", () => {
  test.each(NAMES)("hold the outer faces of the voxels: %s", (name) => {
    const volume = gridVolume(name, [10, 20, 30], [1, 1, 1]);
    const { centreMm, sizeMm } = extentOf([volume], frameOf(volume.affine, "scan"));
    expect([...sizeMm].map(Math.round).sort()).toEqual([10, 20, 30]);
    expect(distance(centreMm, [3, -7, 11])).toBeLessThan(1e-9);
  });

  it("take the tightest tile", () => {
    const tiles = [
      { plane: "axial", width: 400, height: 300 },
      { plane: "sagittal", width: 300, height: 300 },
    ] as const;
    expect(fitPixelsPerMm([100, 200, 50], tiles)).toBe(1.5);
    expect(fitPixelsPerMm([500, 100, 50], tiles)).toBe(0.8);
    expect(fitPixelsPerMm([500, 100, 50], [])).toBe(1);
  });
});

describe("stepped and sliceOf", () => {
  test.each(NAMES)("go from slice to slice towards right, anterior and superior, and stop in the last: %s", (name) => {
    const volume = gridVolume(name, [9, 8, 7], [1, 2, 3]);
    const frame = frameOf(volume.affine, "scan");
    for (const { plane } of CONVENTIONS) {
      const start = voxelToWorld(volume.affine, [4.2, 3.4, 3.3]);
      const { index, count } = sliceOf(volume, frame, plane, start);
      const next = stepped(volume, frame, plane, start, 1);
      expect(sliceOf(volume, frame, plane, next)).toEqual({ index: index + 1, count });
      expect(sliceOf(volume, frame, plane, stepped(volume, frame, plane, start, -1)).index).toBe(index - 1);
      const first = stepped(volume, frame, plane, start, -100);
      const last = stepped(volume, frame, plane, start, 100);
      expect(sliceOf(volume, frame, plane, first).index).toBe(0);
      expect(sliceOf(volume, frame, plane, last).index).toBe(count - 1);
      expect(stepped(volume, frame, plane, last, 1)).toEqual(last);
      const spacing = distance(stepped(volume, frame, plane, next, 1), next);
      expect(distance(first, last)).toBeCloseTo(spacing * (count - 1), 9);
    }
  });

  it("count slices along the scanner's axes of an oblique scan", () => {
    const volume = gridVolume("oblique", [9, 8, 7], [1, 2, 3]);
    const at = voxelToWorld(volume.affine, [4, 4, 3]);
    const up = stepped(volume, AXES_OF.ras, "axial", at, 1);
    expect(sliceOf(volume, AXES_OF.ras, "axial", up).index).toBe(4);
    expect(up[0]).toBeCloseTo(at[0], 9);
    expect(up[1]).toBeCloseTo(at[1], 9);
  });

  it("does not mind a crosshair outside", () => {
    const volume = gridVolume("ras", [4, 4, 4], [1, 1, 1]);
    const outside: Vec3 = [3, -7, 500];
    expect(sliceOf(volume, AXES_OF.ras, "axial", outside)).toEqual({ index: 3, count: 4 });
    expect(sliceOf(volume, AXES_OF.ras, "axial", stepped(volume, AXES_OF.ras, "axial", outside, -1)).index).toBe(2);
  });
});

test("an affine of the tests has its middle where it says", () => {
  const affine = affineOf([3, 5, 7], [1, 2, 3], AXES_OF.oblique, [1, 2, 3]);
  expect(distance(voxelToWorld(affine, [1, 2, 3]), [1, 2, 3])).toBeLessThan(1e-12);
});
