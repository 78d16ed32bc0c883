import { expect, test } from "vitest";
import type { Vec3 } from "../../core/volume";
import type { DicomImage } from "./image";
import { arrange } from "./slice-positions";

const orientation = { row: [1, 0, 0], column: [0, 1, 0] } as const;
const at = (positions: readonly Vec3[]) =>
  arrange(
    positions.map((position) => ({ facts: { position, orientation, pixelSpacing: [1, 1] } }) as unknown as DicomImage),
    5,
  );
const along = (distances: readonly number[]) => at(distances.map((z) => [0, 0, z]));
const code = ({ obstacle, tilt }: ReturnType<typeof arrange>) => [obstacle?.code, tilt?.code];

test("even distances, also where decimals were rounded", () => {
  expect(along([-3, 0, 3])).toMatchObject({ indices: [0, 1, 2], step: [0, 0, 3], distanceMm: 3 });
  const rounded = Array.from({ length: 200 }, (_, i) => Number((i * 0.333333).toFixed(2)));
  expect(code(along(rounded))).toEqual([undefined, undefined]);
});

test("one slice has the distance that is assumed", () => {
  expect(along([7])).toMatchObject({ indices: [0], step: [0, 0, 5], distanceMm: 5 });
});

test.each([
  [[0, 2, 4, 8, 10], [0, 1, 2, 4, 5], /^Slice 4 of 6 /],
  [[0, 2, 8, 10, 12], [0, 1, 4, 5, 6], /^2 slices are missing \(3, 4 of 7\)/],
  [[0, 5, 15], [0, 1, 3], /^Slice 3 of 4 /],
  [[0, 4.01, 7.99, 16, 20], [0, 1, 2, 4, 5], /^Slice 4 of 6 /],
])("gaps of whole slices: %j", (distances, indices, said) => {
  const arrangement = along(distances);
  expect(arrangement.indices).toEqual(indices);
  expect(arrangement.obstacle).toMatchObject({ code: "W_MISSING_SLICE", text: expect.stringMatching(said) });
});

test.each([
  [[0, 3, 6.4, 9, 12.7]],
  // A gap that is no multiple, and more slices missing than there are.
  [[0, 3, 6, 10.5]],
  [[0, 1, 2, 1000]],
])("other distances are uneven: %j", (distances) => {
  const arrangement = along(distances);
  expect(arrangement.indices).toEqual(distances.map((_, i) => i));
  expect(arrangement.distanceMm).toBeCloseTo((distances.at(-1) as number) / (distances.length - 1), 9);
  expect(code(arrangement)).toEqual(["W_UNEVEN", undefined]);
});

test("slices that jump within their plane are uneven too", () => {
  const jumping: Vec3[] = [
    [0, 0, 0],
    [1, 0, 3],
    [0, 0, 6],
  ];
  expect(code(at(jumping))).toEqual(["W_UNEVEN", undefined]);
});

test("a drift is a tilt, with missing slices too, and the step is as skew as the slices", () => {
  const drift = (k: number): Vec3 => [0, -0.4 * k, 3 * k];
  const whole = at([0, 1, 2, 3].map(drift));
  expect(code(whole)).toEqual([undefined, "W_TILT"]);
  for (const [axis, mm] of [0, -0.4, 3].entries()) expect(whole.step[axis]).toBeCloseTo(mm, 12);
  expect(whole.distanceMm).toBeCloseTo(3, 12);
  expect(code(at([0, 1, 3, 4].map(drift)))).toEqual(["W_MISSING_SLICE", "W_TILT"]);
  // What rounding does is none.
  expect(code(at([0, 1, 2, 3].map((k) => [0, 0.0005 * k, 3 * k])))).toEqual([undefined, undefined]);
});
