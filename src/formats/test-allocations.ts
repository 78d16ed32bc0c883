/** Watches for large arrays in tests of hostile files. */

const WATCHED = ["ArrayBuffer", "Uint8Array", "Uint16Array", "Uint32Array", "Float32Array", "Float64Array"] as const;

type Constructor = new (...args: unknown[]) => object;

/** Bytes of the largest array of fixed size that `run` constructs by name; 0 when it constructs none. */
export async function watchAllocations(run: () => Promise<unknown>): Promise<number> {
  const originals = WATCHED.map((name) => [name, globalThis[name]] as const);
  let largest = 0;
  for (const [name, original] of originals) {
    const unit = "BYTES_PER_ELEMENT" in original ? original.BYTES_PER_ELEMENT : 1;
    const watched: Constructor = new Proxy(original as Constructor, {
      construct(target, args, proxy): object {
        if (typeof args[0] === "number") largest = Math.max(largest, unit * args[0]);
        return Reflect.construct(target, args, proxy === watched ? target : proxy);
      },
    });
    Object.assign(globalThis, { [name]: watched });
  }
  try {
    await run();
  } finally {
    Object.assign(globalThis, Object.fromEntries(originals));
  }
  return largest;
}
