/** For tests: heads made once, of few samples a voxel, which are what making one takes its time for. */

import type { Volume } from "../core/volume";
import { type HeadPhantomOptions, headPhantom } from "./head";

const made = new Map<string, Volume>();

/** `headPhantom` of these options. Its values are those that others get: not to be written to. */
export function testHead(options: HeadPhantomOptions): Volume {
  const key = JSON.stringify(options);
  const volume = made.get(key) ?? headPhantom({ supersample: 2, ...options });
  made.set(key, volume);
  return volume;
}
