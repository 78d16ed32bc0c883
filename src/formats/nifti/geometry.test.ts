import { describe, expect, test } from "vitest";
import { voxelToWorld } from "../../core/affine";
import type { Affine, Vec3 } from "../../core/volume";
import { isSheared } from "../grid-geometry";
import { noticed } from "../test-read";
import { affineToQform, qformToAffine, resolveGeometry } from "./geometry";
import type { Placement } from "./header";

const DIMS: Vec3 = [5, 6, 7];
const SFORM = [-2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30];
/** A quarter turn about z. */
const QUATERNION = [0, 0, Math.SQRT1_2];
const QFORM = [0, -3, 0, 1, 2, 0, 0, 2, 0, 0, 4, 3, 0, 0, 0, 1];
const CENTRED = [2, 0, 0, -4, 0, 3, 0, -7.5, 0, 0, 4, -12, 0, 0, 0, 1];

function resolve(placement: Partial<Placement>) {
  const base = { pixdim: [1, 2, 3, 4], unit: 2, qformCode: 0, sformCode: 0 };
  const forms = { quaternion: QUATERNION, qoffset: [1, 2, 3], sform: SFORM };
  return resolveGeometry({ ...base, ...forms, ...placement }, DIMS);
}

function expectClose(actual: Affine, expected: Affine, digits = 9) {
  expect(actual).toHaveLength(16);
  for (const [i, value] of expected.entries()) expect(actual[i], `element ${i}`).toBeCloseTo(value, digits);
}

/** Product of rotations about x, y and z, its columns times the spacing. */
function rotated([x, y, z]: Vec3, [sx, sy, sz]: Vec3, offset: Vec3): Affine {
  const [cx, cy, cz] = [Math.cos(x), Math.cos(y), Math.cos(z)];
  const [nx, ny, nz] = [Math.sin(x), Math.sin(y), Math.sin(z)];
  const row1 = [cz * cy * sx, (cz * ny * nx - nz * cx) * sy, (cz * ny * cx + nz * nx) * sz, offset[0]];
  const row2 = [nz * cy * sx, (nz * ny * nx + cz * cx) * sy, (nz * ny * cx - cz * nx) * sz, offset[1]];
  return [...row1, ...row2, -ny * sx, cy * nx * sy, cy * cx * sz, offset[2], 0, 0, 0, 1];
}

describe("choice", () => {
  test("the sform comes first", () => {
    const geometry = resolve({ sformCode: 4, pixdim: [0, 0, 0, 0] });
    expect(geometry).toEqual({
      source: "sform",
      spaceCode: 4,
      affine: [...SFORM, 0, 0, 0, 1],
      spacing: [2, 3, 4],
      notices: [],
    });
  });

  test("then the qform", () => {
    const geometry = resolve({ qformCode: 1 });
    expect(geometry).toMatchObject({ source: "qform", spaceCode: 1, spacing: [2, 3, 4], notices: [] });
    expectClose(geometry.affine, QFORM);
  });

  test.each([0, -1])("then the voxel sizes, when both codes are %i", (code) => {
    const geometry = resolve({ qformCode: code, sformCode: code });
    expect(geometry).toMatchObject({ source: "pixdim", spaceCode: 0, affine: CENTRED, spacing: [2, 3, 4] });
    expect(geometry.notices).toEqual([noticed("W_NO_ORIENTATION", /left and right are unknown/)]);
    expect(voxelToWorld(geometry.affine, [2, 2.5, 3])).toEqual([0, 0, 0]);
  });

  test.each([6, 9, 4097, 32767])("code %i, unknown to NIfTI, keeps the placement as one that is known", (code) => {
    const notices = [noticed("W_GEOMETRY", new RegExp(`code ${code}, .*2 \\(aligned\\)`))];
    const affine = [...SFORM, 0, 0, 0, 1];
    expect(resolve({ sformCode: code })).toMatchObject({ source: "sform", spaceCode: 2, affine, notices });
    const second = resolve({ qformCode: code });
    expect(second).toMatchObject({ source: "qform", spaceCode: 2, notices });
    expectClose(second.affine, QFORM);
  });

  test.each([
    ["zero", SFORM.map(() => 0)],
    ["singular", [1, 2, 3, 0, 2, 4, 5, 0, 3, 6, 7, 0]],
    ["flat", [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1e-6, 0]],
    ["NaN", SFORM.map((value, i) => (i === 3 ? Number.NaN : value))],
    ["infinite", SFORM.map((value, i) => (i === 0 ? Infinity : value))],
    ["far away", SFORM.map((value, i) => (i === 7 ? 1e30 : value))],
    ["overflowing", SFORM.map((value) => value * 1e300)],
  ])("a sform that is %s falls through, with a notice", (_, sform) => {
    const second = resolve({ sformCode: 1, sform, qformCode: 2 });
    expect(second).toMatchObject({
      source: "qform",
      spaceCode: 2,
      notices: [noticed("W_GEOMETRY", /^The sform matrix is.*qform is used/)],
    });
    const third = resolve({ sformCode: 1, sform });
    expect(third).toMatchObject({ source: "pixdim", affine: CENTRED });
    expect(third.notices).toEqual([
      noticed("W_GEOMETRY", /^The sform matrix is.*voxel size is used/),
      noticed("W_NO_ORIENTATION", /unknown/),
    ]);
  });
});

