import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Fate } from "./abort";

function pending(): { promise: Promise<never>; fall: (reason: unknown) => void } {
  let fall = (_: unknown) => {};
  const promise = new Promise<never>((_, reject) => {
    fall = reject;
  });
  return { promise, fall };
}

test("a race that is over leaves nothing behind", async () => {
  const fate = new Fate(pending().promise);
  for (let i = 0; i < 500; i++) {
    expect(await fate.race(Promise.resolve(i))).toBe(i);
    await expect(fate.race(Promise.reject(new Error("work")))).rejects.toThrow("work");
  }
  const open = fate.race(new Promise(() => {}));
  expect(fate.waiting).toBe(1);
  open.catch(() => {});
});

test("the end rejects all waits, and later ones at once", async () => {
  const { promise, fall } = pending();
  const fate = new Fate(promise);
  const waits = Array.from({ length: 3 }, () => fate.race(new Promise(() => {})));
  fall("gone");
  for (const wait of waits) await expect(wait).rejects.toBe("gone");
  await expect(fate.race(new Promise(() => {}))).rejects.toBe("gone");
  await expect(fate.race(Promise.resolve(1))).rejects.toBe("gone");
  expect(fate.waiting).toBe(0);
});

test("work that ends together with what it ran on gives no result", async () => {
  const { promise, fall } = pending();
  const fate = new Fate(promise);
  fall("gone");
  await expect(fate.race(Promise.resolve(1))).rejects.toBe("gone");
});

test("results of races that are over can be collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const fate = new Fate(new Promise(() => {}));
  const results: WeakRef<object>[] = [];
  for (let i = 0; i < 100; i++) results.push(new WeakRef(await fate.race(Promise.resolve({ i }))));
  await new Promise((resolve) => setTimeout(resolve));
  collect();
  expect(results.filter((result) => result.deref()).length).toBeLessThan(5);
});
