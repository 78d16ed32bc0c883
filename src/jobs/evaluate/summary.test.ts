import { describe, expect, it } from "vitest";
import { evaluationCsv, evaluationJson } from "./export";
import type { Evaluation, EvaluationRow } from "./rows";
import { DEFAULT_SETTINGS } from "./rows";
import { bestOf, columnsOf, formatCell, formatColumn, measureOf, summarise } from "./summary";

const row = (volume: string, name: string, psnr: number, s: 2 | 3 = 2): EvaluationRow => ({
  volume,
  name,
  factor: [s, s, s],
  degradation: "box",
  psnr: { box: psnr + 5, masked: psnr },
  ssim: { box: 0.9, masked: 0.8 },
  hfen: { box: 0.5, masked: 0.6 },
  consistency: 0.01,
  seconds: 2.5,
  multiplyAdds: 810,
});

const rows = ["a", "b", "c", "d", "e"].flatMap((volume, i) => [
  row(volume, "tricubic", 20 + i),
  row(volume, "bank", 21.5 + i + i / 10),
]);
rows.push(row("a", "tricubic", 18, 3));

const psnr = measureOf("psnr");

describe("summarise", () => {
  it("has a row per method and a column per way of degrading", () => {
    expect(columnsOf(rows).map(formatColumn)).toEqual(["2×, box", "3×, box"]);
    const [tricubic, bank] = summarise(rows, psnr, "masked");
    expect(tricubic?.cells[0]).toEqual({
      volumes: 5,
      mean: 22,
      sd: Math.sqrt(2.5),
      gain: undefined,
      hasLearned: false,
    });
    expect(tricubic?.cells[1]).toEqual({ volumes: 1, mean: 18, sd: undefined, gain: undefined, hasLearned: false });
    expect(bank?.cells[0]?.gain?.mean).toBeCloseTo(1.7, 12);
    expect(bank?.cells[0]?.gain?.p).toBe(0.0625);
    expect(bank?.cells[1]).toBeUndefined();
    expect(formatCell({ mean: 22, sd: 1.581 }, 2)).toBe("22.00 ± 1.58");
  });

  it("tells no gain where the reference was not run on the same volumes", () => {
    const [, bank] = summarise(rows.slice(1), psnr, "masked").reverse();
    expect(bank?.cells[0]?.gain).toBeUndefined();
  });
});

describe("the best", () => {
  const learned = rows.map((one) =>
    one.name === "bank" && one.volume === "c" ? { ...one, learnedFrom: "voxels" } : one,
  );

  it("is whatever is highest, or lowest where that is better", () => {
    const summary = summarise(rows, psnr, "masked");
    expect(bestOf(summary, 0, psnr)).toEqual(["bank"]);
    expect(bestOf(summary, 1, psnr)).toEqual(["tricubic"]);
    expect(bestOf(summary, 0, { isBetterHigher: false })).toEqual(["tricubic"]);
    expect(bestOf(summarise(rows, measureOf("ssim"), "box"), 0, psnr)).toEqual(["tricubic", "bank"]);
    expect(bestOf(summarise(rows, measureOf("restored"), "box"), 0, psnr)).toEqual([]);
  });

  it("is no bank that learned from a volume it is judged on", () => {
    const summary = summarise(learned as EvaluationRow[], psnr, "masked");
    expect(summary[1]?.cells[0]?.hasLearned).toBe(true);
    expect(bestOf(summary, 0, psnr)).toEqual(["tricubic"]);
  });
});

const evaluation: Evaluation = {
  settings: DEFAULT_SETTINGS,
  software: "test 1",
  adapter: 'a "quoted", adapter',
  banks: [{ name: "bank", hash: "abc123", title: "t", factor: [2, 2, 2], degradation: "kspace" }],
  volumes: [{ name: "a", dims: [3, 4, 5], spacing: [1, 1, 2], maskVoxels: 7 }],
  rows: [row("a", "tricubic", 20), row("a", "bank", 21), row("a", "bank, global filter", 20.5)],
  failures: [],
  isComplete: true,
};

describe("exports", () => {
  it("write a line a score, with what it takes to repeat it", () => {
    const lines = evaluationCsv(evaluation).split("\r\n");
    expect(lines).toHaveLength(5); // header, scores, the end
    expect(lines[0]).toMatch(/^volume,factor,degradation,method,psnr_box_db,psnr_mask_db,/);
    expect(lines[1]).toMatch(/^a,2 2 2,box,tricubic,25,20,.*,"a ""quoted"", adapter"$/);
    expect(lines[1]).not.toContain("abc123");
    expect(lines[2]).toContain(
      "2.5,810,abc123,kspace,,nonzero,7,false,1,1,7,0,false,automatic,1.5,3 4 5,1 1 2,test 1,",
    );
    expect(lines[3]).toContain("abc123");
  });

  it("hold everything as JSON", () => {
    const read = JSON.parse(evaluationJson(evaluation));
    expect(read).toMatchObject(evaluation);
    expect(read.definitions.ssim).toEqual({ window: 7, k1: 0.01, k2: 0.03, covariance: "sample", dataRange: 1 });
  });
});
