import { describe, expect, it, test } from "vitest";
import { fourierResized, withNoise } from "../cli/tables/simulate";
import { type Vec3, voxelCount } from "../core/volume";
import { degrade } from "../degradations/reference/degrade";
import { headPhantom } from "../phantom/head";
import { degradationEvidence } from "./degradation";
import { ripplesAlong } from "./edges";
import { scanEvidence } from "./evidence";
import { noiseOf } from "./noise";
import { axisEvidence } from "./resolution";
import { sliceEvidence } from "./slices";

const axesOf = (volume: Parameters<typeof axisEvidence>[0]) =>
  ([0, 1, 2] as const).map((axis) => axisEvidence(volume, axis));

describe("degradationEvidence", () => {
  const fine = headPhantom({ dims: [160, 200, 90], spacing: 1.1, noise: 0, seed: 5 });
  const box = degrade(fine, [2, 2, 1], "box");
  const kspace = [0, 1].reduce((v, axis) => fourierResized(v, axis as 0 | 1, (v.dims[axis] as number) / 2), fine);

  it("sees edges ring where k-space ends", () => {
    for (const axis of [0, 1] as const) {
      const [means, part] = [box, kspace].map((volume) => ripplesAlong(volume, axis, volume.dims[axis], 130));
      expect(means?.height).toBeLessThan(1.2);
      expect(part?.height).toBeGreaterThan(3);
      expect(means?.edges).toBeGreaterThan(2000);
    }
  });

  it("tells means of blocks from a part of k-space", () => {
    const found = [box, kspace].map((clean) => {
      const volume = withNoise(clean, 15, 2);
      // Along z both are as fine as ever: they are taken for slices.
      const axes = axesOf(volume).map((axis, a) => (a === 2 ? { ...axis, trueMm: 9 } : axis));
      return degradationEvidence(volume, axes, noiseOf(volume));
    });
    expect(found[0]?.kspaceShare).toBeLessThan(0.4);
    expect(found[1]?.kspaceShare).toBeGreaterThan(0.9);
    expect(found[1]?.certainty).toBeGreaterThan(0.8);
  });

  it("cannot tell from few edges", () => {
    const flat = withNoise({ ...box, data: new Float32Array(voxelCount(box.dims)).fill(500) }, 10, 1);
    expect(degradationEvidence(flat, axesOf(flat), noiseOf(flat))).toMatchObject({ kspaceShare: 0.5, certainty: 0 });
  });
});

describe("sliceEvidence", () => {
  const fine = headPhantom({ dims: [120, 120, 96], spacing: 1.3, noise: 0, seed: 2 });
  const thin = sliceEvidence(degrade(fine, [1, 1, 4], "slice:z,3.2,0.8"));
  const thick = sliceEvidence(degrade(fine, [1, 1, 4], "slice:z,5.32,-1.32"));

  it("finds thicker slices thicker", () => {
    expect(thin?.from).toBe("spectrum");
    expect(thin?.axis).toBe(2);
    expect(thin?.distanceMm).toBeCloseTo(5.2, 6);
    expect((thick?.thicknessMm ?? 0) - (thin?.thicknessMm ?? 0)).toBeGreaterThan(1.5);
    expect(thin?.certainty).toBeLessThan(0.8);
  });

  it("believes what files tell, and tells nothing of cubic voxels", () => {
    const given = { axis: 0, distanceMm: 4, thicknessMm: 3 } as const;
    expect(sliceEvidence(fine, given)).toEqual({ ...given, from: "tags", certainty: 1 });
    expect(sliceEvidence(fine)).toBeUndefined();
  });
});

test("scanEvidence tells all of it, reports itself and is cancelled", async () => {
  const head = headPhantom({ dims: [64, 76, 30], spacing: 2.6, noise: 10 });
  const scan = fourierResized(head, 0, 96);
  const fractions: number[] = [];
  const evidence = await scanEvidence(scan, { onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(evidence.axes.map(({ kind }) => kind)).toEqual(["zero-filled", "as sampled", "as sampled"]);
  expect(evidence.noise?.share).toBeGreaterThan(0.002);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
  expect(await scanEvidence(scan)).toEqual(evidence);
  await expect(scanEvidence(scan, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
});

test("scanEvidence copes with scans that show nothing, and with missing voxels", async () => {
  const random = headPhantom({ dims: [30, 30, 30], spacing: 6, noise: 10 });
  const some = { ...random, data: random.data.map((value, i) => (i % 5 === 0 ? Number.NaN : value)) };
  for (const dims of [
    [2, 1, 1],
    [3, 40, 5],
    [8, 8, 8],
  ] as Vec3[]) {
    const volume = { ...random, dims, data: random.data.slice(0, voxelCount(dims)) };
    const { axes } = await scanEvidence({ ...volume, data: volume.data.map((_, i) => i) });
    expect(axes.map(({ trueVoxels }) => trueVoxels)).toEqual(dims);
  }
  const constant = { ...random, data: new Float32Array(random.data.length).fill(7) };
  expect((await scanEvidence(constant)).degradation.certainty).toBe(0);
  const { axes } = await scanEvidence(some);
  expect(axes.every(({ certainty }) => Number.isFinite(certainty))).toBe(true);
});
