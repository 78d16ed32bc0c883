import { expect, test } from "vitest";
import { EigenvoxError } from "../core/errors";
import { notice } from "../core/notice";
import type { ScanSeries } from "../formats/scan-format";
import { describeSeriesList, describeSkipped } from "./report";

const series: ScanSeries = {
  id: "1.2.3",
  name: "FLAIR",
  dims: [270, 320, 30],
  spacing: [0.71875, 0.71875, 4.799999885],
  frames: 1,
  count: 30,
  notices: [],
  rank: "image",
  contrast: "FLAIR",
  files: [],
  origin: { format: "dicom" },
};

test("a series is a line, with what must be known of it below", () => {
  const tilted = { ...series, notices: [notice("W_TILT", "The slices are tilted.")] };
  const localizer = { ...series, rank: "minor", contrast: undefined, frames: 2, count: 6 } as const;
  const report = { ...series, name: "Report", rank: "none" } as const;
  expect(describeSeriesList([tilted, localizer, report].map((one, i) => ({ number: i + 1, series: one })))).toBe(
    [
      "  1  FLAIR: 270×320×30, 0.719 × 0.719 × 4.8 mm, 30 images, FLAIR (a guess)",
      "       W_TILT The slices are tilted.",
      "  2  FLAIR: 270×320×30, 0.719 × 0.719 × 4.8 mm, 6 images, 2 frames, not meant first",
      "  3  Report: no image",
      "",
    ].join("\n"),
  );
});

test("what was skipped is counted by reason", () => {
  const refused = (name: string, code: "E_EMPTY" | "E_NOT_NIFTI") => ({
    name,
    files: [],
    error: new EigenvoxError(code, "Of no use."),
  });
  const all = [refused("a", "E_NOT_NIFTI"), refused("b", "E_EMPTY"), refused("c", "E_NOT_NIFTI")];
  expect(describeSkipped(all)).toBe(
    "skipped  E_NOT_NIFTI 2 files, such as a: Of no use.\nskipped  E_EMPTY b: Of no use.\n",
  );
  expect(() => describeSkipped([{ name: "d", files: [], error: new TypeError("a mistake") }])).toThrow("a mistake");
});

test("a terminal is not told anything by names in files", () => {
  const name = "T1\u001b[2J\u0007\n\u202egnp.exe";
  expect(describeSeriesList([{ number: 1, series: { ...series, name } }])).toMatch(
    /^ {2}1 {2}T1\ufffd\[2J\ufffd{3}gnp\.exe: /,
  );
});
