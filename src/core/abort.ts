/** Waiting for work or the end of what it runs on, whichever comes first. */

/**
 * What may end all waiting, once. `Promise.race` with a promise that does not settle keeps every result it was ever
 * raced with; here a wait is forgotten when it is over.
 */
export class Fate {
  private readonly waiters = new Set<(reason: unknown) => void>();
  private end: { readonly reason: unknown } | undefined;

  /** `promise` rejects with the reason or never settles. */
  constructor(promise: Promise<never>) {
    promise.catch((reason) => {
      this.end = { reason };
      for (const reject of this.waiters) reject(reason);
    });
  }

  /** Waits that are not over. */
  get waiting(): number {
    return this.waiters.size;
  }

  /** What `work` gives; rejects with the reason if the end comes before it, or has come when it gives something. */
  async race<T>(work: Promise<T>): Promise<T> {
    let waiter = (_: unknown): void => {};
    const ended = new Promise<never>((_, reject) => {
      waiter = reject;
    });
    if (this.end) waiter(this.end.reason);
    this.waiters.add(waiter);
    try {
      const result = await Promise.race([ended, work]);
      if (this.end) throw this.end.reason;
      return result;
    } finally {
      this.waiters.delete(waiter);
    }
  }
}
