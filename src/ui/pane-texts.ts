/** What each pane says about the volume it shows. */

import { formatFactor } from "../core/volume";
import type { Grid, ResultInfo, ScanInfo } from "../state/session-store";
import { methodLabel } from "./evaluate/method-style";
import { formatDims, formatSeconds, formatSpacing } from "./format";

export interface PaneTexts {
  readonly title: string;
  /** One line on where the image comes from; never hidden. */
  readonly origin: string;
  /** True for an image that may show structure the scanner did not see. */
  readonly isComputed: boolean;
  readonly facts: readonly (readonly [string, string])[];
}

export function originalFacts(scan: ScanInfo): PaneTexts {
  return {
    title: "Original",
    origin:
      [scan.synthetic ? "synthetic, not a person" : undefined, scan.origin].filter(Boolean).join(", ") ||
      "as stored in the file",
    isComputed: false,
    facts: [["Image", scan.name], ...gridFacts(scan.grid), ...scan.details.map((text) => ["File", text] as const)],
  };
}

export function interpolatedFacts({ provenance, grid }: ResultInfo): PaneTexts {
  return {
    title: "Interpolated",
    origin: `tricubic ${formatFactor(provenance.factor)}, no detail added`,
    isComputed: false,
    facts: [["Method", `Tricubic, ${formatFactor(provenance.factor)}`], ...gridFacts(grid)],
  };
}

export function superResolvedFacts({ provenance, grid }: ResultInfo): PaneTexts {
  const { method, factor, degradation, bankTitle, bankHash, adapterName, seconds } = provenance;
  const isLearned = bankHash !== "";
  return {
    title: isLearned ? "Super-resolved" : methodLabel(method),
    origin: "computed, not acquired",
    isComputed: true,
    facts: [
      ...(degradation
        ? [["Made from", `the original reduced ${formatFactor(factor)} by ${degradation}`] as const]
        : []),
      ["Method", `${isLearned ? "Learned filters" : methodLabel(method)}, ${formatFactor(factor)}`],
      ...(isLearned ? [["Bank", `${bankTitle} · ${bankHash.slice(0, 12)}`] as const] : []),
      ...gridFacts(grid),
      ["Computed", `${formatSeconds(seconds)} on ${adapterName}`],
    ],
  };
}

function gridFacts(grid: Grid): readonly (readonly [string, string])[] {
  return [
    ["Grid", formatDims(grid.dims)],
    ["Spacing", formatSpacing(grid.spacing)],
  ];
}
