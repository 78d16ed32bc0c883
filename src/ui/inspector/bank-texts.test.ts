import { expect, test } from "vitest";
import type { BankEntry, MethodInfo } from "../../session/wire";
import { SELF } from "../../state/run-choices";
import { testEdges } from "../../state/test-evidence";
import { choiceNote, choiceTitle, degradationText, shownReason } from "./bank-texts";

const bank: BankEntry = {
  id: "folded-2x-box.safetensors",
  origin: "shipped",
  isKept: true,
  method: "folded",
  factor: [2, 2, 2],
  degradation: "box",
  title: "T1w 2× box, five scans, folded",
};
const methods = [{ id: "other", title: "Another method" }] as MethodInfo[];

test("a choice is called by what makes it", () => {
  expect(choiceTitle(bank, bank, methods)).toBe("Learned filters, folded · Averaged blocks");
  const kspace = { ...bank, method: "other", degradation: "kspace" } as const;
  expect(choiceTitle(kspace, kspace, methods)).toBe("Another method · Less of k-space");
  expect(choiceTitle({ ...bank, id: SELF }, undefined, methods)).toBe("Learn from this scan");
});

test("a mixture of banks tells its shares, and what the scan shows", () => {
  const mixture = { ...bank, id: "mix:a+b@0.40" };
  expect(choiceTitle(mixture, bank, methods)).toBe("Learned filters, folded · blocks 60\u00a0%, k-space 40\u00a0%");
  const edges = "edges: ringing, so k-space · sure";
  expect(shownReason(testEdges(0.95, 0.9), "kspace")).toBe(edges);
  expect(shownReason(testEdges(0.95, 0.9), "mix:box+kspace@0.95")).toBe(edges);
  expect(shownReason(testEdges(0.95, 0.9), "mix:box+kspace@0.40")).toBe(`${edges} · less of k-space for its noise`);
  expect(shownReason(testEdges(0.5, 0), "mix:box+kspace@0.40")).not.toContain("less");
});

test("a shipped bank tells contrast and number of what it learned from, an own one its title", () => {
  const trainedOn = (entry: BankEntry) => choiceNote(entry, entry, 1);
  const lines = ["sub-01, adult T1w", "sub-02, child T1w"];
  expect(trainedOn({ ...bank, trainingData: lines })).toBe("learned from 2 T1w scans");
  expect(trainedOn({ ...bank, title: "knees", trainingData: ["sub-03_T2w"] })).toBe("learned from 1 T2w scan");
  expect(trainedOn({ ...bank, title: "T2w knees" })).toBe("learned from T2w scans");
  expect(trainedOn({ ...bank, origin: "own", title: "Mine, T1w" })).toBe("Mine, T1w");
});

test("how a scan became coarse is said in words, slices in millimetres", () => {
  expect(degradationText("box", 0.5)).toBe("degradation: Averaged blocks");
  expect(degradationText("slice:z,3,1", 1.1)).toBe("for slices 3.3 mm thick, 4.4 mm apart");
  const sliced = { ...bank, degradation: "slice:z,3,1" } as const;
  expect(choiceNote(sliced, sliced, 1.1)).toMatch(/, for slices 3.3 mm thick, 4.4 mm apart$/);
});
