import { expect, test } from "vitest";
import { chooseBank } from "./bank-choice";

const box = { method: "folded", degradation: "box" } as const;
const paper = { method: "paper", degradation: "box" } as const;
const kspace = { method: "folded", degradation: "kspace" } as const;

test.each([
  { kspaceShare: 0.04, bank: box, other: undefined },
  { kspaceShare: 0.4, bank: box, other: kspace },
  { kspaceShare: 0.96, bank: kspace, other: undefined },
])("a scan that shows $kspaceShare of k-space", ({ kspaceShare, bank, other }) => {
  const chosen = chooseBank([box, paper, kspace], { kspaceShare });
  expect(chosen?.bank).toBe(bank);
  expect(chosen?.other).toBe(other);
  expect(chosen?.share).toBe(other ? kspaceShare : 0);
});

test("what has no two ways, or shows nothing, gets the best bank", () => {
  expect(chooseBank([box, paper], { kspaceShare: 1 })?.bank).toBe(box);
  expect(chooseBank([paper, box, kspace], { kspaceShare: 1 })?.bank).toBe(paper);
  expect(chooseBank([box, kspace], undefined)?.bank).toBe(box);
  expect(chooseBank([], { kspaceShare: 1 })).toBeUndefined();
});
