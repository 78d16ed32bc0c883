import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { gradient } from "../../common/reference/gradient";
import { structureTensor, type Tensor, tensorAt } from "../../common/reference/structure-tensor";
import { type ClassEdges, classOf, edgeDistance, type Features, featuresOf, hashVolume, relativeGap } from "./hash";

const edges: ClassEdges = { strengthEdges: [0.1, 0.2], coherenceEdges: [0.3, 0.6] };
const outer = ([x, y, z]: Vec3): Tensor => [x * x, x * y, x * z, y * y, y * z, z * z];
const diagonal = (a: number, b: number, c: number): Tensor => [a, 0, 0, b, 0, c];

function expectDirection(features: Features, [x, y, z]: Vec3): void {
  const length = Math.hypot(x, y, z);
  [x, y, z].forEach((value, axis) => {
    expect(features.direction[axis]).toBeCloseTo(value / length, 12);
  });
  expect(features.azimuth).toBeCloseTo(Math.atan2(y, x), 12);
  expect(features.elevation).toBeCloseTo(Math.acos(z / length), 12);
}

/** A wave vector and the one of the pair v, -v that the method takes. */
const BRANCHES: { wave: Vec3; taken: Vec3 }[] = [
  { wave: [0.3, 0.2, 0.4], taken: [0.3, 0.2, 0.4] },
  { wave: [0.3, -0.2, 0.4], taken: [-0.3, 0.2, -0.4] },
  { wave: [-0.3, 0.2, -0.4], taken: [-0.3, 0.2, -0.4] },
  { wave: [-0.3, -0.2, -0.4], taken: [0.3, 0.2, 0.4] },
  { wave: [0.3, 0, -0.4], taken: [0.3, 0, -0.4] },
  { wave: [-0.3, 0, -0.4], taken: [0.3, 0, 0.4] },
  { wave: [0, -0.4, 0], taken: [0, 0.4, 0] },
  { wave: [-0.4, 0, 0], taken: [0.4, 0, 0] },
  { wave: [0, 0, 0.4], taken: [0, 0, 0.4] },
  { wave: [0, 0, -0.4], taken: [0, 0, 0.4] },
];

describe("featuresOf", () => {
  it.each(BRANCHES)("finds the direction of a plane wave along $wave", ({ wave: [a, b, c], taken }) => {
    const dims: Vec3 = [13, 13, 13];
    const u = Float64Array.from({ length: 2197 }, (_, i) =>
      Math.sin(a * (i % 13) + b * (Math.floor(i / 13) % 13) + c * Math.floor(i / 169)),
    );
    const features = featuresOf(tensorAt(structureTensor(gradient(u, dims), dims, 0.85), 6 + 13 * (6 + 13 * 6)));
    // Central differences of sin(k·x) are sin(k_a)·cos(k·x).
    expectDirection(features, taken.map(Math.sin) as unknown as Vec3);
    expect(features.coherence).toBeCloseTo(1, 6);
    expect(relativeGap(features)).toBeCloseTo(1, 12);
  });

  it("is a ramp's slope", () => {
    const features = featuresOf(outer([0.12, -0.16, 0.48]));
    expectDirection(features, [-0.12, 0.16, -0.48]);
    expect(features.strength).toBeCloseTo(0.52, 12);
  });

  it("has the coherence of its definition, from -1/3 to 1", () => {
    expect(featuresOf(diagonal(16, 4, 1)).coherence).toBeCloseTo((4 - 2 - 1) / 7, 14);
    expect(featuresOf(diagonal(4, 4, 4)).coherence).toBeCloseTo(-1 / 3, 14);
    expect(featuresOf(diagonal(0, 0, 9)).coherence).toBe(1);
    expect(featuresOf(diagonal(1, 0, -1e-18)).lambda).toEqual([1, 0, 0]);
  });

  it("takes (0, 0, 1) for the zero tensor", () => {
    const features = featuresOf(diagonal(0, 0, 0));
    expect(features).toEqual({
      lambda: [0, 0, 0],
      direction: [0, 0, 1],
      azimuth: 0,
      elevation: 0,
      strength: 0,
      coherence: 0,
    });
    expect(classOf(features, edges)).toBe(0);
    expect(relativeGap(features)).toBe(0);
  });
});

