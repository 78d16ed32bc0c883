/** The stage, or a tile of it, as a picture or a clip to keep: with scale bar and provenance, without names. */

import { describeResult } from "../../jobs/provenance";
import { download } from "../../state/download";
import { notify } from "../../state/notice-store";
import { fileStem } from "../../state/saving";
import { findSeries, isComputed, type Series, useSeries } from "../../state/series-store";
import { useView, viewOf } from "../../state/view-store";
import { getVolume } from "../../state/volumes";
import { t } from "../../text/text";
import { curtainFrames, encodeGif, flickerFrames } from "../../viewer/clip";
import { type Composition, composeImage, type ExportTile } from "../../viewer/export";
import type { Layer } from "../../viewer/picture";
import { type LiveTile, liveTile, liveTiles } from "./live-tiles";
import { displayTexts, originText, placeText, sidesText, windowText } from "./tile-texts";

const FLICKER_MS = 1000;
const CURTAIN_MS = 80;

/** A PNG of the stage, or of the tile with a key. Throws when nothing on the stage can be drawn. */
export async function stagePicture(tileKey?: string): Promise<Blob> {
  const lives = (tileKey === undefined ? liveTiles() : [liveTile(tileKey)]).filter(isFlat);
  return composeImage(compositionOf(lives, tileKey === undefined));
}

/** A GIF of A and B in turn, or of a curtain between them, as the current tile shows its plane. */
export async function stageClip(kind: "flicker" | "curtain"): Promise<Blob> {
  const { a, b } = useSeries.getState();
  const live = [liveTile(), ...liveTiles()].find(isFlat);
  const [first, second] = [layerOf(a), layerOf(b)];
  if (!live || !first || !second) throw new Error(t("A clip needs a plane on the stage and two series to compare."));
  const both = [first, second] as const;
  const series = both.map((one) => one.series);
  const { tiles, ...around } = compositionOf(
    [{ ...live, series, picture: { kind: "single", layer: first.layer } }],
    false,
  );
  const tile = tiles[0] as ExportTile;
  const alone = ({ layer, series: one }: (typeof both)[number]) =>
    exportTile({ ...live, series: [one], picture: { kind: "single", layer } }, tile.box);
  const frames = await (kind === "flicker"
    ? flickerFrames(alone(first), alone(second), around)
    : curtainFrames(tile, [first.layer, second.layer], around));
  const bytes = await encodeGif(frames, kind === "flicker" ? FLICKER_MS : CURTAIN_MS);
  return new Blob([bytes], { type: "image/gif" });
}

/** Hands a picture to the browser's downloads; what went wrong becomes a message. */
export function savePicture(of: "stage" | "tile"): Promise<void> {
  return save(() => stagePicture(of === "tile" ? liveTile()?.tile.key : undefined), ".png");
}

export function saveTilePicture(key: string): Promise<void> {
  return save(() => stagePicture(key), ".png");
}

export function saveClip(kind: "flicker" | "curtain"): Promise<void> {
  return save(() => stageClip(kind), `_${kind}.gif`);
}

async function save(make: () => Promise<Blob>, ending: string): Promise<void> {
  try {
    const series = liveTile()?.series[0];
    const [blob, stem] = await Promise.all([make(), series ? fileStem(series) : "eigenvox"]);
    download(blob, `${stem}${ending}`);
  } catch (error) {
    notify(t("Save picture"), { code: "E_INTERNAL", message: error instanceof Error ? error.message : String(error) });
  }
}

const isFlat = (live: LiveTile | undefined): live is LiveTile => live !== undefined && live.tile.kind !== "render";

function compositionOf(lives: readonly LiveTile[], isStage: boolean): Composition {
  const [first] = lives;
  if (!first) throw new Error(t("There is no plane on the stage. The 3-D view cannot be saved as a picture."));
  const boxOf = ({ tile: { left, top, width, height } }: LiveTile) =>
    isStage ? { x: left, y: top, width, height } : { x: 0, y: 0, width, height };
  const tiles = lives.map((live) => exportTile(live, boxOf(live)));
  return {
    tiles,
    width: Math.max(...tiles.map(({ box }) => box.x + box.width)),
    height: Math.max(...tiles.map(({ box }) => box.y + box.height)),
    ratio: first.camera.ratio,
    provenance: provenanceLines(lives.flatMap(({ series }) => series)),
  };
}

function exportTile(
  { picture, camera, smooth, marks, series, radiological }: LiveTile,
  box: ExportTile["box"],
): ExportTile {
  const first = series[0] as Series;
  const isOriented = first.orientationKnown;
  const { crosshairMm, window } = viewOf(useView.getState(), first.id);
  const { filter, zoom } = displayTexts(first, camera, smooth);
  const isDifference = picture.kind === "difference";
  return {
    box,
    picture,
    camera,
    smooth,
    marks,
    isComputed: series.some(isComputed),
    texts: {
      topLeft: series.flatMap((one) => {
        const origin = originText(one);
        return origin ? [one.title, origin.text] : [one.title];
      }),
      topRight: [sidesText({ isOriented, radiological })],
      // The letter and the scale bar stand below.
      bottomLeft: [placeText(crosshairMm, isOriented), ""],
      bottomRight: [
        ...(isDifference ? [t("A − B, no error map")] : [windowText(window)]),
        `${filter} · ${zoom}`,
        "",
        "",
      ],
    },
  };
}

/** How what is computed came to be, each once. */
function provenanceLines(series: readonly Series[]): readonly string[] {
  const texts = series.flatMap(({ provenance }) =>
    provenance ? [describeResult(provenance).text.replaceAll("\n", " · ")] : [],
  );
  return [...new Set(texts)];
}

function layerOf(id: string | undefined): { layer: Layer; series: Series } | undefined {
  const series = findSeries(id);
  const volume = series && getVolume(series.id);
  if (!series || !volume) return undefined;
  const { window } = viewOf(useView.getState(), series.id);
  return { series, layer: { id: series.id, volume, window, colours: series.colours } };
}
