import { describe, expect, it } from "vitest";
import { type Factor, upsampledDims, type Vec3, voxelCount } from "../../../core/volume";
import { tensorAt } from "../../common/reference/structure-tensor";
import { CLASS_COUNT } from "../classes";
import golden from "./golden.json";
import { featuresOf } from "./hash";
import { upscaleReference } from "./upscale";

const dims = golden.dims as unknown as Vec3;
const factor: Factor = [2, 2, 2];
const fine = upsampledDims(dims, factor);

const scan = Float64Array.from({ length: voxelCount(dims) }, (_, i) => {
  const [x, y, z] = [i % dims[0], Math.floor(i / dims[0]) % dims[1], Math.floor(i / (dims[0] * dims[1]))];
  return 120 + 80 * Math.sin(0.9 * x + 0.3 * y) + 60 * Math.cos(0.7 * z - 0.2 * x) + 7 * Math.sin(3.1 * i);
});

const edges = {
  strengthEdges: golden.strength_edges as [number, number],
  coherenceEdges: golden.coherence_edges as [number, number],
};

const filters = new Float64Array(CLASS_COUNT * 1331);
for (let c = 0; c < CLASS_COUNT; c++) {
  for (let k = 0; k < 1331; k++) filters[c * 1331 + k] = 0.002 * Math.sin(0.37 * c + 0.11 * k) + (k === 665 ? 1 : 0);
}

const result = upscaleReference(scan, dims, { factor, patch: 11, gradientSigma: 0.85, filters, ...edges });

const maxDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));

describe("the worked example", () => {
  it("has the same reference intensity", () => {
    expect(result.p).toBeCloseTo(golden.p, 10);
  });

  // The example is written with nine significant digits.
  it("has the same upsampled volume", () => {
    expect(result.upsampled.length).toBe(golden.upsampled.length);
    expect(maxDifference(result.upsampled, golden.upsampled)).toBeLessThan(6e-9);
  });

  it.each(golden.voxels)("has the same tensor, features and class at $at", (voxel) => {
    const [x, y, z] = voxel.at as [number, number, number];
    const index = x + fine[0] * (y + fine[1] * z);
    const tensor = tensorAt(result.tensor, index);
    expect(maxDifference(tensor, voxel.tensor_xx_xy_xz_yy_yz_zz)).toBeLessThan(1e-10);
    const features = featuresOf(tensor);
    expect(features.azimuth).toBeCloseTo(voxel.azimuth, 9);
    expect(features.elevation).toBeCloseTo(voxel.elevation, 9);
    expect(features.strength).toBeCloseTo(voxel.strength, 12);
    expect(features.coherence).toBeCloseTo(voxel.coherence, 9);
    expect(result.classes[index]).toBe(voxel.cls);
  });

  it("has the same class at every voxel", () => {
    expect([...result.classes]).toEqual(golden.classes);
  });

  it("has the same output", () => {
    expect(
      maxDifference(
        result.output.map((value) => value / result.p),
        golden.output,
      ),
    ).toBeLessThan(6e-9);
  });
});
