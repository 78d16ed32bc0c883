import { beforeEach, expect, test, vi } from "vitest";
import { remember, undo, useUndo } from "./undo";

beforeEach(() => {
  vi.useFakeTimers();
  useUndo.setState(useUndo.getInitialState(), true);
});

test("the newest change is taken back first", () => {
  const done: string[] = [];
  remember({ text: "one", undo: () => done.push("one") });
  remember({ text: "two", undo: () => done.push("two") });
  undo();
  undo();
  undo();
  expect(done).toEqual(["two", "one"]);
});

test("what is offered is final after ten seconds", () => {
  const forget = vi.fn();
  const back = vi.fn();
  remember({ text: "closed", undo: back, forget }, { offered: true });
  vi.advanceTimersByTime(9_900);
  expect(useUndo.getState().offer?.text).toBe("closed");
  vi.advanceTimersByTime(200);
  expect(useUndo.getState()).toMatchObject({ steps: [], offer: undefined });
  expect(forget).toHaveBeenCalledOnce();
  undo();
  expect(back).not.toHaveBeenCalled();
});

test("what was taken back is not forgotten afterwards", () => {
  const forget = vi.fn();
  remember({ text: "closed", undo: () => {}, forget }, { offered: true });
  undo();
  vi.advanceTimersByTime(20_000);
  expect(forget).not.toHaveBeenCalled();
});
