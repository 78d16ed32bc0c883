import { expect, test } from "vitest";
import { ahead } from "./ahead";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test("results come in the order of the items, however long each takes, and few are worked on at once", async () => {
  let working = 0;
  let most = 0;
  const waits = [5, 1, 3, 1, 1, 4, 2];
  const results: number[] = [];
  const work = async (wait: number) => {
    most = Math.max(most, ++working);
    for (let i = 0; i < wait; i++) await settled();
    working--;
    return wait * 10;
  };
  for await (const result of ahead(waits, 3, work)) results.push(result);
  expect(results).toEqual(waits.map((wait) => wait * 10));
  expect(most).toBe(3);
});

test("nothing is begun before it is asked for, and nothing after the end", async () => {
  const begun: number[] = [];
  const work = async (item: number) => begun.push(item);
  const all = ahead([1, 2, 3, 4, 5], 2, work);
  await settled();
  expect(begun).toEqual([]);
  await all.next();
  await all.return();
  await settled();
  expect(begun).toEqual([1, 2]);
  expect(await ahead([], 2, work).next()).toEqual({ done: true, value: undefined });
});

test("what is thrown comes in its order, and what others throw then is not lost on nobody", async () => {
  const all = ahead([1, 2, 3], 3, async (item) => {
    if (item > 1) throw new Error(`item ${item}`);
    return item;
  });
  expect((await all.next()).value).toBe(1);
  await expect(all.next()).rejects.toThrow("item 2");
  await settled();
});
