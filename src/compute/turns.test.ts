import { expect, test } from "vitest";
import { Turns } from "./turns";

test("work runs one after another in the order of asking, past one that fails", async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const work = (name: string, fails = false) =>
    turns.run(async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([work("a"), work("b", true), work("c")]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await work("d")).toBe("d");
});
