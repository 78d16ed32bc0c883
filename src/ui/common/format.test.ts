import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCount,
  formatMm,
  formatSeconds,
  formatShare,
  formatSmall,
  formatSpacing,
  formatValue,
} from "./format";

describe("formatValue", () => {
  it.each([
    [0, "0"],
    [123.456789, "123.46"],
    [-0.00123456, "-0.0012346"],
    [65504, "65504"],
    [3.2e9, "3.200e+9"],
    [Number.NaN, "NaN"],
  ])("%s is %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});

describe("formatSpacing", () => {
  it("writes cubic voxels once and others in full", () => {
    expect(formatSpacing([0.7, 0.7, 0.7])).toBe("0.70 mm");
    expect(formatSpacing([0.7, 0.7, 3])).toBe("0.70 × 0.70 × 3.00 mm");
    expect(formatSpacing([0.05, 0.05, 0.05])).toBe("0.0500 mm");
  });
});

describe("formatMm", () => {
  it("never writes a negative zero", () => {
    expect(formatMm([-0.01, 12.34, -7])).toBe("0.0, 12.3, -7.0");
  });
});

describe("formatSeconds", () => {
  it.each([
    [0.2, "1 s"],
    [59.4, "59 s"],
    [125, "2 min 5 s"],
    [3840, "1 h 4 min"],
  ])("%s is %s", (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe("sizes", () => {
  it("are rounded to what matters", () => {
    expect(formatCount(61_000_000)).toBe("61 million");
    expect(formatCount(4096)).toBe("4,096");
    expect(formatBytes(243_734_400)).toBe("244 MB");
    expect(formatBytes(1.95e9)).toBe("1.9 GB");
  });
});

describe("shares and small numbers", () => {
  it.each([
    [0, "0 %"],
    [1e-6, "0.1 %"],
    [0.9999, "99 %"],
    [1, "100 %"],
  ])("%s is %s", (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it("keeps three digits", () => {
    expect(formatSmall(6.4321e-4)).toBe("6.43e-4");
    expect(formatSmall(0)).toBe("0");
  });
});
