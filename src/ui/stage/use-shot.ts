/** What a tile draws: its picture, its camera and its marks, from the stores. */

import { useMemo } from "react";
import { useShallow } from "zustand/react/shallow";
import { columnOf } from "../../core/affine";
import type { Affine, Vec3 } from "../../core/volume";
import { useMeasure } from "../../state/measure-store";
import { isRadiological, usePrefs } from "../../state/prefs-store";
import { findSeries, type Series, useSeries } from "../../state/series-store";
import { scaleOf, useView, viewOf } from "../../state/view-store";
import { getVolume } from "../../state/volumes";
import { edgeLetters, type Frame, type TileCamera, tileCamera } from "../../viewer/camera";
import { crossMarks, letterMarks, type Mark, measureMarks, scaleBar } from "../../viewer/marks";
import { differenceRange, type Layer, type Picture } from "../../viewer/picture";
import { AXES, dot } from "../../viewer/vectors";
import type { Tile } from "./arrange";
import { useStage } from "./stage-store";

export interface Shot {
  readonly picture: Picture;
  readonly camera: TileCamera;
  readonly smooth: boolean;
  readonly marks: readonly Mark[];
  readonly crosshairMm: Vec3;
  /** The series that are seen: one, or A and B. */
  readonly series: readonly Series[];
  readonly layers: readonly Layer[];
  /** True draws the patient's right on the left. */
  readonly radiological: boolean;
  /** Whether the file says which side is which. */
  readonly isOriented: boolean;
}

/** Half the thickness of a slice: what is drawn on it lies no further away. */
function halfSliceMm(affine: Affine, { normal }: TileCamera): number {
  return Math.max(...AXES.map((axis) => Math.abs(dot(columnOf(affine, axis), normal)))) / 2;
}

function useLayer(id: string | undefined): { series: Series; layer: Layer } | undefined {
  const series = useSeries((state) => findSeries(id, state));
  const window = useView((state) => (id === undefined ? undefined : viewOf(state, id).window));
  const volume = id === undefined ? undefined : getVolume(id);
  return useMemo(
    () =>
      series && window && volume
        ? { series, layer: { id: series.id, volume, window, colours: series.colours } }
        : undefined,
    [series, window, volume],
  );
}

/** Undefined while a series of the tile is going away. */
export function useShot(tile: Tile, frame: Frame, ratio: number): Shot | undefined {
  const [idA = "", idB] = tile.seriesIds;
  const a = useLayer(idA);
  const b = useLayer(idB);
  const isOriented = a?.series.orientationKnown ?? true;
  const { crosshairMm, centreMm } = useView(useShallow((state) => viewOf(state, idA)));
  const pixelsPerMm = useView((state) => scaleOf(state, idA));
  const prefs = usePrefs();
  const { smooth, noseLeft, overlays, showCrosshair } = prefs;
  // A scan that does not say its sides is never turned.
  const radiological = isOriented && isRadiological(prefs);
  const { plane, width, height } = tile;
  const made = useMemo(
    () =>
      tileCamera({
        plane,
        frame,
        view: { crosshairMm, centreMm },
        pixelsPerMm,
        width,
        height,
        ratio,
        radiological,
        noseLeft,
      }),
    [plane, frame, crosshairMm, centreMm, pixelsPerMm, width, height, ratio, radiological, noseLeft],
  );
  // Where the crosshair moves within the plane, the camera stays as it is and nothing is drawn anew.
  const key = JSON.stringify(made);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the camera
  const camera = useMemo(() => made, [key]);
  const picture = usePicture(tile, camera, smooth, a?.layer, b?.layer);
  const measurements = useMeasure((state) => state.measurements);
  const begun = useMeasure((state) => state.draft);
  const pointerMm = useStage((state) => (begun?.plane === plane ? state.pointerMm : undefined));
  const draft = useMemo(
    () => begun && { ...begun, points: pointerMm ? [...begun.points, pointerMm] : begun.points },
    [begun, pointerMm],
  );
  const affine = a?.series.grid.affine;
  const marks = useMemo((): readonly Mark[] => {
    if (tile.kind === "render") return [];
    const letters = edgeLetters(plane, frame, { letters: isOriented, radiological, noseLeft });
    return [
      ...(showCrosshair ? crossMarks(camera, crosshairMm) : []),
      ...(overlays === "none" ? [] : [...letterMarks(camera, letters), ...scaleBar(camera).marks]),
      ...(affine
        ? [...measurements, ...(draft ? [draft] : [])].flatMap((one) =>
            measureMarks(camera, one, halfSliceMm(affine, camera)),
          )
        : []),
    ];
  }, [
    tile.kind,
    plane,
    frame,
    isOriented,
    radiological,
    noseLeft,
    showCrosshair,
    camera,
    crosshairMm,
    overlays,
    measurements,
    draft,
    affine,
  ]);
  return useMemo(() => {
    if (!a || !picture) return undefined;
    const both = b ? [a, b] : [a];
    const series = both.map((one) => one.series);
    const layers = both.map((one) => one.layer);
    return { picture, camera, smooth, marks, crosshairMm, series, layers, radiological, isOriented };
  }, [a, b, picture, camera, smooth, marks, crosshairMm, radiological, isOriented]);
}

function usePicture(
  { kind }: Tile,
  camera: TileCamera,
  smooth: boolean,
  a: Layer | undefined,
  b: Layer | undefined,
): Picture | undefined {
  const at = useStage((state) => (kind === "curtain" ? state.curtainAt : 0));
  const isHorizontal = useStage((state) => state.isCurtainHorizontal);
  const blend = useStage((state) => (kind === "flicker" ? state.blend : 0));
  const typed = useStage((state) => state.differenceRange);
  const [volumeA, volumeB] = [a?.volume, b?.volume];
  const seen = useMemo(
    () =>
      kind === "difference" && volumeA && volumeB && typed === undefined
        ? differenceRange(volumeA, volumeB, camera, smooth)
        : 1,
    [kind, volumeA, volumeB, typed, camera, smooth],
  );
  const range = typed ?? seen;
  return useMemo(() => {
    if (!a) return undefined;
    if (!b || kind === "slice" || kind === "render") return { kind: "single", layer: a };
    if (kind === "curtain") return { kind, a, b, at, isHorizontal };
    if (kind === "difference") return { kind, a, b, range };
    if (blend === 0 || blend === 1) return { kind: "single", layer: blend === 0 ? a : b };
    return { kind: "blend", a, b, opacity: blend };
  }, [kind, a, b, at, isHorizontal, range, blend]);
}
