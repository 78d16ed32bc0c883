import { describe, expect, it } from "vitest";
import type { Vec3 } from "../../../core/volume";
import { upsampleTricubic } from "../../interpolation/reference/tricubic";
import { CLASS_COUNT } from "../classes";
import { type ReferenceBank, upscaleReference } from "./upscale";

const gainBank = (gain: number): ReferenceBank => ({
  factor: [1, 2, 3],
  patch: 3,
  gradientSigma: 0.85,
  filters: Float32Array.from({ length: CLASS_COUNT * 27 }, (_, k) => (k % 27 === 13 ? gain : 0)),
  strengthEdges: [0.1, 0.2],
  coherenceEdges: [0.3, 0.6],
});

const dims: Vec3 = [4, 5, 6];
const scan = Float64Array.from({ length: 120 }, (_, i) => (i % 4 < 2 ? 0 : 200 + 50 * Math.sin(i)));

describe("upscaleReference", () => {
  it("is tricubic on the scan's own scale with identity filters", () => {
    const { output, upsampled, p } = upscaleReference(scan, dims, gainBank(1));
    upsampleTricubic(scan, dims, [1, 2, 3]).forEach((value, i) => {
      expect(output[i]).toBeCloseTo(value, 9);
      expect((upsampled[i] as number) * p).toBeCloseTo(value, 9);
    });
  });

  it("filters where the upsampled volume is not zero, and clips nothing", () => {
    const { output } = upscaleReference(scan, dims, gainBank(1.5));
    const interpolated = upsampleTricubic(scan, dims, [1, 2, 3]);
    expect(interpolated.filter((value) => value === 0).length).toBe(360);
    interpolated.forEach((value, i) => {
      expect(output[i]).toBeCloseTo(1.5 * value, 9);
    });
  });

  it("scales with the scan and keeps its classes", () => {
    const one = upscaleReference(scan, dims, gainBank(1.1));
    const four = upscaleReference(
      scan.map((value) => 4 * value),
      dims,
      gainBank(1.1),
    );
    expect([...four.classes]).toEqual([...one.classes]);
    expect([...four.output]).toEqual(Array.from(one.output, (value) => 4 * value));
  });

  it("refuses a scan without signal", () => {
    expect(() => upscaleReference(new Float64Array(120), dims, gainBank(1))).toThrow(
      expect.objectContaining({ code: "E_INTENSITY" }),
    );
  });
});
