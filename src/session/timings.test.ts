import { expect, test } from "vitest";
import { Timings } from "./timings";

test("the largest run so far tells how long others take", () => {
  const timings = new Timings();
  expect(timings.expect("folded", 0, 100)).toBeUndefined();
  timings.add("folded", 0, { operations: 10, seconds: 5 });
  timings.add("folded", 0, { operations: 1000, seconds: 20 });
  timings.add("folded", 0, { operations: 10, seconds: 5 });
  expect(timings.expect("folded", 0, 500)).toBe(10);
  expect(timings.expect("folded", 1, 500)).toBe(10);
  expect(timings.expect("paper", 0, 500)).toBeUndefined();
});
