/** Watches for large arrays in tests of hostile files. */

/** Bytes of the largest `ArrayBuffer` that `run` constructs by name; 0 when it constructs none. */
export async function watchAllocations(run: () => Promise<unknown>): Promise<number> {
  const original = globalThis.ArrayBuffer;
  let largest = 0;
  globalThis.ArrayBuffer = new Proxy(original, {
    construct(target, [length]: [number]) {
      largest = Math.max(largest, length);
      return new target(length);
    },
  });
  try {
    await run();
  } finally {
    globalThis.ArrayBuffer = original;
  }
  return largest;
}
