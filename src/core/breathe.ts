/** How long loops on the CPU let messages through: a cancel, a question from the page. */

const EVERY_MS = 25;

/**
 * A function to be awaited inside a long loop: now and then it gives way to other work of the thread. It rejects with
 * the signal's reason once that is aborted.
 */
export function breather(signal?: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - last < EVERY_MS) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
    signal?.throwIfAborted();
  };
}
