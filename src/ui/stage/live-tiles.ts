/** The tiles as they stand on the screen, for what is not a tile itself: keys, pictures to save, the profile's plot. */

import type { Series } from "../../state/series-store";
import type { Frame, TileCamera } from "../../viewer/camera";
import type { Mark } from "../../viewer/marks";
import type { Picture } from "../../viewer/picture";
import type { Tile } from "./arrange";
import { useStage } from "./stage-store";

export interface LiveTile {
  readonly tile: Tile;
  readonly frame: Frame;
  readonly camera: TileCamera;
  readonly picture: Picture;
  readonly smooth: boolean;
  readonly marks: readonly Mark[];
  /** The series that are seen: one, or A and B. */
  readonly series: readonly Series[];
  /** True draws the patient's right on the left. */
  readonly radiological: boolean;
}

const tiles = new Map<string, LiveTile>();

export function putLiveTile(live: LiveTile): void {
  tiles.set(live.tile.key, live);
}

export function dropLiveTile(key: string): void {
  tiles.delete(key);
}

export function liveTiles(): readonly LiveTile[] {
  return [...tiles.values()];
}

/** The tile of a key; without one the tile that was touched last, else the first. */
export function liveTile(key = useStage.getState().current): LiveTile | undefined {
  return tiles.get(key ?? "") ?? liveTiles()[0];
}
