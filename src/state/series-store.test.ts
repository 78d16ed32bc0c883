import { beforeEach, expect, test } from "vitest";
import { goingWith } from "./closing";
import { activeResult, activeScan, putSeries, selectSeries, toggleShown, useSeries } from "./series-store";
import { testFamily, testSeries } from "./test-series";

const ids = () => useSeries.getState().series.map(({ id }) => id);

beforeEach(() => {
  useSeries.setState({ ...useSeries.getInitialState(), shown: ["a"], a: "a", active: "a" }, true);
  putSeries(testSeries("a"), testSeries("b"));
});

test("what was made of a scan stands behind it", () => {
  putSeries(...testFamily("a").slice(1), ...testFamily("b").slice(1));
  expect(ids()).toEqual(["a", "a-i", "a-s", "a-e", "b", "b-i", "b-s", "b-e"]);
});

test("a series chosen is the second of the two compared, and shown", () => {
  selectSeries("b");
  expect(useSeries.getState()).toMatchObject({ a: "a", b: "b", active: "b", shown: ["a", "b"] });
  selectSeries("b", "a");
  expect(useSeries.getState()).toMatchObject({ a: "b", b: "a" });
});

test("the first one chosen again stays the first, however often", () => {
  selectSeries("a");
  expect(useSeries.getState()).toMatchObject({ a: "a", active: "a" });
  expect(useSeries.getState().b).toBeUndefined();
});

test("one series always stays shown, and not more than four are", () => {
  toggleShown("a");
  expect(useSeries.getState().shown).toEqual(["a"]);
  putSeries(...testFamily("a").slice(1), ...testFamily("b").slice(1));
  for (const id of ["a-i", "a-s", "a-e", "b-s"]) toggleShown(id);
  expect(useSeries.getState().shown).toEqual(["a", "a-i", "a-s", "b-s"]);
});

test("the inspector speaks of the active series' scan and of its newest result", () => {
  putSeries(...testFamily("a").slice(1));
  putSeries(testSeries("a-s2", { scanId: "a", resultId: "a-r2", kind: "result" }));
  expect(activeResult()?.id).toBe("a-s2");
  selectSeries("a-e");
  expect(activeScan()?.id).toBe("a");
  expect(activeResult()?.id).toBe("a-s");
});

test("a scan goes with all that was made of it, a result with its maps, a map alone", () => {
  const series = [...testFamily("a"), ...testFamily("b")];
  const going = (id: string) =>
    goingWith(series.find((one) => one.id === id) ?? testSeries("?"), series).map((s) => s.id);
  expect(going("a")).toEqual(["a", "a-i", "a-s", "a-e"]);
  expect(going("a-s")).toEqual(["a-i", "a-s", "a-e"]);
  expect(going("a-e")).toEqual(["a-e"]);
});
