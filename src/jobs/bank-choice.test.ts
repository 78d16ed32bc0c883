import { expect, test } from "vitest";
import { chooseBank } from "./bank-choice";

const box = { method: "folded", degradation: "box" } as const;
const paper = { method: "paper", degradation: "box" } as const;
const kspace = { method: "folded", degradation: "kspace" } as const;

const shows = (kspaceShare: number, share?: number) => ({
  degradation: { kspaceShare, certainty: 1, reason: "" },
  noise: share === undefined ? undefined : { sigma: 1, share, blocks: 1000 },
});

test.each([
  { kspaceShare: 0.04, noise: 0.01, other: undefined, share: 0 },
  { kspaceShare: 0.4, noise: 0.01, other: kspace, share: 0.4 },
  { kspaceShare: 0.96, noise: 0.01, other: kspace, share: 0.8 },
  { kspaceShare: 0.96, noise: 0.02, other: kspace, share: 0.6 },
  { kspaceShare: 0.96, noise: 0.05, other: kspace, share: 0.35 },
  { kspaceShare: 0.96, noise: undefined, other: kspace, share: 0.35 },
])("a scan that shows $kspaceShare of k-space and $noise of noise", ({ kspaceShare, noise, other, share }) => {
  const chosen = chooseBank([box, paper, kspace], shows(kspaceShare, noise));
  expect(chosen?.bank).toBe(box);
  expect(chosen?.other).toBe(other);
  expect(chosen?.share).toBe(share);
});

test("what has no two ways, or shows nothing, gets the best bank", () => {
  expect(chooseBank([box, paper], shows(1))?.bank).toBe(box);
  expect(chooseBank([paper, box, kspace], shows(1))?.bank).toBe(paper);
  expect(chooseBank([box, kspace], undefined)?.bank).toBe(box);
  expect(chooseBank([], shows(1))).toBeUndefined();
});
