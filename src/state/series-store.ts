/**
 * Everything that was opened or computed and can be looked at, each a series. Their voxels are in `volumes.ts` under the
 * same ids.
 */

import { create } from "zustand";
import type { Histogram } from "../core/histogram";
import type { Notice } from "../core/notice";
import type { Window } from "../core/view";
import type { Factor, Volume } from "../core/volume";
import type { Evidence } from "../evidence/evidence";
import { type Provenance, verbOf } from "../jobs/provenance";
import type { MapKind, SliceGeometry } from "../session/wire";
import { withTitles } from "./series-titles";

/** A volume's grid in numbers. */
export type Grid = Pick<Volume, "dims" | "spacing" | "affine">;

/** As it came; plain interpolation of it; what a method made of it; a map of how faithful that is. */
export type SeriesKind = "scan" | "interpolated" | "result" | MapKind;

export interface Series {
  readonly id: string;
  readonly kind: SeriesKind;
  /** The scan it is or was made from, as the engine knows it. */
  readonly scanId: string;
  /** The result it is or goes with, as the engine knows it. */
  readonly resultId?: string;
  /** Of what was made of a scan. */
  readonly factor?: Factor;
  /** What it is, in the page's words: "Original", "Interpolated 2×", "Super-resolved 2×". */
  readonly title: string;
  /** The same in English, whatever the page's language. */
  readonly key: string;
  /** The scan's own name, which can be a patient's. */
  readonly name: string;
  readonly grid: Grid;
  /** The window that suits it, and the one its file asks for. */
  readonly window: Window;
  readonly headerWindow?: Window | undefined;
  /** Least and greatest finite intensity. */
  readonly range: Window;
  /** How often intensities occur in tissue. */
  readonly histogram?: Histogram | undefined;
  /** Grey for intensities, inverted where low ones are meant to be shown bright. */
  readonly colours: "gray" | "inverted" | "rising" | "signed";
  readonly orientationKnown: boolean;
  /** What must be known about it: repairs, conflicts, what is left out. */
  readonly warnings: readonly Notice[];
  /** Facts of its file. */
  readonly details: readonly string[];
  readonly provenance?: Provenance;
  /** The bank that made it; empty for a result that no bank of the page's made from its scan. */
  readonly bankId?: string;
  /** Maps that the engine can give of a result. */
  readonly mapKinds: readonly MapKind[];
  readonly isUnsaved: boolean;
  /** True for the built-in phantom. */
  readonly synthetic: boolean;
  /** What was done to it before it was opened here, in words. */
  readonly origin?: string | undefined;
  /** What it was opened from, as the intake store knows it; a scan without was made here. */
  readonly surveyId?: string;
  readonly seriesId?: string;
  /** How its slices lie, and the contrast that its tags speak of, a guess; of a result its scan's. */
  readonly slices?: SliceGeometry | undefined;
  readonly contrast?: string | undefined;
  /** What a scan tells of how it was made, once that is known. */
  readonly evidence?: Evidence | undefined;
  /** True where its scan's files tell of a patient what DICOM made from it can tell too. */
  readonly canKeepPatient?: boolean;
  /** Frames in the file, and the one that is shown, counted from 0. */
  readonly frames: number;
  readonly frame: number;
}

/** Titles are given where series are put into the rail, and again in another language. */
export type UntitledSeries = Omit<Series, "title" | "key"> & Partial<Pick<Series, "title" | "key">>;

interface SeriesState {
  /** In the order of the rail: each scan with what was made of it. */
  readonly series: readonly Series[];
  /** Shown beside each other in layouts of several series. */
  readonly shown: readonly string[];
  /** The two that are compared. */
  readonly a?: string | undefined;
  readonly b?: string | undefined;
  /** The one that the inspector speaks of. */
  readonly active?: string | undefined;
  /** True once the person has chosen what is compared. */
  readonly isPairChosen: boolean;
  /** Series that are being written into a file. */
  readonly saving: readonly string[];
}

export const useSeries = create<SeriesState>(() => ({ series: [], shown: [], isPairChosen: false, saving: [] }));

/** At most so many series stand beside each other. */
export const MAX_SHOWN = 4;

/** Whether an image may show structure the scanner did not see, and must say so. */
export const isComputed = ({ kind, provenance }: Series): boolean =>
  kind === "result" || kind === "error" || kind === "residual" || (kind === "scan" && provenance !== undefined);

/** False for a result that no filters made: it is interpolated, and called so. */
export const isSuperResolved = (provenance: Provenance): boolean => verbOf(provenance) === "super-resolved";

/** Whether its values are those of an image, and not of a map. */
export const hasIntensities = ({ colours }: Pick<Series, "colours">): boolean =>
  colours === "gray" || colours === "inverted";

export function findSeries(
  id: string | undefined,
  { series }: Pick<SeriesState, "series"> = useSeries.getState(),
): Series | undefined {
  return series.find((one) => one.id === id);
}

/** The scan that the inspector speaks of: the active series', else the first. */
export function activeScan({ series, active } = useSeries.getState()): Series | undefined {
  const scanId = findSeries(active, { series })?.scanId ?? series[0]?.scanId;
  return series.find(({ id }) => id === scanId);
}

/** The series of kind "result" that the inspector speaks of: the active one's, else the newest of the active scan. */
export function activeResult(state = useSeries.getState()): Series | undefined {
  const active = findSeries(state.active, state);
  const scan = activeScan(state);
  const results = state.series.filter(({ kind, scanId }) => kind === "result" && scanId === scan?.id);
  return results.find(({ resultId }) => resultId === active?.resultId) ?? results.at(-1);
}

/** Puts series into the rail, after those of their scan; one with a known id takes its place. */
export function putSeries(...added: readonly UntitledSeries[]): void {
  useSeries.setState(({ series }) => {
    const next: UntitledSeries[] = [...series];
    for (const one of added) {
      const at = next.findIndex(({ id }) => id === one.id);
      const last = next.findLastIndex(({ scanId }) => scanId === one.scanId);
      if (at >= 0) next[at] = one;
      else next.splice(last < 0 ? next.length : last + 1, 0, one);
    }
    return { series: withTitles(next) };
  });
}

/** Gives every series its title in the language that is active now. */
export function retitleSeries(): void {
  useSeries.setState(({ series }) => ({ series: withTitles(series) }));
}

export function changeSeries(id: string, change: Partial<Series>): void {
  useSeries.setState(({ series }) => ({ series: series.map((one) => (one.id === id ? { ...one, ...change } : one)) }));
}

/** The inspector speaks of the series, and it is the second of the two that are compared, or the first on demand. */
export function selectSeries(id: string, as: "a" | "b" = "b"): void {
  useSeries.setState((state) => {
    const { a, b, shown } = state;
    const one = findSeries(id, state);
    if (!one) return {};
    const compared =
      as === "a"
        ? { a: id, b: b === id ? a : b }
        : a === undefined || (a === id && b === undefined)
          ? { a: id }
          : { a: a === id ? b : a, b: id };
    if (shown.includes(id)) return { active: id, isPairChosen: true, ...compared };
    return { active: id, isPairChosen: true, ...compared, shown: [...shown.slice(0, MAX_SHOWN - 1), id] };
  });
}

export function toggleShown(id: string): void {
  useSeries.setState(({ shown }) => {
    if (!shown.includes(id)) return { shown: [...shown.slice(0, MAX_SHOWN - 1), id] };
    return shown.length > 1 ? { shown: shown.filter((other) => other !== id) } : {};
  });
}

export function swapCompared(): void {
  useSeries.setState(({ a, b }) => (a && b ? { a: b, b: a } : {}));
}
