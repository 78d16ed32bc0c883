import { describe, expect, it } from "vitest";
import { upsampledDims, type Vec3, voxelCount } from "../../../core/volume";
import golden from "../../../methods/paper/reference/golden.json";
import { psnr, rmse, ssim } from "./metrics";

const clip = (value: number) => Math.min(Math.max(value, 0), 1);
const everywhere = (n: number) => new Uint8Array(n).fill(1);
const wave = (n: number, f: number) => Float32Array.from({ length: n }, (_, i) => 0.5 + 0.5 * Math.sin(f * i * i));

const goldenDims = upsampledDims(golden.dims as unknown as Vec3, [2, 2, 2]);
const goldenA = Float32Array.from(golden.upsampled, (value) => clip(Math.abs(value)));
const goldenB = Float32Array.from(golden.upsampled, (value, i) => clip(clip(Math.abs(value)) + 0.05 * Math.sin(i)));

/** SSIM at one voxel straight from its definition, two passes over the window. */
function windowSsim(a: Float32Array, b: Float32Array, dims: Vec3, at: Vec3): number {
  const va: number[] = [];
  const vb: number[] = [];
  for (let z = at[2] - 3; z <= at[2] + 3; z++) {
    for (let y = at[1] - 3; y <= at[1] + 3; y++) {
      for (let x = at[0] - 3; x <= at[0] + 3; x++) {
        va.push(a[x + dims[0] * (y + dims[1] * z)] as number);
        vb.push(b[x + dims[0] * (y + dims[1] * z)] as number);
      }
    }
  }
  const mean = (v: number[]) => v.reduce((s, value) => s + value, 0) / 343;
  const [ma, mb] = [mean(va), mean(vb)];
  const cov = (p: number[], mp: number, q: number[], mq: number) =>
    p.reduce((s, value, i) => s + (value - mp) * ((q[i] as number) - mq), 0) / 342;
  const luminance = (2 * ma * mb + 1e-4) / (ma * ma + mb * mb + 1e-4);
  return (luminance * (2 * cov(va, ma, vb, mb) + 9e-4)) / (cov(va, ma, va, ma) + cov(vb, mb, vb, mb) + 9e-4);
}

describe("psnr", () => {
  it("is -10 log10 of the mean squared error, in the box and inside the mask", () => {
    const a = Float32Array.of(0, 0, 0, 0);
    const b = Float32Array.of(0.5, 0.25, 0, 0);
    const score = psnr(a, b, Uint8Array.of(0, 1, 1, 0));
    expect(score.box).toBeCloseTo(-10 * Math.log10(0.3125 / 4), 12);
    expect(score.masked).toBeCloseTo(-10 * Math.log10(0.0625 / 2), 12);
  });

  it("is infinite for equal volumes", () => {
    expect(psnr(goldenA, goldenA, everywhere(goldenA.length)).box).toBe(Number.POSITIVE_INFINITY);
  });

  it("agrees with the worked example", () => {
    expect(psnr(goldenA, goldenB, everywhere(goldenA.length)).box).toBeCloseTo(golden.psnr, 5);
  });

  it("refuses an empty mask", () => {
    expect(() => psnr(goldenA, goldenB, new Uint8Array(goldenA.length))).toThrow(
      expect.objectContaining({ code: "E_ARGUMENT" }),
    );
  });
});

describe("rmse", () => {
  it("is the root of the mean squared difference", () => {
    expect(rmse(Float32Array.of(1, 2, 3), Float32Array.of(1, 5, 7))).toBeCloseTo(Math.sqrt(25 / 3), 12);
  });
});

describe("ssim", () => {
  it("agrees with the worked example", () => {
    expect(ssim(goldenA, goldenB, goldenDims, everywhere(goldenA.length)).box).toBeCloseTo(golden.ssim, 6);
  });

  it("is 1 for equal volumes and the luminance term for constants", () => {
    const dims: Vec3 = [8, 7, 9];
    const a = new Float32Array(voxelCount(dims)).fill(0.5);
    const b = new Float32Array(voxelCount(dims)).fill(0.75);
    const same = wave(voxelCount(dims), 0.01);
    expect(ssim(same, same, dims, everywhere(a.length)).box).toBeCloseTo(1, 12);
    expect(ssim(a, b, dims, everywhere(a.length)).box).toBeCloseTo((0.75 + 1e-4) / (0.8125 + 1e-4), 12);
  });

  it("is the mean of the definition over inner voxels, and over those inside the mask", () => {
    const dims: Vec3 = [9, 8, 11];
    const n = voxelCount(dims);
    const [a, b] = [wave(n, 0.003), wave(n, 0.0031)];
    const mask = Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
    let [box, masked, inside, inner] = [0, 0, 0, 0];
    for (let z = 3; z < dims[2] - 3; z++) {
      for (let y = 3; y < dims[1] - 3; y++) {
        for (let x = 3; x < dims[0] - 3; x++) {
          const value = windowSsim(a, b, dims, [x, y, z]);
          inner++;
          box += value;
          if (mask[x + dims[0] * (y + dims[1] * z)] === 0) continue;
          inside++;
          masked += value;
        }
      }
    }
    expect(inner).toBe(30);
    const score = ssim(a, b, dims, mask);
    expect(score.box).toBeCloseTo(box / inner, 12);
    expect(score.masked).toBeCloseTo(masked / inside, 12);
  });

  it("refuses a side under 7 voxels and a mask without inner voxels", () => {
    const a = new Float32Array(7 * 7 * 6);
    expect(() => ssim(a, a, [7, 7, 6], everywhere(a.length))).toThrow(expect.objectContaining({ code: "E_BAD_DIMS" }));
    const b = new Float32Array(343);
    const corner = Uint8Array.from(b, (_, i) => (i === 0 ? 1 : 0));
    expect(() => ssim(b, b, [7, 7, 7], corner)).toThrow(expect.objectContaining({ code: "E_ARGUMENT" }));
  });
});
