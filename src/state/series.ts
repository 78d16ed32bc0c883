/** What was opened or computed, as series. */

import type { Notice } from "../core/notice";
import type { MapKind, OpenedScan, ResultMap, SuperResolved } from "../session/wire";
import type { UntitledSeries } from "./series-store";

/** Which greys an image is meant to be shown in. */
export const greysOf = (notices: readonly Notice[]): "gray" | "inverted" =>
  notices.some(({ code }) => code === "W_MONOCHROME1") ? "inverted" : "gray";

export function scanSeries({ volume, origin, ...scan }: OpenedScan): UntitledSeries {
  return {
    ...scan,
    kind: "scan",
    scanId: scan.id,
    origin,
    grid: { dims: volume.dims, spacing: volume.spacing, affine: volume.affine },
    colours: greysOf(scan.notices),
    warnings: scan.notices,
    mapKinds: [],
    isUnsaved: false,
    frame: 0,
  };
}

export function resultSeries(
  scan: UntitledSeries,
  bankId: string,
  made: SuperResolved,
): { interpolated: UntitledSeries; result: UntitledSeries } {
  const { resultId, superResolved, provenance, maps = [], histogram } = made;
  const common = {
    ...scan,
    resultId,
    factor: provenance.factor,
    warnings: [],
    details: [],
    evidence: undefined,
    grid: { dims: superResolved.dims, spacing: superResolved.spacing, affine: superResolved.affine },
    isUnsaved: false,
  };
  return {
    interpolated: {
      ...common,
      id: `${resultId}/interpolated`,
      kind: "interpolated",
    },
    result: {
      ...common,
      id: `${resultId}/super-resolved`,
      kind: "result",
      warnings: provenance.notices ?? [],
      histogram,
      provenance,
      bankId,
      mapKinds: maps,
      isUnsaved: true,
    },
  };
}

export function mapSeries(
  result: UntitledSeries,
  kind: MapKind,
  id: string,
  { volume, window }: ResultMap,
): UntitledSeries {
  const { bankId: _, ...rest } = result;
  return {
    ...rest,
    id,
    kind,
    grid: { dims: volume.dims, spacing: volume.spacing, affine: volume.affine },
    window,
    headerWindow: undefined,
    range: window,
    histogram: undefined,
    colours: kind === "error" ? "rising" : "signed",
    isUnsaved: false,
  };
}
