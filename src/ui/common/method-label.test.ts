import { expect, test } from "vitest";
import { testBank, testMethod } from "../../session/test-infos";
import { methodLabel } from "./method-label";

const methods = [testMethod("folded", { title: "Folded" })];
const banks = [testBank("a", { title: "T1w 2× box" }), testBank("b", { title: "Mine", origin: "own" })];

test.each([
  ["tricubic", "Tricubic"],
  ["from the scan itself", "From the scan itself"],
  ["T1w 2× box", "Folded · 2× · Averaged blocks"],
  ["T1w 2× box, global filter", "Folded · 2× · Averaged blocks, global filter"],
  ["Mine", "Mine"],
  ["Another · 0123abcd", "Another · 0123abcd"],
])("%s is called %s", (name, label) => {
  expect(methodLabel(name, banks, methods)).toBe(label);
});
