import { describe, expect, it } from "vitest";
import { describedName, labelOf, learningLabel, madeOfName, parseName, type ScanName } from "./names";
import { asWeHaveThem } from "./options";

const nameOf = (file: string) => parseName(file) as ScanName;

describe("names", () => {
  it("are read by the rules of BIDS", () => {
    const name = nameOf("sub-01_ses-a_run-2_T1w.nii.gz");
    expect(name.suffix).toBe("T1w");
    expect(labelOf(name, "ses")).toBe("a");
    for (const odd of ["T1w.nii", "sub-01_T1w.json", "sub-0.1_T1w.nii", "sub-01-2_T1w.nii", "sub-01__T1w.nii"]) {
      expect(parseName(odd)).toBeUndefined();
    }
  });

  it("of what is made have the scan's entities, in the order of BIDS", () => {
    expect(describedName(nameOf("sub-01_run-2_T1w.nii.gz"), "superres")).toBe("sub-01_run-2_desc-superres_T1w");
    expect(madeOfName(nameOf("sub-01_run-2_inv-1_MP2RAGE.nii"), "folded2xbox", "sums")).toBe(
      "sub-01_run-2_mod-MP2RAGE_inv-1_desc-folded2xbox_sums",
    );
  });

  it("tell sums apart by labels of letters and digits", () => {
    expect(learningLabel("folded", [2, 2, 2], "box")).toBe("folded2xbox");
    expect(learningLabel("folded", [1, 1, 4], "slice:z,3,1")).toBe("folded1x1x4slicez31");
  });
});

describe("arguments", () => {
  it("have several values behind one option, and _ in its name", () => {
    const words = "in out group --participant_label 01 sub-02 --factor 2 --held-out=03 04 -h".split(" ");
    expect(asWeHaveThem(words, ["participant-label", "held-out"])).toEqual(
      "in out group --participant-label 01 --participant-label=sub-02 --factor 2 --held-out=03 --held-out=04 -h".split(
        " ",
      ),
    );
  });
});
