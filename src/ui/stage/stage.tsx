/** The images, edge to edge: as many tiles as the layout asks for, drawn by one camera. */

import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useShallow } from "zustand/react/shallow";
import { useMeasure } from "../../state/measure-store";
import { usePrefs } from "../../state/prefs-store";
import { findSeries, type Series, useSeries } from "../../state/series-store";
import { useView } from "../../state/view-store";
import { t } from "../../text/text";
import { extentOf, type Frame, fitPixelsPerMm, frameOf } from "../../viewer/camera";
import { watchRatio } from "../common/device-pixel-ratio";
import { arrange, onDevicePixels, type Tile } from "./arrange";
import { drawAll } from "./frame";
import { StageControls } from "./stage-controls";
import { StageMenu } from "./stage-menu";
import { flip, useStage, useTool } from "./stage-store";
import { TileView } from "./tile";

const ProfilePanel = lazy(async () => ({ default: (await import("./profile-panel")).ProfilePanel }));

interface Size {
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

export function Stage() {
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  const plan = usePlan(size);
  const hasProfile = useMeasure(({ measurements }) => measurements.some(({ kind }) => kind === "profile"));
  const tool = useTool();
  useFlicker();
  return (
    <section className="stage" data-tool={tool} aria-label={t("Images")}>
      <div ref={host} className="stage-tiles">
        {plan &&
          size &&
          plan.tiles.map((tile) => <TileView key={tile.key} tile={tile} frame={plan.frame} ratio={size.ratio} />)}
        {hasProfile && plan?.tiles[0]?.kind !== "render" && (
          <Suspense>
            <ProfilePanel />
          </Suspense>
        )}
      </div>
      <StageControls key={`${plan?.tiles[0]?.kind} ${plan?.tiles.length}`} tiles={plan?.tiles ?? []} />
      <StageMenu />
    </section>
  );
}

/** Undefined until the stage is laid out. Tiles are arranged and drawn in the very frame in which it changes its size. */
function useSize(host: React.RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const measured = (): Size => ({
      width: Math.floor(element.clientWidth),
      height: Math.floor(element.clientHeight),
      ratio: devicePixelRatio,
    });
    setSize(measured());
    const observer = new ResizeObserver(() => {
      flushSync(() => setSize((before) => (isSame(before, measured()) ? before : measured())));
      drawAll();
    });
    observer.observe(element);
    const unwatch = watchRatio(() => setSize((before) => (isSame(before, measured()) ? before : measured())));
    return () => {
      observer.disconnect();
      unwatch();
    };
  }, [host]);
  return size;
}

const isSame = (a: Size | undefined, b: Size) => a?.width === b.width && a.height === b.height && a.ratio === b.ratio;

function usePlan(size: Size | undefined): { readonly tiles: readonly Tile[]; readonly frame: Frame } | undefined {
  const { layout, plane, axes } = usePrefs(useShallow(({ layout, plane, axes }) => ({ layout, plane, axes })));
  const { shown, a, b, active, series } = useSeries(
    useShallow(({ shown, a, b, active, series }) => ({ shown, a, b, active, series })),
  );
  const maximised = useStage((state) => state.maximised);
  const first = findSeries(a ?? shown[0], { series });
  const leading = findSeries(shown[0], { series }) ?? first;
  const affine = (series.find(({ id }) => id === leading?.scanId) ?? leading)?.grid.affine;
  const frame = useMemo(() => affine && frameOf(affine, axes), [affine, axes]);
  const isPair = layout !== "grid" && layout !== "plane";
  const grids = useShallowGrids(series, isPair ? [a, b] : shown, leading);
  const sizeMm = useMemo(() => frame && extentOf(grids, frame).sizeMm, [grids, frame]);
  const tiles = useMemo(() => {
    if (!size || !sizeMm || size.width < 1 || size.height < 1) return [];
    const { width, height, ratio } = size;
    const known = shown.filter((id) => series.some((one) => one.id === id));
    const isKnown = (id: string | undefined) => (series.some((one) => one.id === id) ? id : undefined);
    return arrange({
      layout,
      plane,
      shown: known,
      a: isKnown(a),
      b: isKnown(b),
      active: isKnown(active),
      width,
      height,
      sizeMm,
      maximised,
    }).map((tile) => ({ ...tile, ...onDevicePixels(tile, ratio) }));
  }, [size, sizeMm, layout, plane, shown, a, b, active, series, maximised]);
  const kept = useKept(tiles);
  const fit = useMemo(() => (sizeMm ? fitPixelsPerMm(sizeMm, kept) : undefined), [sizeMm, kept]);
  useLayoutEffect(() => {
    if (fit !== undefined && useView.getState().fitPixelsPerMm !== fit) useView.setState({ fitPixelsPerMm: fit });
  }, [fit]);
  return useMemo(() => (frame ? { tiles: kept, frame } : undefined), [kept, frame]);
}

/** Grids of series by their ids; the same array while they are the same. */
function useShallowGrids(series: readonly Series[], ids: readonly (string | undefined)[], leading: Series | undefined) {
  const grids = ids.flatMap((id) => series.find((one) => one.id === id)?.grid ?? []);
  const found = grids.length > 0 ? grids : leading ? [leading.grid] : [];
  const kept = useRef(found);
  if (kept.current.length !== found.length || kept.current.some((grid, i) => grid !== found[i])) kept.current = found;
  return kept.current;
}

/** The tiles as they were, as far as nothing of them has changed: a change of a series' name draws nothing anew. */
function useKept(tiles: readonly Tile[]): readonly Tile[] {
  const kept = useRef<readonly Tile[]>([]);
  const next = tiles.map((tile) => kept.current.find((old) => JSON.stringify(old) === JSON.stringify(tile)) ?? tile);
  const isSameAll = next.length === kept.current.length && next.every((tile, i) => tile === kept.current[i]);
  if (!isSameAll) kept.current = next;
  return kept.current;
}

/** Swaps A and B by itself while the person wants it to. */
function useFlicker(): void {
  const hz = useStage((state) => state.flickerHz);
  const isShown = usePrefs((prefs) => prefs.layout === "flicker");
  useEffect(() => {
    if (!isShown || hz === 0) return;
    const timer = setInterval(flip, 1000 / hz);
    return () => clearInterval(timer);
  }, [isShown, hz]);
}
