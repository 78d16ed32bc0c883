/** Series in few letters, for where there is little room. */

import { formatFactor, type Vec3 } from "../../core/volume";
import { isSuperResolved, type Series } from "../../state/series-store";
import { t } from "../../text/text";

export function shortTitle({ kind, provenance, title }: Series): string {
  switch (kind) {
    case "scan":
      return title;
    case "interpolated":
      return t("Interpol.");
    case "result":
      if (provenance && !isSuperResolved(provenance)) return title;
      return t("SR {times}", { times: provenance ? formatFactor(provenance.factor) : "" });
    case "error":
      return t("Error");
    case "residual":
      return t("Residual");
  }
}

/** Spacings closer than this share are one. */
const EQUAL = 0.02;

/** "0.8 mm" for cubic voxels, "0.8–3 mm" for others. */
export function shortSpacing(spacing: Vec3): string {
  const [least, most] = [Math.min(...spacing), Math.max(...spacing)];
  const text = (mm: number) => String(Number(mm.toFixed(mm < 1 ? 2 : 1)));
  return `${most / least < 1 + EQUAL ? text(least) : `${text(least)}–${text(most)}`} mm`;
}
