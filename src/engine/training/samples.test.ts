import { expect, test } from "vitest";
import { OUTSIDE } from "../brick";
import { seededRandom } from "../synthetic";
import { binEdges, drawSamples, mixBits, sortSamples } from "./samples";

function hashed(count: number) {
  const random = seededRandom(3);
  return {
    upsampled: new Float32Array(count),
    classes: Uint32Array.from({ length: count }, (_, i) => (i % 5 === 0 ? OUTSIDE : 9 * Math.floor(64 * random()))),
    features: Float32Array.from({ length: 2 * count }, random),
  };
}

test("samples the wanted share, inside the mask only, the same for the same seed", () => {
  const volume = hashed(50_000);
  const mask = Uint8Array.from({ length: 50_000 }, (_, i) => (i % 3 === 0 ? 0 : 1));
  const drawn = drawSamples(volume, mask, 0.3, 1, 0);
  const eligible = volume.classes.filter((c, i) => c !== OUTSIDE && mask[i] === 1).length;
  expect(Math.abs(drawn.voxels.length / eligible - 0.3)).toBeLessThan(0.01);
  expect(drawn.voxels.every((i) => i % 3 !== 0 && i % 5 !== 0)).toBe(true);
  expect(drawSamples(volume, mask, 0.3, 1, 0)).toEqual(drawn);
  expect(drawSamples(volume, mask, 0.3, 2, 0).voxels).not.toEqual(drawn.voxels);
  expect(drawSamples(volume, mask, 0.3, 1, 1).voxels).not.toEqual(drawn.voxels);
  expect(drawSamples(volume, mask, 1, 1, 0).voxels.length).toBe(eligible);
});

test("mixed bits are evenly spread", () => {
  const bins = new Uint32Array(16);
  for (let i = 0; i < 16_000; i++) {
    const bin = mixBits(7, 2, i) >>> 28;
    bins[bin] = (bins[bin] as number) + 1;
  }
  for (const count of bins) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("bin edges are tertiles over all volumes", () => {
  const mask = new Uint8Array(50_000).fill(1);
  const all = [1, 2].map((seed) => drawSamples(hashed(50_000), mask, 0.5, seed, seed));
  const { strengthEdges, coherenceEdges } = binEdges(all, 1);
  for (const [low, high] of [strengthEdges, coherenceEdges]) {
    expect(low).toBeCloseTo(1 / 3, 1);
    expect(high).toBeCloseTo(2 / 3, 1);
  }
});

test("sorting orders by class, then brick, and keeps the order of the voxels", () => {
  const samples = {
    voxels: Uint32Array.of(4, 5, 6, 7, 8),
    directions: Uint8Array.of(1, 0, 1, 0, 1),
    strengths: Float32Array.of(0, 0.5, 0, 2, 0),
    coherences: Float32Array.of(0, 1, 0, 2, 0),
  };
  const edges = { strengthEdges: [0.5, 1], coherenceEdges: [0.5, 1] } as const;
  const { order, starts } = sortSamples(samples, edges, (voxel) => (voxel < 6 ? 1 : 0), 2);
  expect([...order]).toEqual([1, 3, 2, 4, 0]);
  // Sample 1: direction 0, strength 1 (an edge belongs to the upper bin), coherence 2, brick 1.
  expect([starts[2 * 5 + 1], starts[2 * 5 + 2]]).toEqual([0, 1]);
  expect([starts[2 * 9], starts[2 * 9 + 1], starts[2 * 9 + 2]]).toEqual([2, 4, 5]);
});
