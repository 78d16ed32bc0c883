import { describe, expect, test } from "vitest";
import { QUALITIES } from "../methods/method";
import { METHODS } from "../methods/registry";
import { testBank, testMethod } from "../session/test-infos";
import type { BankEntry, Quality, ResultPlan } from "../session/wire";
import { usePrefs } from "./prefs-store";
import { secondsOf } from "./quality-choice";
import { SELF } from "./run-choices";
import { chooseQuality, type RunState, runOffer, useRun } from "./run-store";
import type { Series } from "./series-store";
import { testEdges } from "./test-evidence";
import { testSeries } from "./test-series";

const methods = [
  testMethod("folded", { quality: "fast", selfUpTo: 2 }),
  testMethod("fine", { quality: "fine" }),
  testMethod("paper"),
  testMethod("net", { quality: "finest", mirrors: true }),
];
const device = { available: true, adapterName: "", kind: "cpu", isSoftware: false } as const;
const shipped = methods.map(({ id }) => testBank(id, { method: id }));

interface Asked {
  readonly run?: Partial<RunState>;
  readonly kept?: Quality;
  readonly banks?: readonly BankEntry[];
  readonly scan?: Partial<Series>;
  readonly seconds?: Readonly<Record<string, number>>;
}

function offerOf({ run, kept, banks = shipped, scan, seconds = {} }: Asked) {
  const plans = Object.fromEntries(Object.entries(seconds).map(([id, s]) => [id, { seconds: s } as ResultPlan]));
  return runOffer(testSeries("a", scan), { assessments: {}, plans, ...run }, { device, banks, methods }, kept);
}
const chosenOf = (asked: Asked) => offerOf(asked).chosen?.id;

test("methods that stand for qualities are listed from the fastest to the best", () => {
  expect(METHODS.flatMap(({ quality }) => quality ?? [])).toEqual(QUALITIES);
});

describe("the quality chosen by itself", () => {
  test("is the best that is quick, the fastest until that is known and where none is", () => {
    expect(chosenOf({})).toBe("folded");
    expect(chosenOf({ seconds: { folded: 1, fine: 3, net: 9 } })).toBe("net");
    expect(chosenOf({ seconds: { folded: 1, fine: 3, net: 90 } })).toBe("fine");
    expect(chosenOf({ seconds: { folded: 20, fine: 60, net: 900 } })).toBe("folded");
    const offer = offerOf({ seconds: { folded: 1, fine: 3 } });
    expect(offer.qualities.map(({ quality, seconds }) => [quality, seconds])).toEqual([
      ["fast", 1],
      ["fine", 3],
      ["finest", undefined],
    ]);
  });

  test("is none of which a measurement on the scan says that another is clearly better", () => {
    const seconds = { folded: 1, fine: 3, net: 9 };
    const gains = (net: number) => ({
      "a false folded": { gainDb: 1.2 },
      "a false fine": { gainDb: 1.5 },
      "a false net": { gainDb: net },
    });
    expect(chosenOf({ seconds, run: { assessments: gains(1.45) } })).toBe("net");
    expect(chosenOf({ seconds, run: { assessments: gains(0.5) } })).toBe("fine");
    expect(chosenOf({ kept: "finest", seconds, run: { assessments: gains(0.5) } })).toBe("net");
    expect(chosenOf({ kept: "finest", seconds, run: { assessments: gains(-0.5) } })).toBe("fine");
  });

  test("is the kept one however long it takes, or the best below that there is", () => {
    expect(chosenOf({ kept: "finest", seconds: { net: 900 } })).toBe("net");
    expect(chosenOf({ kept: "fast", seconds: { folded: 1, fine: 1, net: 1 } })).toBe("folded");
    expect(chosenOf({ kept: "finest", banks: shipped.slice(0, 2) })).toBe("fine");
    expect(chosenOf({ kept: "fine", banks: shipped.slice(2) })).toBe("paper");
  });

  test("is of no bank that something speaks against; by hand it can be", () => {
    const scan = { name: "sub-01_FLAIR" };
    const banks = shipped.map((bank) => ({ ...bank, title: "T1w heads" }));
    expect(chosenOf({ scan, banks, kept: "fine", seconds: { fine: 1 } })).toBe(SELF);
    expect(chosenOf({ scan, banks, run: { quality: "fine" } })).toBe("fine");
  });

  test("has what the scan shows; a method without that is left out where the scan shows k-space", () => {
    const kspace = (method: string) => testBank(`${method}-k`, { method, degradation: "kspace" });
    const banks = [...shipped, kspace("folded"), kspace("fine")];
    const seconds = { net: 1, "mix:fine+fine-k@0.40": 1, "mix:fine+fine-k@0.60": 1 };
    const { chosen, qualities } = offerOf({ banks, seconds, scan: { evidence: testEdges(0.4, 0.6) } });
    expect(chosen?.id).toBe("net");
    expect(qualities[1]?.choice?.id).toBe("mix:fine+fine-k@0.40");
    const ringing = offerOf({ banks, seconds, scan: { evidence: testEdges(0.95, 0.9) } });
    expect(ringing.chosen?.id).toBe("mix:fine+fine-k@0.60");
    expect(ringing.banks.find(({ choice }) => choice.id === "net")?.unfit).toContain("k-space");
    const guessed = offerOf({ banks, seconds, scan: { evidence: testEdges(0.95, 0.3) } });
    expect(guessed.chosen?.id).toBe("net");
  });
});

