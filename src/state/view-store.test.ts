import { beforeEach, expect, test } from "vitest";
import { setWindow } from "./actions";
import { DEFAULT_PREFS, usePrefs } from "./prefs-store";
import { useSeries } from "./series-store";
import { testFamily } from "./test-series";
import { changeView, setCamera, setLink, useView, viewOf } from "./view-store";

const of = (id: string) => viewOf(useView.getState(), id);

beforeEach(() => {
  usePrefs.setState(DEFAULT_PREFS);
  useView.setState(useView.getInitialState(), true);
  useSeries.setState({ ...useSeries.getInitialState(), series: [...testFamily("a"), ...testFamily("b")] }, true);
});

test("a linked window is that of all images of a scan, and of no other scan and no map", () => {
  changeView("a-s", { window: [10, 20] });
  expect([of("a"), of("a-i"), of("a-s")].map(({ window }) => window)).toEqual([
    [10, 20],
    [10, 20],
    [10, 20],
  ]);
  expect(of("b").window).toEqual([0, 100]);
  expect(of("a-e").window).toEqual([0, 9]);
});

test("a linked camera is that of all series", () => {
  changeView("a-s", { crosshairMm: [1, 2, 3], pixelsPerMm: 4, centreMm: [5, 6, 7] });
  for (const id of ["a", "a-e", "b-s"]) {
    expect(of(id)).toMatchObject({ crosshairMm: [1, 2, 3], pixelsPerMm: 4, centreMm: [5, 6, 7] });
  }
});

test("what is not linked changes in its series alone, until it is linked again", () => {
  setLink("zoom", false, "a");
  changeView("a-s", { pixelsPerMm: 9, centreMm: [1, 1, 1] });
  expect([of("a").pixelsPerMm, of("a-s").pixelsPerMm]).toEqual([undefined, 9]);
  expect(of("a").centreMm).toEqual([1, 1, 1]);
  setLink("zoom", true, "a-s");
  expect(of("a").pixelsPerMm).toBe(9);
  changeView("a", { pixelsPerMm: 3 });
  expect(of("a-s").pixelsPerMm).toBe(3);
});

test("a new camera is for all series, and leaves their windows", () => {
  for (const link of ["window", "pan"] as const) setLink(link, false, "a");
  changeView("a-s", { window: [1, 2], centreMm: [9, 9, 9] });
  setCamera({ centreMm: [0, 0, 4], pixelsPerMm: undefined });
  expect(of("a-s")).toMatchObject({ window: [1, 2], centreMm: [0, 0, 4] });
  expect(of("a").window).toEqual([0, 100]);
});

test("a window stays within reach of the scan's intensities, whoever asks for it and whatever is linked", () => {
  const widthOf = (id: string) => of(id).window[1] - of(id).window[0];
  for (const isLinked of [true, false]) {
    setLink("window", isLinked, "a");
    changeView("a-s", { window: [50, 50] });
    expect(widthOf("a-s")).toBeCloseTo(0.1, 12);
    changeView("a-s", { window: [-8e13, 8e13] });
    expect(widthOf("a-s")).toBe(1200);
    setWindow("a-s", [1e6, 1e6 + 10]);
    expect(of("a-s").window).toEqual([235, 245]);
  }
  // A map has a range of its own.
  changeView("a-e", { window: [0, 1e6] });
  expect(widthOf("a-e")).toBe(1200);
});

test("a window with black above white changes nothing, rather than to invert the image", () => {
  changeView("a", { window: [10, 20] });
  expect(setWindow("a", [90, 10])).toBe(false);
  expect(of("a").window).toEqual([10, 20]);
});
