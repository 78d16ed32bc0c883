import { expect, test } from "vitest";
import { scansToAdd } from "./open-scans";
import type { Series } from "./series-store";

const WARNING = { code: "W_HEADER", text: "w" };

const series = (scanId: string, change: Partial<Series> = {}) =>
  ({
    id: scanId,
    kind: "scan",
    scanId,
    name: `${scanId}.nii`,
    warnings: [WARNING],
    orientationKnown: true,
    ...change,
  }) as Series;

test("acquired scans can be added once", () => {
  const open = [
    series("a"),
    series("a", { id: "a/result", kind: "result" }),
    series("b"),
    series("c", { provenance: {} as Series["provenance"] & object }),
  ];
  expect(scansToAdd(open, [{ scanId: "b" }, {}])).toEqual([
    { scanId: "a", name: "a.nii", notices: [WARNING], orientationKnown: true },
  ]);
});