describe("what is automatic", () => {
  const seconds = { folded: 1, fine: 3, net: 9 };
  const told = (asked: Asked) => {
    const { chosen, method, automatic, isAutomatic } = offerOf({ seconds, ...asked });
    return { chosen: chosen?.id, method: method?.id, automatic: automatic?.id, isAutomatic };
  };

  test("is known whatever was chosen in its place", () => {
    expect(told({})).toEqual({ chosen: "net", method: "net", automatic: "net", isAutomatic: true });
    expect(told({ kept: "fast" })).toEqual({
      chosen: "folded",
      method: "folded",
      automatic: "net",
      isAutomatic: false,
    });
    expect(told({ run: { quality: "fine" } })).toMatchObject({ chosen: "fine", automatic: "net", isAutomatic: false });
    expect(told({ run: { bankId: "paper" } })).toMatchObject({ chosen: "paper", automatic: "net", isAutomatic: false });
    expect(told({ run: { bankId: SELF } })).toMatchObject({ chosen: SELF, method: undefined, isAutomatic: false });
  });

  test("can be gone back to, for this scan and for others", () => {
    usePrefs.setState({ quality: undefined });
    chooseQuality("fast");
    useRun.setState({ bankId: "paper" });
    chooseQuality(undefined);
    expect(useRun.getState()).toMatchObject({ quality: undefined, bankId: undefined });
    expect(usePrefs.getState().quality).toBeUndefined();
  });

  test("does not depend on mirror images, which take a network longer", () => {
    const plan = { seconds: 9, mirroredSeconds: 70 } as ResultPlan;
    expect(offerOf({ run: { mirrored: true, plans: { net: plan } } }).automatic?.id).toBe("net");
    expect([secondsOf(plan), secondsOf(plan, true)]).toEqual([9, 70]);
    expect(secondsOf({ seconds: 9 } as ResultPlan, true)).toBeUndefined();
    expect(secondsOf(undefined, true)).toBeUndefined();
  });
});

test("a bank chosen by hand goes before the quality, and one of one's own stands for it where none ships", () => {
  expect(chosenOf({ kept: "fine", run: { quality: "finest", bankId: "paper" } })).toBe("paper");
  expect(chosenOf({ run: { quality: "finest", bankId: "gone" } })).toBe("net");
  const own = testBank("own", { method: "net", origin: "own" });
  expect(offerOf({ banks: [own, ...shipped] }).qualities[2]?.choice?.id).toBe("net");
  expect(offerOf({ banks: [own, ...shipped.slice(0, 3)] }).qualities[2]?.choice?.id).toBe("own");
  expect(offerOf({ banks: shipped.slice(0, 3) }).qualities[2]).toMatchObject({ choice: undefined, fits: false });
});
