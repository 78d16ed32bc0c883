import { expect, test } from "vitest";
import { learnedFrom, trainingLine, voxelHash } from "./training-data";

const SHIPPED = ["sub-01, adult T1w, full head; datalad/example-dicom-structural; PDDL-1.0"];

test("a scan is known by its voxels, whatever it is called", async () => {
  const hash = await voxelHash(Float32Array.of(1, 2, 3));
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(await voxelHash(Float32Array.of(1, 2, 4))).not.toBe(hash);
  const lines = [trainingLine("head; 1.nii.gz", hash)];
  expect(learnedFrom(lines, { name: "other.nii", hash })).toBe("voxels");
  expect(learnedFrom(lines, { name: "head.nii.gz", hash: "0" })).toBeUndefined();
});

test.each([
  ["sub-01.nii.gz", SHIPPED, "name"],
  ["SUB-01_T1w.nii", SHIPPED, "name"],
  ["sub-012.nii", SHIPPED, undefined],
  ["sub-06.nii.gz", SHIPPED, undefined],
  ["head.nii.gz", ["head.nii.gz"], "name"],
  ["head.nii.gz", [""], undefined],
  ["head.nii.gz", [], undefined],
])("%s by its name among %j: %s", (name, lines, expected) => {
  expect(learnedFrom(lines, { name, hash: "0123456789abcdef" })).toBe(expected);
});
