import { describe, expect, it } from "vitest";
import { hash32, RandomWaves, ricianSample, sinTurns, uniform } from "./noise";

function moments(count: number, draw: (i: number) => number): { mean: number; deviation: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const value = draw(i);
    sum += value;
    squares += value * value;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(squares / count - mean * mean) };
}

describe("uniform", () => {
  it("fills (0, 1) evenly and without correlation between neighbouring counters", () => {
    const n = 100_000;
    const { mean, deviation } = moments(n, (i) => uniform(7, i));
    expect(mean).toBeCloseTo(0.5, 2);
    expect(deviation).toBeCloseTo(1 / Math.sqrt(12), 2);
    const product = moments(n, (i) => (uniform(7, i) - 0.5) * (uniform(7, i + 1) - 0.5));
    expect(Math.abs(product.mean)).toBeLessThan(0.001);
  });

  it("depends on seed and counter", () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 20; seed++) for (let i = 0; i < 100; i++) seen.add(hash32(seed, i));
    expect(seen.size).toBe(2000);
    expect(hash32(3, 4)).toBe(hash32(3, 4));
  });
});

describe("sinTurns", () => {
  it("follows the sine to 0.0011 on both sides of zero", () => {
    for (let t = -3; t < 3; t += 0.0137) {
      expect(Math.abs(sinTurns(t) - Math.sin(2 * Math.PI * t))).toBeLessThan(0.0011);
    }
  });
});

describe("ricianSample", () => {
  it("has the Rayleigh mean and deviation in air", () => {
    const { mean, deviation } = moments(100_000, (i) => ricianSample(0, 10, 5, i));
    expect(mean / (10 * Math.sqrt(Math.PI / 2))).toBeCloseTo(1, 2);
    expect(deviation / (10 * Math.sqrt(2 - Math.PI / 2))).toBeCloseTo(1, 1);
  });

  it("is nearly Gaussian about √(A² + σ²) where the signal is strong", () => {
    const { mean, deviation } = moments(100_000, (i) => ricianSample(800, 10, 5, i));
    expect(Math.abs(mean - 800.06)).toBeLessThan(0.2);
    expect(deviation).toBeCloseTo(10, 0);
  });
});

describe("RandomWaves", () => {
  it("has a gradient that matches differences of its value, and unit variance", () => {
    const waves = new RandomWaves(9, 12, 20, 0.2);
    const h = 1e-3;
    for (let i = 0; i < 50; i++) {
      const [x, y, z] = [uniform(1, 3 * i) * 100, uniform(1, 3 * i + 1) * 100, uniform(1, 3 * i + 2) * 100];
      waves.evaluate(x, y, z);
      const { gx, gy, gz } = waves;
      const slope = (dx: number, dy: number, dz: number) =>
        (waves.evaluate(x + dx, y + dy, z + dz) - waves.evaluate(x - dx, y - dy, z - dz)) / (2 * h);
      // The sine is approximate and its slope off by up to 2 %, so the sum of twelve is held to 0.02 per mm.
      expect(Math.abs(gx - slope(h, 0, 0))).toBeLessThan(0.02);
      expect(Math.abs(gy - slope(0, h, 0))).toBeLessThan(0.02);
      expect(Math.abs(gz - slope(0, 0, h))).toBeLessThan(0.02);
    }
    const { deviation } = moments(20_000, (i) => waves.evaluate(uniform(2, i) * 900, uniform(3, i) * 900, i * 0.1));
    expect(deviation).toBeCloseTo(1, 1);
  });

  it("holds its value until it is stale again", () => {
    const waves = new RandomWaves(9, 12, 20, 0.2);
    const first = waves.held(1, 2, 3);
    expect(waves.held(50, 60, 70)).toBe(first);
    waves.stale = true;
    expect(waves.held(50, 60, 70)).not.toBe(first);
  });
});
