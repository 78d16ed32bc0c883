/** One tile: its picture on a canvas, marks and texts over it, and what a hand does on it. */

import { type CSSProperties, useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { setWindow } from "../../state/actions";
import { addPoint, useMeasure } from "../../state/measure-store";
import { usePrefs } from "../../state/prefs-store";
import { changeView, scaleOf, useView, viewOf } from "../../state/view-store";
import { t } from "../../text/text";
import type { Frame } from "../../viewer/camera";
import type { Tile } from "./arrange";
import { CurtainDivider } from "./curtain-divider";
import { attachGestures, type GestureTarget } from "./gestures";
import { Locator, Magnifier } from "./insets";
import { dropLiveTile, putLiveTile } from "./live-tiles";
import { Marks } from "./marks";
import { PictureCanvas } from "./picture-canvas";
import { RenderView } from "./render-view";
import { openStageMenu } from "./stage-menu";
import { pointTo, stepSlices } from "./stage-moves";
import { currentTool, toggleMaximised, useStage } from "./stage-store";
import { TileOverlay } from "./tile-overlay";
import { planeTitle, readoutOf, tileName } from "./tile-texts";
import { type Shot, useShot } from "./use-shot";

interface TileProps {
  readonly tile: Tile;
  readonly frame: Frame;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

export function TileView({ tile, frame, ratio }: TileProps) {
  const shot = useShot(tile, frame, ratio);
  // While a series is going away there is nothing to show in its place.
  return shot ? <ShownTile tile={tile} frame={frame} shot={shot} /> : <div className="tile" style={boxStyle(tile)} />;
}

/** Moved by transforms alone, also what stands at its right and bottom: the page does not count that as a shift. */
function boxStyle({ left, top, width, height }: Tile): CSSProperties {
  return { width, height, transform: `translate(${left}px, ${top}px)`, "--w": width, "--h": height } as CSSProperties;
}

function ShownTile({ tile, frame, shot }: { tile: Tile; frame: Frame; shot: Shot }) {
  const host = useRef<HTMLDivElement>(null);
  const [isFocused, setFocused] = useState(false);
  const id = useId();
  const { series, picture, camera, smooth, marks, radiological } = shot;
  useGestures(host, tile, frame, shot);
  useLayoutEffect(() => {
    putLiveTile({ tile, frame, camera, picture, smooth, marks, series, radiological });
  }, [tile, frame, camera, picture, smooth, marks, series, radiological]);
  useLayoutEffect(() => () => dropLiveTile(tile.key), [tile.key]);
  const readout = readoutOf(tile, shot, frame);
  const titles = series.map(({ title }) => title).join(" | ");
  const isRender = tile.kind === "render";
  const label = isRender ? t("3-D, {titles}", { titles }) : `${planeTitle(tile.plane)}, ${titles}`;
  return (
    <div
      ref={host}
      className="tile"
      style={boxStyle(tile)}
      data-tile={tileName(tile, series)}
      data-tile-key={tile.key}
      data-plane={isRender ? undefined : tile.plane}
      data-series-id={tile.seriesIds[0]}
      data-crosshair-mm={shot.crosshairMm.join(" ")}
      role="application"
      tabIndex={isRender ? -1 : 0}
      aria-label={label}
      aria-describedby={`${id}readout`}
      onFocus={() => {
        setFocused(true);
        useStage.setState({ current: tile.key });
      }}
      onBlur={() => setFocused(false)}
    >
      {isRender ? (
        <RenderView shot={shot} />
      ) : (
        <PictureCanvas picture={picture} camera={camera} smooth={smooth} label={label} />
      )}
      <Marks marks={marks} />
      {/* In a tile of another size the texts are new ones, which have not moved. */}
      <TileOverlay key={`${tile.width} ${tile.height}`} tile={tile} shot={shot} frame={frame} readout={readout} />
      {!isRender && (
        <>
          <Locator tile={tile} shot={shot} frame={frame} />
          <Magnifier tile={tile} shot={shot} frame={frame} />
        </>
      )}
      {tile.kind === "curtain" && <CurtainDivider />}
      <p id={`${id}readout`} className="visually-hidden" aria-live={isFocused ? "polite" : "off"}>
        {[readout.slice, readout.mm, readout.value, readout.frame].filter(Boolean).join(", ")}
      </p>
    </div>
  );
}

function useGestures(host: React.RefObject<HTMLDivElement | null>, tile: Tile, frame: Frame, shot: Shot): void {
  const latest = useEffectEvent(() => ({ tile, frame, shot }));
  useEffect(() => {
    const element = host.current;
    if (!element || tile.kind === "render") return;
    const own = () => latest().tile.seriesIds[0] as string;
    /** The series whose picture lies under a point: windows are changed one by one where they are not linked. */
    const under = ({ x, y }: { x: number; y: number }): string => {
      const { width, height, seriesIds, kind } = latest().tile;
      const { curtainAt, isCurtainHorizontal, blend } = useStage.getState();
      const isSecond =
        kind === "curtain"
          ? (isCurtainHorizontal ? y / height : x / width) > curtainAt
          : kind === "flicker" && blend >= 0.5;
      return (isSecond && seriesIds[1]) || own();
    };
    const view = (id: string) => {
      const state = useView.getState();
      return { ...viewOf(state, id), pixelsPerMm: scaleOf(state, id) };
    };
    const target: GestureTarget = {
      camera: () => latest().shot.camera,
      view: () => view(own()),
      change: (change) => changeView(own(), change),
      window: (at) => view(under(at)).window,
      changeWindow: (at, window) => setWindow(under(at), window),
      pointTo: (mm) => pointTo(own(), mm),
      step: (slices) => stepSlices(own(), latest().frame, latest().tile.plane, slices),
      measure: (mm) => {
        const before = useMeasure.getState();
        addPoint(latest().tile.plane, mm);
        return () => useMeasure.setState(before, true);
      },
      hover: (pointerMm) => useStage.setState({ pointerMm }),
      maximise: () => toggleMaximised(latest().tile.key),
      openMenu: (x, y) => openStageMenu({ x, y, tile: latest().tile, under: under(relative(element, x, y)) }),
      preset: () => usePrefs.getState().mouse,
      tool: currentTool,
    };
    return attachGestures(element, target);
  }, [host, tile.kind]);
}

function relative(element: HTMLElement, clientX: number, clientY: number): { x: number; y: number } {
  const { left, top } = element.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}
