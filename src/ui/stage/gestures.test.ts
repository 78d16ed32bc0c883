import { describe, expect, test } from "vitest";
import type { Vec3 } from "../../core/volume";
import { frameOf, screenOf, tileCamera, worldAt } from "../../viewer/camera";
import { actionOf, pannedBy, pinched, wheelSlices } from "./gestures";

const press = (button: number, keys: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({
  button,
  shiftKey: false,
  ctrlKey: false,
  ...keys,
});

describe("buttons", () => {
  test("neuro: left the crosshair, right the window", () => {
    expect(actionOf(press(0), "neuro", undefined)).toBe("crosshair");
    expect(actionOf(press(2), "neuro", undefined)).toBe("window");
  });

  test("radiology: left the window, right the zoom", () => {
    expect(actionOf(press(0), "radiology", undefined)).toBe("window");
    expect(actionOf(press(2), "radiology", undefined)).toBe("zoom");
  });

  test.each(["neuro", "radiology"] as const)("%s: the middle button and Shift pan", (preset) => {
    expect(actionOf(press(1), preset, undefined)).toBe("pan");
    expect(actionOf(press(0, { shiftKey: true }), preset, "window")).toBe("pan");
  });

  test("a chosen tool is the left button's alone", () => {
    expect(actionOf(press(0), "neuro", "distance")).toBe("distance");
    expect(actionOf(press(2), "neuro", "distance")).toBe("window");
    expect(actionOf(press(0, { ctrlKey: true }), "neuro", "distance")).toBe("window");
  });
});

test("a notch is a slice, up is forward, and small turns add up", () => {
  expect(wheelSlices(0, -100, true)).toEqual({ slices: 1, rest: 0 });
  expect(wheelSlices(0, 3, false)).toEqual({ slices: -1, rest: 0 });
  let rest = 0;
  let slices = 0;
  for (let i = 0; i < 12; i++) {
    const turned = wheelSlices(rest, -10, true);
    rest = turned.rest;
    slices += turned.slices;
  }
  expect(slices).toBe(4);
  expect(wheelSlices(20, -10, true)).toEqual({ slices: 0, rest: -10 });
});

describe("with a camera", () => {
  const frame = frameOf([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], "scan");
  const view = { crosshairMm: [5, -3, 12] as Vec3, centreMm: [1, 2, 3] as Vec3, pixelsPerMm: 2.5 };
  const cameraOf = ({ centreMm, pixelsPerMm }: { centreMm: Vec3; pixelsPerMm: number | undefined }) =>
    tileCamera({
      plane: "coronal",
      frame,
      view: { crosshairMm: view.crosshairMm, centreMm },
      pixelsPerMm: pixelsPerMm ?? 1,
      width: 400,
      height: 300,
      ratio: 1.5,
      radiological: true,
      noseLeft: false,
    });

  test("what was taken hold of stays under the pointer", () => {
    const camera = cameraOf(view);
    const grasped = worldAt(camera, 100, 80);
    const moved = cameraOf({ ...view, centreMm: pannedBy(view.centreMm, camera, 37, -21) });
    expect(screenOf(moved, grasped)[0]).toBeCloseTo(137, 6);
    expect(screenOf(moved, grasped)[1]).toBeCloseTo(59, 6);
  });

  test("what lay between two fingers stays between them while they part", () => {
    const camera = cameraOf(view);
    const before = [
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ] as const;
    const after = [
      { x: 80, y: 140 },
      { x: 260, y: 140 },
    ] as const;
    const between = worldAt(camera, 150, 100);
    const changed = pinched(view, camera, before, after);
    expect(changed.pixelsPerMm).toBeCloseTo(2.5 * 1.8, 9);
    const [x, y] = screenOf(cameraOf(changed), between);
    expect(x).toBeCloseTo(170, 6);
    expect(y).toBeCloseTo(140, 6);
  });
});
