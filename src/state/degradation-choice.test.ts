import { expect, test } from "vitest";
import { testBank } from "../session/test-infos";
import { choicesByEvidence, mixtureShares } from "./degradation-choice";
import { testEdges } from "./test-evidence";

const TWICE = [2, 2, 2] as const;
const box = testBank("box", { noise: true });
const kspace = testBank("kspace", { degradation: "kspace", noise: true });
const banks = [testBank("own", { origin: "own", degradation: "kspace" }), box, kspace];
const choiceOf = (share: number, certainty: number, some = banks) =>
  choicesByEvidence(TWICE, some, testEdges(share, certainty))[0];

test.each([
  [0.95, 0.9, "mix:box+kspace@0.60"],
  [0.05, 0.9, "box"],
  [0.6, 1, "mix:box+kspace@0.60"],
  [0.4, 0.5, "mix:box+kspace@0.40"],
  [0.5, 0, "mix:box+kspace@0.50"],
])("edges that show %d of k-space with certainty %d ask for %s", (share, certainty, id) => {
  expect(choiceOf(share, certainty)?.choice.id).toBe(id);
});

test("nothing is chosen by a scan that has not been looked at", () => {
  expect(choicesByEvidence(TWICE, banks, undefined)).toEqual([]);
});

test("a mixture is degraded as blocks are, and stands for both", () => {
  expect(choiceOf(0.4, 0.5)).toEqual({
    choice: { id: "mix:box+kspace@0.40", factor: TWICE, degradation: "box", noise: true },
    method: "folded",
    others: ["box", "kspace"],
  });
});

test("a mixture has calm and crisp filters where both banks have", () => {
  expect(choiceOf(0.5, 0, [box, { ...kspace, noise: false }])?.choice.noise).toBe(false);
});

test("there is nothing to be chosen where not both ship, of one method", () => {
  expect(choiceOf(1, 1, [box])).toBeUndefined();
  expect(choiceOf(1, 1, [box, { ...kspace, method: "paper" }])).toBeUndefined();
  expect(choiceOf(1, 1, [box, { ...kspace, origin: "own" }])).toBeUndefined();
  expect(choicesByEvidence([3, 3, 3], banks, testEdges(1, 1))).toEqual([]);
});

test("every method of which both ship has a mixture of its own", () => {
  const fine = [box, kspace].map((bank) => ({ ...bank, id: `fine-${bank.id}`, method: "fine" }));
  const shown = choicesByEvidence(
    TWICE,
    [box, fine[0] as typeof box, kspace, fine[1] as typeof box],
    testEdges(0.4, 1),
  );
  expect(shown.map(({ choice, method }) => [choice.id, method])).toEqual([
    ["mix:box+kspace@0.40", "folded"],
    ["mix:fine-box+fine-kspace@0.40", "fine"],
  ]);
});

test("the shares of a mixture stand in its id", () => {
  expect(mixtureShares("mix:box+kspace@0.25")).toEqual({ box: 0.75, kspace: 0.25 });
  expect(mixtureShares("box")).toBeUndefined();
});
