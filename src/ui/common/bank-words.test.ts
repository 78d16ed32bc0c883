import { expect, test } from "vitest";
import { testBank, testMethod } from "../../session/test-infos";
import { bankWords } from "./bank-words";

const methods = [testMethod("folded", { title: "Folded" })];
const T1W = ["sub-01, adult T1w, full head; a; MIT", "sub-02, child T1w, brain; b; MIT"];

test("a shipped bank is told by its method, factor, degradation and scans", () => {
  const words = bankWords(testBank("a", { title: "T1w 2× box, five scans", trainingData: T1W }), methods);
  expect(words.name).toBe("Folded");
  expect(words.line).toBe("Folded · 2× · Averaged blocks · learned from 2 T1w scans");
});

test("an own bank has its title in front", () => {
  const trainingData = ["head.nii.gz; voxels 0123456789abcdef"];
  const bank = testBank("b", { origin: "own", title: "Three heads", degradation: "slice:z,3,0", factor: [1, 1, 3] });
  const words = bankWords({ ...bank, trainingData }, methods);
  expect(words.line).toBe("Three heads · Folded · 1×1×3 · Thick slices · learned from 1 scan");
});

test("what a bank does not tell is left out", () => {
  expect(bankWords(testBank("c", { method: "toy", title: "Mine" }), methods).line).toBe("toy · 2× · Averaged blocks");
  expect(bankWords(testBank("d", { title: "T2w bank" }), methods).trainedOn).toBe("learned from T2w scans");
  const mixed = testBank("e", { trainingData: ["a T1w", "b T2w"] });
  expect(bankWords(mixed, methods).trainedOn).toBe("learned from 2 scans");
});
