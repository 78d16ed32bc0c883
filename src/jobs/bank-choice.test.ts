import { expect, test } from "vitest";
import { chooseBank } from "./bank-choice";

const box = { method: "folded", degradation: "box" } as const;
const paper = { method: "paper", degradation: "box" } as const;
const kspace = { method: "folded", degradation: "kspace" } as const;

test.each([
  { kspaceShare: 0.04, other: undefined, share: 0 },
  { kspaceShare: 0.4, other: kspace, share: 0.4 },
  { kspaceShare: 0.96, other: kspace, share: 0.5 },
])("a scan that shows $kspaceShare of k-space", ({ kspaceShare, other, share }) => {
  const chosen = chooseBank([box, paper, kspace], { kspaceShare });
  expect(chosen?.bank).toBe(box);
  expect(chosen?.other).toBe(other);
  expect(chosen?.share).toBe(share);
});

test("what has no two ways, or shows nothing, gets the best bank", () => {
  expect(chooseBank([box, paper], { kspaceShare: 1 })?.bank).toBe(box);
  expect(chooseBank([paper, box, kspace], { kspaceShare: 1 })?.bank).toBe(paper);
  expect(chooseBank([box, kspace], undefined)?.bank).toBe(box);
  expect(chooseBank([], { kspaceShare: 1 })).toBeUndefined();
});
