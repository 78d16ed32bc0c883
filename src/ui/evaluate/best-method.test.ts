import { expect, test } from "vitest";
import type { EvaluationRow } from "../../jobs/evaluate/rows";
import { bestBesideBaseline } from "./best-method";

const row = (name: string, psnr: number, more: Partial<EvaluationRow> = {}): EvaluationRow => ({
  volume: "a",
  name,
  factor: [2, 2, 2],
  degradation: "box",
  psnr: { box: psnr, masked: psnr },
  ssim: { box: 1, masked: 1 },
  hfen: { box: 0, masked: 0 },
  consistency: 0,
  seconds: 1,
  multiplyAdds: 1,
  ...more,
});
const of = { volume: "a", factor: [2, 2, 2], degradation: "box" } as const;

test("the best method is compared with tricubic, unless it has seen the volume", () => {
  const rows = [row("nearest", 20), row("tricubic", 40), row("bank", 30), row("other", 50, { volume: "b" })];
  expect(bestBesideBaseline(rows, of)).toBe("bank");
  expect(bestBesideBaseline([...rows, row("learned", 60, { learnedFrom: "voxels" })], of)).toBe("bank");
  expect(bestBesideBaseline([row("tricubic", 40)], of)).toBeUndefined();
});
