/** What was found out about volumes, as long as they are held. */

import type { Volume } from "../core/volume";

export class PerVolume {
  private readonly known = new WeakMap<Volume, Map<unknown, unknown>>();

  get<T>(volume: Volume, key: unknown): T | undefined {
    return this.known.get(volume)?.get(key) as T | undefined;
  }

  set<T>(volume: Volume, key: unknown, value: T): T {
    const facts = this.known.get(volume) ?? new Map<unknown, unknown>();
    this.known.set(volume, facts.set(key, value));
    return value;
  }

  /** What is known under the key, or else what `find` gives, from now on. */
  once<T>(volume: Volume, key: unknown, find: () => T): T {
    return this.get<T>(volume, key) ?? this.set(volume, key, find());
  }
}
