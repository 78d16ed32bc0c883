/** Waiting for many things at a time, but not for all: for reading files, which a browser does by messages. */

/** Files to be waited for together, where each is read in part. */
export const FILES_AT_ONCE = 32;

/**
 * What `work` makes of the items, in their order; while one is waited for, the next few are worked on already. Of what
 * they throw, only what comes first in their order is heard.
 */
export async function* ahead<T, R>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const begun: Promise<R>[] = [];
  for (const item of items) {
    if (begun.length === atOnce) yield await (begun.shift() as Promise<R>);
    const result = work(item);
    result.catch(() => {});
    begun.push(result);
  }
  for (const result of begun) yield await result;
}
