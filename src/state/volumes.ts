/** The volumes behind the ids in the stores, which themselves hold only plain, small data. */

import type { Volume } from "../core/volume";

const volumes = new Map<string, Volume>();

export function putVolume(id: string, volume: Volume): void {
  volumes.set(id, volume);
}

export function getVolume(id: string): Volume | undefined {
  return volumes.get(id);
}

export function dropVolumes(ids: readonly string[]): void {
  for (const id of ids) volumes.delete(id);
}
