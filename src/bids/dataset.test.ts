import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Choice, findBidsScans, openDataset } from "./dataset";
import { describeDataset, writeText } from "./test-dataset";

const root = mkdtempSync(join(tmpdir(), "eigenvox-dataset-"));

beforeAll(() => {
  describeDataset(root);
  for (const path of [
    "sub-01/anat/sub-01_T1w.nii.gz",
    "sub-01/anat/sub-01_T1w.json",
    "sub-01/anat/sub-01_T2w.nii.gz",
    "sub-01/func/sub-01_task-rest_bold.nii.gz",
    "sub-02/ses-a/anat/sub-02_ses-a_acq-mprage_run-1_T1w.nii",
    "sub-02/ses-a/anat/sub-02_ses-a_acq-mprage_run-2_T1w.nii",
    "sub-02/ses-b/anat/sub-02_ses-b_T1w.nii.gz",
    // Named as those of another folder, as a result, and as none of BIDS.
    "sub-02/ses-b/anat/sub-02_ses-a_T1w.nii.gz",
    "sub-02/ses-b/anat/sub-02_ses-b_desc-superres_T1w.nii.gz",
    "sub-02/ses-b/anat/T1w.nii.gz",
    "sub-03/anat/sub-03_T2w.nii.gz",
    // No participants of this data set.
    "derivatives/other/sub-01/anat/sub-01_T1w.nii.gz",
    "sourcedata/sub-09/anat/sub-09_T1w.nii.gz",
    ".hidden/sub-08/anat/sub-08_T1w.nii.gz",
    "sub-07.txt",
  ]) {
    writeText(root, path, "");
  }
  mkdirSync(join(root, "sub-04/anat"), { recursive: true });
  // As data sets that are versioned have them.
  symlinkSync("../../nowhere", join(root, "sub-04/anat/sub-04_T1w.nii.gz"));
});
afterAll(() => rmSync(root, { recursive: true }));

const ALL: Choice = { suffix: "T1w", participants: [], sessions: [], heldOut: [], scan: undefined };

const look = async (choice: Partial<Choice>) => findBidsScans(await openDataset(root), { ...ALL, ...choice });
const find = async (choice: Partial<Choice>) => (await look(choice)).scans.map(({ path }) => path);

describe("findBidsScans", () => {
  it("finds the scans of a suffix by the rules of BIDS", async () => {
    expect(await find({})).toEqual([
      "sub-01/anat/sub-01_T1w.nii.gz",
      "sub-02/ses-a/anat/sub-02_ses-a_acq-mprage_run-1_T1w.nii",
      "sub-02/ses-a/anat/sub-02_ses-a_acq-mprage_run-2_T1w.nii",
      "sub-02/ses-b/anat/sub-02_ses-b_T1w.nii.gz",
      "sub-04/anat/sub-04_T1w.nii.gz",
    ]);
    expect((await look({})).troubles.map(({ message }) => message)).toEqual([
      "sub-02/ses-b/anat/sub-02_ses-a_T1w.nii.gz is passed over: its name is not of that folder.",
      "sub-02/ses-b/anat/sub-02_ses-b_desc-superres_T1w.nii.gz is passed over: its name is that of a result.",
      "There is no T1w scan of sub-03.",
    ]);
    expect(await find({ suffix: "T2w" })).toEqual(["sub-01/anat/sub-01_T2w.nii.gz", "sub-03/anat/sub-03_T2w.nii.gz"]);
  });

  it("takes labels with and without what they begin with, and one scan by its path", async () => {
    expect(await find({ participants: ["sub-01", "04"] })).toEqual([
      "sub-01/anat/sub-01_T1w.nii.gz",
      "sub-04/anat/sub-04_T1w.nii.gz",
    ]);
    const ofB = ["sub-02/ses-b/anat/sub-02_ses-b_T1w.nii.gz"];
    expect(await find({ sessions: ["ses-b"] })).toEqual(ofB);
    expect(await find({ scan: ofB[0] })).toEqual(ofB);
    const { scans } = await look({ heldOut: ["sub-04"] });
    expect(scans.filter(({ isHeldOut }) => isHeldOut).map(({ participant }) => participant)).toEqual(["04"]);
  });

  it.each([
    ["E_ARGUMENT", { participants: ["01", "99"] }],
    ["E_ARGUMENT", { heldOut: ["99"] }],
    ["E_ARGUMENT", { sessions: ["c"] }],
    ["E_ARGUMENT", { scan: "sub-01/anat/sub-01_T2w.nii.gz" }],
    ["E_NOT_FOUND", { suffix: "FLAIR" }],
  ])("%s for %j, which is not there", async (code, choice) => {
    await expect(find(choice)).rejects.toMatchObject({ code });
  });

  it("takes no scan that is there twice", async () => {
    writeText(root, "sub-05/anat/sub-05_T1w.nii", "");
    writeText(root, "sub-05/anat/sub-05_T1w.nii.gz", "");
    await expect(find({ participants: ["05"] })).rejects.toMatchObject({ code: "E_ARGUMENT" });
  });
});

describe("openDataset", () => {
  it("takes no folder that does not say that it is one", async () => {
    await expect(openDataset(join(root, "sub-01"))).rejects.toMatchObject({ code: "E_NOT_FOUND" });
    writeText(root, "odd/dataset_description.json", "{");
    await expect(openDataset(join(root, "odd"))).rejects.toMatchObject({ code: "E_BAD_HEADER" });
  });
});
