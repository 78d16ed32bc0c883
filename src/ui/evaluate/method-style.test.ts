import { expect, test } from "vitest";
import { methodStyles } from "./method-style";

test("methods differ in colour, shape and dashes", () => {
  const styles = [...methodStyles(Array.from({ length: 40 }, (_, i) => `method ${i}`)).values()];
  expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(40);
  expect(new Set(styles.slice(0, 7).map(({ colour }) => colour)).size).toBe(7);
  expect(new Set(styles.slice(0, 7).map(({ marker }) => marker)).size).toBe(7);
});
