import { expect, test } from "vitest";
import { Fate } from "../core/abort";
import { Pacer } from "./pacer";

const TARGET = 60;
const FIRST = 4e6;

/** Submits of a job on a machine that does so many operations a millisecond at a time: how many items, and how long each took. */
async function submitsOf(
  speed: (submit: number) => number,
  { items = 1e6, granule = 64, signal = undefined as AbortSignal | undefined } = {},
) {
  const submits: { readonly first: number; readonly count: number; readonly ms: number }[] = [];
  const operationsPerItem = 1000;
  await new Pacer({ targetMs: TARGET, firstOperations: FIRST }, new Fate(new Promise(() => {}))).run({
    name: "kernel",
    items,
    operationsPerItem,
    maxItems: 65535 * granule,
    granule,
    signal,
    submit: async (first, count) => {
      const ms = (count * operationsPerItem) / speed(submits.length);
      submits.push({ first, count, ms });
      return ms;
    },
  });
  return submits;
}

test("every item is submitted once, in whole granules but for the last", async () => {
  const submits = await submitsOf(() => 1e5, { items: 1e5 + 7 });
  let next = 0;
  for (const { first, count } of submits) {
    expect(first).toBe(next);
    if (first + count < 1e5 + 7) expect(count % 64).toBe(0);
    next = first + count;
  }
  expect(next).toBe(1e5 + 7);
});

test.each([1e4, 1e5, 1e6, 1e7])(
  "on a machine of %d operations a millisecond no submit but the first is longer than meant",
  async (speed) => {
    const submits = await submitsOf(() => speed);
    const [first, ...others] = submits.map(({ ms }) => ms);
    // Of the first nothing is known but what a slow machine does.
    expect(first).toBeLessThanOrEqual(FIRST / speed);
    for (const ms of others) expect(ms).toBeLessThanOrEqual(1.01 * TARGET);
  },
);

test("a machine that becomes ten times slower is overrun once", async () => {
  const submits = await submitsOf((submit) => (submit < 8 ? 1e6 : 1e5));
  const overruns = submits.filter(({ ms }) => ms > 1.01 * TARGET);
  expect(overruns.length).toBe(1);
  expect(overruns[0]?.ms).toBeLessThanOrEqual(10.1 * TARGET);
});

test("between submits a wish to stop is heeded", async () => {
  const stop = new AbortController();
  let submitted = 0;
  const running = submitsOf(
    () => {
      if (++submitted === 3) stop.abort(new Error("enough"));
      return 1e5;
    },
    { signal: stop.signal },
  );
  await expect(running).rejects.toThrow("enough");
  expect(submitted).toBe(3);
});
