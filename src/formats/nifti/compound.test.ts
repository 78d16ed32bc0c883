import { describe, expect, test } from "vitest";
import { noticed } from "../test-read";
import { buildNifti, type NiftiSpec, readNifti } from "./test-nifti";

describe("voxels of several numbers", () => {
  const compound = (spec: NiftiSpec, datatype: number, bits: number) => {
    const bytes = buildNifti(spec);
    const view = new DataView(bytes.buffer);
    view.setInt16(70, datatype, spec.littleEndian ?? true);
    view.setInt16(72, bits, spec.littleEndian ?? true);
    return bytes;
  };

  test.each([
    ["complex64", 16, 32, 64],
    ["complex128", 64, 1792, 128],
  ])("%s is shown as magnitude, both parts scaled", async (name, part, datatype, bits) => {
    for (const littleEndian of [true, false]) {
      const values = [3, 4, -5, 12, 0, 0, Number.NaN, 1];
      const spec = { littleEndian, datatype: part, dim: [3, 2, 2, 1], values };
      const scan = await readNifti(compound(spec, datatype, bits));
      expect([...scan.volume.data]).toEqual([5, 13, 0, Number.NaN]);
      const others = scan.notices.filter(({ code }) => code !== "W_ONE_SLICE");
      expect(others).toEqual([noticed("W_COMPLEX", /magnitude/), noticed("W_NOT_FINITE", /^1 of 4/)]);
      expect(scan.details[0]).toBe(`NIfTI-1, ${name}, ${littleEndian ? "little" : "big"}-endian`);
      const scaled = await readNifti(compound({ ...spec, slope: -2, intercept: 2 }, datatype, bits));
      expect([...scaled.volume.data]).toEqual(
        [Math.hypot(-4, -6), Math.hypot(12, -22), Math.hypot(2, 2), Number.NaN].map(Math.fround),
      );
    }
  });

  test.each([
    ["RGB", 128, [255, 0, 0, 0, 255, 0, 0, 0, 255, 200, 200, 200]],
    ["RGBA", 2304, [255, 0, 0, 9, 0, 255, 0, 0, 0, 0, 255, 255, 200, 200, 200, 1]],
  ])("%s is shown as luminance, never scaled", async (name, datatype, values) => {
    const bits = values.length * 2;
    const spec = { datatype: 2, dim: [3, 2, 2, 1], values, slope: 2, intercept: 7 };
    const scan = await readNifti(compound(spec, datatype, bits));
    expect([...scan.volume.data]).toEqual([0.299 * 255, 0.587 * 255, 0.114 * 255, 200].map(Math.fround));
    expect(scan.notices).toContainEqual(noticed("W_COLOR", new RegExp(`${name}.*luminance`)));
    expect(scan.details[0]).toBe(`NIfTI-1, ${name}`);
  });

  test("more of them than are converted at once", async () => {
    const values = Array.from({ length: 2 * 70000 }, (_, i) => (i % 2 === 0 ? 3 : 4) * (i >> 1));
    const spec = { littleEndian: false, datatype: 64, dim: [3, 100, 100, 7], values };
    const { volume } = await readNifti(compound(spec, 1792, 128));
    expect(volume.data.findIndex((value, i) => value !== 5 * i)).toBe(-1);
  });
});
