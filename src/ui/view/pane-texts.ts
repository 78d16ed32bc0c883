/** What each pane says about the volume it shows. */

import { formatFactor } from "../../core/volume";
import { BASELINE, INTERPOLATION_TITLES } from "../../methods/interpolation/names";
import type { MapKind } from "../../session/wire";
import type { Grid, MapInfo, ResultInfo, ScanInfo } from "../../state/session-store";
import type { MapDisplay } from "../../viewer/niivue-pane";
import { formatDims, formatSeconds, formatSpacing } from "../common/format";
import { methodLabel } from "../evaluate/method-style";
import { partOf } from "../methods/registry";
import { faithfulnessFacts } from "./faithfulness-texts";

export interface PaneTexts {
  readonly title: string;
  /** One line on where the image comes from; never hidden. */
  readonly origin: string;
  /** True for an image that may show structure the scanner did not see. */
  readonly isComputed: boolean;
  /** How the volume is drawn when it is a map. */
  readonly map?: MapDisplay;
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
    origin: `${BASELINE} ${formatFactor(provenance.factor)}, no detail added`,
    isComputed: false,
    facts: [["Method", `${INTERPOLATION_TITLES[BASELINE]}, ${formatFactor(provenance.factor)}`], ...gridFacts(grid)],
  };
}

export function superResolvedFacts({ provenance, grid }: ResultInfo): PaneTexts {
  const { method, factor, degradation, bankTitle, bankHash, adapterName, seconds } = provenance;
  const isLearned = bankTitle !== "";
  return {
    title: isLearned ? "Super-resolved" : methodLabel(method),
    origin: "computed, not acquired",
    isComputed: true,
    facts: [
      ...(degradation
        ? [["Made from", `the original reduced ${formatFactor(factor)} by ${degradation}`] as const]
        : []),
      ["Method", `${isLearned ? learnedLabel(method) : methodLabel(method)}, ${formatFactor(factor)}`],
      ...faithfulnessFacts(provenance),
      ...(isLearned ? [["Bank", [bankTitle, bankHash.slice(0, 12)].filter(Boolean).join(" · ")] as const] : []),
      ...gridFacts(grid),
      ["Computed", `${formatSeconds(seconds)} on ${adapterName}`],
    ],
  };
}

const learnedLabel = (method: string) => partOf(method)?.learnedLabel ?? "Learned filters";

const COLOURS: Readonly<Record<MapKind, MapDisplay["colours"]>> = { error: "rising", residual: "signed" };

/** A map of the result's faithfulness, in the place of the result. */
export function mapFacts({ provenance }: ResultInfo, kind: MapKind, { window, grid }: MapInfo): PaneTexts {
  const isError = kind === "error";
  return {
    title: isError ? "Expected error" : "Residual",
    origin: "map, not anatomy",
    isComputed: true,
    map: { window, colours: COLOURS[kind] },
    facts: [
      [
        "Shows",
        isError
          ? "error to be expected of each voxel, from its classes in training"
          : `result made coarse again (${provenance.consistency?.degradation}) minus scan`,
      ],
      ["Unit", "that of the scan's intensities"],
      ...faithfulnessFacts(provenance),
      ...gridFacts(grid),
    ],
  };
}

function gridFacts(grid: Grid): readonly (readonly [string, string])[] {
  return [
    ["Grid", formatDims(grid.dims)],
    ["Spacing", formatSpacing(grid.spacing)],
  ];
}
