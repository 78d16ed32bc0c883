/** The one camera that all tiles share, the windows, and what single series have of their own while a link is off. */

import { create } from "zustand";
import { LINKED_FIELDS, LINKS, type Link, type Reach, type View, type Window, withinReach } from "../core/view";
import { changePrefs, usePrefs } from "./prefs-store";
import { findSeries, type Grid, hasIntensities } from "./series-store";

type Camera = Omit<View, "window">;

interface ViewState {
  readonly shared: Camera;
  /** By what has one scale of intensities: a scan with what was made of it, or a map. */
  readonly windows: Readonly<Record<string, Window>>;
  /** By series. */
  readonly own: Readonly<Record<string, Partial<View>>>;
  /** CSS pixels per mm at which the shown series fit their tiles, as the stage has measured. */
  readonly fitPixelsPerMm: number;
}

export const useView = create<ViewState>(() => ({
  shared: { crosshairMm: [0, 0, 0], centreMm: [0, 0, 0], pixelsPerMm: undefined },
  windows: {},
  own: {},
  fitPixelsPerMm: 1,
}));

/** What shares its window with others: series of one scan do, maps have their own. */
function scaleGroup(seriesId: string): string {
  const series = findSeries(seriesId);
  return series && hasIntensities(series) ? series.scanId : seriesId;
}

/** What bounds a series' windows; what shares its window shares this. */
export function reachOf(seriesId: string): Reach {
  return findSeries(scaleGroup(seriesId)) ?? findSeries(seriesId) ?? { range: [0, 1], window: [0, 1] };
}

export function viewOf({ shared, windows, own }: Omit<ViewState, "fitPixelsPerMm">, seriesId: string): View {
  const window = windows[scaleGroup(seriesId)] ?? findSeries(seriesId)?.window ?? [0, 1];
  return { window, ...shared, ...own[seriesId] };
}

/** CSS pixels per mm of a series as it is drawn. */
export function scaleOf(state: ViewState, seriesId: string): number {
  return viewOf(state, seriesId).pixelsPerMm ?? state.fitPixelsPerMm;
}

/** CSS pixels per mm at which the shortest side of a voxel is a pixel of the screen. */
export const pixelPerVoxel = ({ spacing }: Pick<Grid, "spacing">): number =>
  1 / (Math.min(...spacing) * devicePixelRatio);

/**
 * A change made in a tile of a series: of all series as far as they are linked, else of this one. Whoever asks for a
 * window, it stays within reach of the intensities.
 */
export function changeView(seriesId: string, asked: Partial<View>): void {
  const { links } = usePrefs.getState();
  const change = asked.window ? { ...asked, window: withinReach(asked.window, reachOf(seriesId)) } : asked;
  useView.setState(({ shared, windows, own }) => {
    const forAll: Partial<Record<keyof View, unknown>> = {};
    const forOne: Partial<Record<keyof View, unknown>> = {};
    for (const link of LINKS) {
      const field = LINKED_FIELDS[link];
      if (field in change) (links[link] ? forAll : forOne)[field] = change[field];
    }
    const { window, ...camera } = forAll as Partial<View>;
    return {
      shared: { ...shared, ...camera },
      windows: window ? { ...windows, [scaleGroup(seriesId)]: window } : windows,
      own:
        Object.keys(forOne).length > 0
          ? { ...own, [seriesId]: { ...own[seriesId], ...(forOne as Partial<View>) } }
          : own,
    };
  });
}

/** Linking again gives every series what `seriesId` has. */
export function setLink(link: Link, isLinked: boolean, seriesId: string): void {
  const field = LINKED_FIELDS[link];
  if (isLinked) {
    const value = viewOf(useView.getState(), seriesId)[field];
    const { own } = useView.getState();
    const rest = Object.entries(own).map(([id, { [field]: _, ...kept }]) => [id, kept] as const);
    useView.setState({ own: Object.fromEntries(rest) });
    changePrefs({ links: { ...usePrefs.getState().links, [link]: true } });
    changeView(seriesId, { [field]: value });
  } else changePrefs({ links: { ...usePrefs.getState().links, [link]: false } });
}

/** A camera for all series, whatever is linked: for a scan that was opened, or a reset. */
export function setCamera(change: Partial<Camera>): void {
  useView.setState(({ shared, own }) => ({
    shared: { ...shared, ...change },
    own: Object.fromEntries(Object.entries(own).map(([id, { window }]) => [id, window ? { window } : {}] as const)),
  }));
}
