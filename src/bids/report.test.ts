import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, type EvaluationRow } from "../jobs/evaluate/rows";
import type { BankFacts, UsedScan } from "./facts";
import { html } from "./markup";
import { drawPlot } from "./plot";
import { OWN_BANK, reportHtml } from "./report";

const HOSTILE = `<img src=x onerror="alert('1')">&`;

const scan = (label: number): UsedScan => ({
  Sources: [`bids:raw:sub-${label}/anat/sub-${label}_T1w.nii.gz`],
  VoxelsHash: "0123456789abcdef",
  Rows: 12345,
  Voxels: [3, 4, 5],
  VoxelSizeMM: [1, 1, 2],
  EstimatedNoise: 0.0213,
  Evidence: ["noise: 2.13 % of the range", "resolution: as sampled"],
  Warnings: [],
});

const bank: BankFacts = {
  Description: "a bank",
  Title: HOSTILE,
  SHA256: "ab".repeat(32),
  Settings: { factor: [2, 2, 2] },
  Rows: 24690,
  Scans: [scan(1), scan(2), { VoxelsHash: "fedcba9876543210" }],
  LeftOut: [{ Source: "bids:raw:sub-9/anat/sub-9_T1w.nii.gz", Reason: HOSTILE }],
  HeldOut: ["bids:raw:sub-3/anat/sub-3_T1w.nii.gz"],
  Warnings: [],
};

const row = (name: string, psnr: number) =>
  ({
    ...{ volume: HOSTILE, factor: [2, 2, 2], degradation: "box", name },
    psnr: { box: psnr, masked: psnr },
    // As JSON has what was not taken.
    ssim: { box: null, masked: null },
  }) as unknown as EvaluationRow;

const evaluation = {
  settings: DEFAULT_SETTINGS,
  software: "test 1",
  adapter: "a processor",
  banks: [],
  volumes: [{ name: HOSTILE, dims: [3, 4, 5], spacing: [1, 1, 1], maskVoxels: 7 }],
  rows: [row("tricubic", 20), row(OWN_BANK, 21.5)],
  failures: [{ volume: "sub-4_T1w", reason: "damaged" }],
  isComplete: true,
} as const;

describe("the report", () => {
  const text = reportHtml({ bank, evaluation });

  it("has no markup but its own, whatever it is told", () => {
    expect(text).not.toContain("<img");
    expect(text).toContain("&#60;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&#62;&#38;");
    expect(html`<p title="${'"'}">${["<", html`<br>`, 1]}</p>`.text).toBe('<p title="&#34;">&#60;<br>1</p>');
  });

  it("tells what was gained, which scans were left out, and why", () => {
    expect(text).toContain("<b>+1.50 dB</b>");
    expect(text).toContain("better on 1 of 1");
    expect(text).toContain("<b>3 scans</b> of 3 participants");
    expect(text).toContain("unnamed scan, voxels fedcba9876543210");
    expect(text).toContain("sub-9/anat/sub-9_T1w.nii.gz");
    expect(text).toContain("damaged");
    expect(text).toContain("20.00 / –");
  });

  it("says so where nobody was held out, and of a bank that has learned from a scan", () => {
    expect(reportHtml({ bank })).toContain("is not known");
    const rows = evaluation.rows.map((one) => ({ ...one, learnedFrom: "voxels" as const }));
    expect(reportHtml({ bank, evaluation: { ...evaluation, rows } })).toContain("has learned from this scan");
  });

  it("tells of scans that were made finer, by themselves too", () => {
    const applied = {
      Results: [
        {
          ...{ Source: "bids:raw:sub-1/anat/sub-1_T1w.nii.gz", Result: "sub-1/anat/x.nii.gz", Bank: "a bank" },
          ...{ EstimatedNoise: null, Difference: 0.01, FewRows: 0, DrawnBack: 0.5, Warnings: ["W_RANGE: odd"] },
        },
      ],
      Failed: [],
      WarningCounts: { W_RANGE: 1 },
    };
    const alone = reportHtml({ applied });
    expect(alone).toContain("W_RANGE of 1");
    expect(alone).toContain("<td>50.00</td>");
    expect(alone).not.toContain("The bank in short");
  });
});

describe("a plot", () => {
  const draw = (values: readonly (number | null)[]) =>
    drawPlot({
      ...{ title: "t", axis: "dB", digits: 2 },
      names: values.map((_, i) => `scan ${i}`),
      series: [{ name: "s", values }],
    }).text;
  const heights = (text: string) =>
    [...text.matchAll(/<g class="mark s0" transform="translate\([\d.]+ ([\d.]+)\)">/g)].map(([, y]) => Number(y));

  it("has a mark for each value, between the lowest and the highest line", () => {
    const text = draw([-0.31, null, 1.99]);
    const [low, high] = heights(text) as [number, number];
    expect(heights(text)).toHaveLength(2);
    const lines = [...text.matchAll(/y1="([\d.]+)"/g)].map(([, y]) => Number(y));
    expect(low).toBeLessThanOrEqual(Math.max(...lines));
    expect(high).toBeGreaterThanOrEqual(Math.min(...lines));
    expect(low).toBeGreaterThan(high);
    expect(text).toContain('class="zero"');
  });

  it("stands equal values, and thousands of scans", () => {
    expect(heights(draw([0, 0]))).toHaveLength(2);
    const many = draw(Array.from({ length: 2000 }, (_, i) => i / 1000));
    expect(heights(many)).toHaveLength(2000);
    expect(many).toContain("2000 scans");
  });
});
