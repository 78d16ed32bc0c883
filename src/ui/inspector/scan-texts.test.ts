import { expect, test } from "vitest";
import { axisCodes, fieldOfView, orientationText, slicesText } from "./scan-texts";

const straight = [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1];
const [c, s] = [Math.cos(Math.PI / 9), Math.sin(Math.PI / 9)];
const oblique = [1, 0, 0, 0, 0, c, -s, 0, 0, s, c, 0, 0, 0, 0, 1];

test("how a scan lies is told by the sides its axes run to, and by how far they are off", () => {
  expect(axisCodes(straight)).toBe("LAS");
  expect(orientationText(straight, true)).toBe("stored LAS, along the scanner's axes");
  expect(orientationText(oblique, true)).toBe("stored RAS, 20° oblique");
  expect(orientationText(straight, false)).toMatch(/^not known/);
});

test("the field of view is in whole millimetres", () => {
  expect(fieldOfView([256, 256, 30], [0.9, 0.9, 4.4])).toBe("230 × 230 × 132");
});

test("slices are told by their distance, and by their thickness where it is known", () => {
  expect(slicesText({ distanceMm: 6, thicknessMm: 5 })).toBe("5 mm thick, 6 mm apart");
  expect(slicesText({ distanceMm: 3.30004 })).toBe("3.3 mm apart, thickness not known");
});
