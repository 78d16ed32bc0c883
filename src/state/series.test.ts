import { expect, test } from "vitest";
import { notice } from "../core/notice";
import type { SuperResolved } from "../session/wire";
import { greysOf, resultSeries } from "./series";
import { findSeries, isComputed, isSuperResolved, putSeries } from "./series-store";
import { testEvidence } from "./test-evidence";
import { testSeries } from "./test-series";

test("low values are shown bright where the files mean them so", () => {
  expect(greysOf([notice("W_LOSSY", "with loss"), notice("W_MONOCHROME1", "low is bright")])).toBe("inverted");
  expect(greysOf([notice("W_LOSSY", "with loss")])).toBe("gray");
});

const volume = { data: new Float32Array(1), dims: [1, 1, 1], spacing: [1, 1, 1], affine: [] } as never;
const made = (bankTitle: string) =>
  ({
    resultId: "r",
    superResolved: volume,
    interpolated: volume,
    provenance: {
      method: bankTitle ? "folded" : "tricubic",
      factor: [2, 2, 2],
      bankTitle,
      bankHash: "",
      notices: [notice("W_SELF_NO_GAIN", "no better")],
    },
  }) as unknown as SuperResolved;

test("what must be known of a result goes with it, and with it alone", () => {
  const scan = testSeries("a", { evidence: testEvidence(), warnings: [notice("W_LOSSY", "with loss")] });
  const { interpolated, result } = resultSeries(scan, "self", made("the scan itself"));
  expect(result.warnings.map(({ code }) => code)).toEqual(["W_SELF_NO_GAIN"]);
  expect(interpolated.warnings).toEqual([]);
  expect([result.evidence, interpolated.evidence]).toEqual([undefined, undefined]);
});

test("a result that no filters made is not called super-resolved, but is computed all the same", () => {
  const titleOf = (bankTitle: string) => {
    const { result } = resultSeries(testSeries("a"), "self", made(bankTitle));
    putSeries(result);
    const put = findSeries(result.id);
    expect(put && isComputed(put)).toBe(true);
    return [put?.title, put?.provenance && isSuperResolved(put.provenance)];
  };
  expect(titleOf("")).toEqual(["tricubic 2×", false]);
  expect(titleOf("the scan itself")).toEqual(["Super-resolved 2×", true]);
});
