/** What a tile says in its corners, as texts. */

import type { Plane } from "../../core/view";
import { formatFactor, type Vec3 } from "../../core/volume";
import { isComputed, type Series } from "../../state/series-store";
import { t } from "../../text/text";
import { type Frame, obliqueDegrees, sliceOf, type TileCamera } from "../../viewer/camera";
import { voxelsPerPixel } from "../../viewer/sample";
import { formatMm, formatValue } from "../common/format";
import type { Tile } from "./arrange";
import { placeIn } from "./place";
import type { Shot } from "./use-shot";

export const planeTitle = (plane: Plane): string =>
  ({ axial: t("Axial"), coronal: t("Coronal"), sagittal: t("Sagittal") })[plane];

/** Where an image comes from; a warning for what the scanner did not see. */
export function originText(series: Series): { text: string; isWarning: boolean } | undefined {
  const { kind, origin, synthetic, provenance, warnings } = series;
  if (kind === "error" || kind === "residual") return { text: t("map, not anatomy"), isWarning: true };
  if (isComputed(series)) return { text: t("computed, not acquired"), isWarning: true };
  // By its files: another program's result, or one of this page that was saved and opened again.
  if (warnings.some(({ code }) => code === "W_DERIVED")) {
    return { text: t("derived from other images, not acquired"), isWarning: true };
  }
  if (kind === "scan" && synthetic) return { text: t("synthetic, not a person"), isWarning: false };
  const text = origin ?? (provenance && formatFactor(provenance.factor));
  return text ? { text, isWarning: false } : undefined;
}

export function sidesText({ isOriented, radiological }: Pick<Shot, "isOriented" | "radiological">): string {
  if (!isOriented) return t("sides unknown");
  return radiological ? t("R on left") : t("L on left");
}

/** Nothing for planes that are the scanner's own, to within a degree. */
export function obliqueText({ grid }: Series): string | undefined {
  const degrees = obliqueDegrees(grid.affine);
  return degrees > 1 ? t("{degrees}° oblique", { degrees: Math.round(degrees) }) : undefined;
}

const LETTERS = [
  ["R", "L"],
  ["A", "P"],
  ["S", "I"],
] as const;

/** `R 12.0 · A 14.1 · S 2.7`; bare numbers where nobody knows which side is which. */
export function placeText(mm: Vec3, isOriented: boolean): string {
  if (!isOriented) return `${formatMm(mm)} mm`;
  const part = (value: number, axis: number) =>
    `${(LETTERS[axis] as (typeof LETTERS)[number])[value < 0 ? 1 : 0]} ${Math.abs(value).toFixed(1)}`;
  return mm.map(part).join(" · ");
}

export interface Readout {
  readonly slice: string;
  readonly mm: string;
  readonly voxel: string;
  readonly value: string;
  readonly frame: string | undefined;
}

/** What is at the crosshair. Of two series both values, or their difference. */
export function readoutOf(tile: Tile, { series, layers, crosshairMm, isOriented }: Shot, frame: Frame): Readout {
  const [first] = series as readonly [Series, ...Series[]];
  const { index, count } = sliceOf(first.grid, frame, tile.plane, crosshairMm);
  const places = layers.map(({ volume }) => placeIn(volume, crosshairMm));
  const valueText = ({ value, isInside }: (typeof places)[number]) => (isInside ? formatValue(value) : t("outside"));
  const [a, b] = places as [(typeof places)[number], (typeof places)[number] | undefined];
  const difference = b && a.isInside && b.isInside ? formatValue(a.value - b.value) : t("outside");
  const isDifference = tile.kind === "difference";
  return {
    slice: t("slice {k}/{n}", { k: index + 1, n: count }),
    mm: placeText(crosshairMm, isOriented),
    voxel: t("voxel {indices} from 0", { indices: a.voxel.join(", ") }),
    value: b
      ? isDifference
        ? t("A − B {value}", { value: difference })
        : t("A {a} · B {b}", { a: valueText(a), b: valueText(b) })
      : valueText(a),
    frame: first.frames > 1 ? t("frame {k}/{n}", { k: first.frame + 1, n: first.frames }) : undefined,
  };
}

/** Width and level, and the two ends where there is room. */
export function windowText([low, high]: readonly [number, number], withEnds = true): string {
  const [width, level] = [formatValue(high - low), formatValue((low + high) / 2)];
  if (!withEnds) return t("W {width} L {level}", { width, level });
  return t("W {width} L {level} ({low}–{high})", { width, level, low: formatValue(low), high: formatValue(high) });
}

/** How voxels become pixels: only magnification is nearest or linear. */
export function displayTexts(series: Series, camera: TileCamera, smooth: boolean): { filter: string; zoom: string } {
  const voxels = voxelsPerPixel(series.grid, camera);
  const [across, down] = voxels.map((count) => 1 / count) as [number, number];
  const text = (pixels: number) => String(Number(pixels.toPrecision(2)));
  const isSquare = Math.abs(across - down) < 0.05 * across;
  const size = isSquare ? text(across) : `${text(across)} × ${text(down)}`;
  const isReduced = Math.max(...voxels) > 1 + 1e-6;
  return {
    filter: isReduced ? t("area-averaged") : smooth ? t("linear") : t("nearest"),
    zoom: t("{size} px per voxel", { size }),
  };
}

/** In the language of tests and of nobody's settings: what `data-tile` says. */
export function tileName({ kind, plane }: Pick<Tile, "kind" | "plane">, series: readonly Series[]): string {
  return `${kind === "render" ? "3-D" : plane} ${series.map(({ key }) => key).join(" | ")}`;
}
