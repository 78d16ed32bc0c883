import { describe, expect, test } from "vitest";
import { areLabels } from "./labels";
import { buildNifti, type NiftiSpec, readNifti } from "./nifti/test-nifti";
import { VOXEL_TYPES } from "./voxel-types";

const plain = { type: VOXEL_TYPES.uint8, scaling: [1, 0] } as const;
const regions = Float32Array.from({ length: 1000 }, (_, i) => i % 5);

describe("areLabels", () => {
  test("a few whole numbers, stored as integers and as they are", () => {
    expect(areLabels(regions, plain)).toBe(true);
    expect(areLabels(regions, { ...plain, type: VOXEL_TYPES.int16 })).toBe(true);
    expect(areLabels(regions, { ...plain, type: VOXEL_TYPES.float32 })).toBe(false);
    expect(areLabels(regions, { ...plain, scaling: [2, 0] })).toBe(false);
  });

  test("not what may be a scan: many values, negative ones, one, or hardly a voxel", () => {
    for (const data of [regions.map((_, i) => i % 17), regions.map((v) => v - 1), regions.fill(3).slice()]) {
      expect(areLabels(data, plain)).toBe(false);
    }
    expect(areLabels(Float32Array.of(0, 1, 2), plain)).toBe(false);
  });
});

describe("a file of labels is said to be one", () => {
  const labelled = async (spec: NiftiSpec) =>
    (await readNifti(buildNifti(spec))).notices.filter(({ code }) => code === "W_LABELS");
  const values = Array.from({ length: 512 }, (_, i) => i % 3);
  test.each([1, 2] as const)("by its header, NIfTI-%d", async (version) => {
    const [told, again] = await labelled({ version, intentCode: 1002, datatype: 2, dim: [3, 8, 8, 8], values });
    expect(told?.text).toMatch(/intent code 1002.*nearest/);
    expect(again).toBeUndefined();
  });

  test("by its voxels, and a scan is not", async () => {
    expect(await labelled({ datatype: 4, dim: [3, 8, 8, 8], values })).toHaveLength(1);
    expect(await labelled({ datatype: 4, dim: [3, 8, 8, 8], values: values.map((_, i) => (7 * i) % 100) })).toEqual([]);
  });
});