describe("qform", () => {
  test.each([2e-7, -2e-7, 0])("a half turn whose b² + c² + d² is 1 + %d", (excess) => {
    const { source, affine } = resolve({ qformCode: 1, quaternion: [0, 0, Math.sqrt(1 + excess)] });
    expect(source).toBe("qform");
    expectClose(affine, [-2, 0, 0, 1, 0, -3, 0, 2, 0, 0, 4, 3, 0, 0, 0, 1], 2);
  });

  test.each([
    ["too long", { quaternion: [0.8, 0.8, 0] }],
    ["NaN", { quaternion: [0, Number.NaN, 0] }],
    ["infinite", { quaternion: [0, 0, -Infinity] }],
    ["off its place", { qoffset: [0, Number.NaN, 0] }],
  ])("one that is %s falls through, with a notice", (_, damage) => {
    const geometry = resolve({ qformCode: 1, ...damage });
    expect(geometry).toMatchObject({ source: "pixdim", affine: CENTRED });
    expect(geometry.notices[0]).toEqual(noticed("W_GEOMETRY", /qform's rotation or position is not valid/));
    expect(resolve({ qformCode: 1, sformCode: 1, ...damage })).toMatchObject({ source: "sform", notices: [] });
  });

  test.each([0, 1, Number.NaN])("qfac %d is right-handed", (qfac) => {
    expectClose(resolve({ qformCode: 1, pixdim: [qfac, 2, 3, 4] }).affine, QFORM);
  });

  test("qfac -1 mirrors the third axis", () => {
    const mirrored = QFORM.map((value, i) => (i === 10 ? -value : value));
    expectClose(resolve({ qformCode: 1, pixdim: [-1, 2, 3, 4] }).affine, mirrored);
  });

  test("affines without shear survive the way through a qform", () => {
    const angles = [0, 0.3, Math.PI / 2, 2.5, Math.PI, -1, -Math.PI / 2];
    for (const x of angles) {
      for (const y of angles) {
        for (const z of angles) {
          for (const sx of [0.7, -0.7]) {
            const affine = rotated([x, y, z], [sx, 1.3, 4], [-90, 126, -72]);
            const qform = affineToQform(affine);
            expect(qform.qfac).toBe(Math.sign(sx));
            expect(Math.hypot(...qform.quaternion)).toBeLessThanOrEqual(1 + 1e-12);
            expectClose(qformToAffine(qform, [0.7, 1.3, 4]), affine, 6);
          }
        }
      }
    }
  });
});

describe("notices", () => {
  test("a sheared grid", () => {
    const sheared = SFORM.map((value, i) => (i === 1 ? 0.3 : value));
    expect(resolve({ sformCode: 1, sform: sheared }).notices).toEqual([noticed("W_GEOMETRY", /sheared/)]);
    const oblique = rotated([0.5, 0.2, -0.4], [2, 3, -4], [1, 2, 3]);
    expect(isSheared(oblique)).toBe(false);
    expect(resolve({ sformCode: 1, sform: oblique.slice(0, 12) })).toMatchObject({ affine: oblique, notices: [] });
  });

  test("a sform and a qform that disagree", () => {
    const moved = QFORM.slice(0, 12).map((value, i) => (i === 3 ? value + 150 : value));
    expect(resolve({ sformCode: 1, qformCode: 1, sform: moved }).notices).toEqual([
      noticed("W_GEOMETRY", /disagree by up to 150 mm; the sform is used/),
    ]);
    const nudged = QFORM.slice(0, 12).map((value, i) => (i === 3 ? value + 0.9 : value));
    expect(resolve({ sformCode: 1, qformCode: 1, sform: nudged }).notices).toEqual([]);
    expect(resolve({ sformCode: 1, qformCode: 1 }).notices).toEqual([noticed("W_GEOMETRY", /one mirrors the other/)]);
  });

  test.each([
    [0, 1, /along y is given as 0 mm.*1 mm is assumed/],
    [Number.NaN, 1, /along y is given as NaN mm/],
    [Infinity, 1, /along y is given as Infinity mm/],
    [1e-30, 1, /along y is given as 1e-30 mm/],
    [1e30, 1, /along y is given as 1e\+30 mm/],
    [-Math.fround(0.9), Math.fround(0.9), /along y is negative \(-0.9 mm\); its magnitude/],
  ])("voxel size %d", (size, used, text) => {
    for (const qformCode of [0, 1]) {
      const { spacing, affine, notices } = resolve({ qformCode, pixdim: [1, 2, size, 4] });
      expect(spacing).toEqual([2, used, 4]);
      expect(notices[0]).toEqual(noticed("W_GEOMETRY", text));
      expect(affine.every(Number.isFinite)).toBe(true);
    }
  });

  test.each([
    [1, 1000, /metres/],
    [3, 0.001, /micrometres/],
  ])("spatial unit %i is converted", (unit, scale, text) => {
    for (const codes of [{ sformCode: 1 }, { qformCode: 1 }, {}]) {
      const [expected, actual] = [resolve(codes), resolve({ ...codes, unit })];
      expectClose(actual.affine.slice(0, 12).concat(0, 0, 0, 1), [
        ...expected.affine.slice(0, 12).map((value) => value * scale),
        ...[0, 0, 0, 1],
      ]);
      expect(actual.notices[0]).toEqual(noticed("W_GEOMETRY", text));
    }
    expect(resolve({ sformCode: 1, unit: 0 }).notices).toEqual([]);
  });
});