describe("classOf", () => {
  const features = (azimuth: number, elevation: number, strength: number, coherence: number): Features => ({
    lambda: [strength ** 2, 0, 0],
    direction: [0, 1, 0],
    azimuth,
    elevation,
    strength,
    coherence,
  });

  it("counts the edges that are at most the value", () => {
    const strengths = [0.0999, 0.1, 0.1999, 0.2, 5].map((s) => classOf(features(0, 0, s, 0), edges));
    expect(strengths).toEqual([0, 3, 3, 6, 6]);
    const coherences = [-0.3, 0.3, 0.5, 0.6, 1].map((c) => classOf(features(0, 0, 0, c), edges));
    expect(coherences).toEqual([0, 1, 1, 2, 2]);
  });

  it("cuts the angles every 22.5°, the last bin closed", () => {
    const degree = Math.PI / 180;
    const azimuths = [0, 22.4, 22.6, 90.1, 179.9, 180].map((d) => classOf(features(d * degree, 0, 0, 0), edges) / 72);
    expect(azimuths).toEqual([0, 0, 1, 4, 7, 7]);
    const elevations = [0, 22.4, 22.6, 90.1, 179.9, 180].map((d) => classOf(features(0, d * degree, 0, 0), edges) / 9);
    expect(elevations).toEqual([0, 0, 1, 4, 7, 7]);
  });

  it("numbers the last class 575", () => {
    expect(classOf(features(3.1, 3.1, 1, 1), edges)).toBe(575);
  });
});

describe("edgeDistance", () => {
  it("is the distance to the nearest edge of any feature", () => {
    const middle = featuresOf(outer([0.3, 0.2, 0.4]));
    const angle = (value: number) => {
      const inBin = value % (Math.PI / 8);
      return Math.min(inBin, Math.PI / 8 - inBin);
    };
    const expected = Math.min(
      angle(Math.atan2(0.2, 0.3)),
      angle(Math.acos(0.4 / Math.sqrt(0.29))),
      Math.sqrt(0.29) - 0.2,
      0.4,
    );
    expect(edgeDistance(middle, edges)).toBeCloseTo(expected, 12);
  });

  it("is zero where v and -v change places", () => {
    expect(edgeDistance(featuresOf(outer([0.3, 0, 0.05])), edges)).toBe(0);
    expect(edgeDistance(featuresOf(outer([-0.3, 1e-5, 0.05])), edges)).toBeLessThan(1e-4);
  });

  it("sees strength and coherence edges", () => {
    expect(edgeDistance(featuresOf(outer([0.06, 0.08, 0.0003])), edges)).toBeLessThan(1e-5);
    const root = 0.7 / 1.3;
    const onEdge = featuresOf(outer([0.3, 0.2, 0.4]));
    expect(edgeDistance({ ...onEdge, coherence: 0.3 + 1e-6 }, edges)).toBeCloseTo(1e-6, 12);
    expect(featuresOf(diagonal(1, root ** 2, 0)).coherence).toBeCloseTo(0.3, 12);
  });
});

describe("hashVolume", () => {
  it("hashes every voxel of the field", () => {
    const tensors = [outer([0.3, 0.2, 0.4]), diagonal(0, 0, 0), diagonal(0.04, 0.01, 0.01)];
    const field = [0, 1, 2, 3, 4, 5].map((k) => Float64Array.from(tensors, (tensor) => tensor[k] as number));
    expect([...hashVolume(field, edges)]).toEqual(tensors.map((tensor) => classOf(featuresOf(tensor), edges)));
  });
});
