import { expect, test } from "vitest";
import { attachPinch } from "./trackpad-pinch";

function pinchable() {
  const element = new EventTarget();
  const zooms: (readonly [number, number, number])[] = [];
  const stop = attachPinch(element as HTMLElement, (times, { clientX, clientY }) =>
    zooms.push([times, clientX, clientY]),
  );
  const send = (type: string, facts: object = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), facts);
    element.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const pinch = (type: "gesturestart" | "gesturechange" | "gestureend", scale: number) =>
    send(type, { scale, clientX: 30, clientY: 40 });
  return { zooms, stop, send, pinch };
}

test("a pinch zooms about its place by what it has grown since the event before, and the page does not zoom", () => {
  const { zooms, pinch, stop } = pinchable();
  expect(pinch("gesturestart", 1)).toBe(true);
  expect(pinch("gesturechange", 1.5)).toBe(true);
  expect(pinch("gesturechange", 3)).toBe(true);
  expect(pinch("gestureend", 3)).toBe(true);
  pinch("gesturestart", 1);
  pinch("gesturechange", 0.5);
  expect(zooms).toEqual([
    [1.5, 30, 40],
    [2, 30, 40],
    [0.5, 30, 40],
  ]);
  stop();
  expect(pinch("gesturechange", 9)).toBe(false);
  expect(zooms).toHaveLength(3);
});

test("fingers on a touch screen have a pinch of their own", () => {
  const { zooms, send, pinch } = pinchable();
  for (const pointerId of [1, 2]) send("pointerdown", { pointerType: "touch", pointerId });
  expect(pinch("gesturestart", 1)).toBe(true);
  expect(pinch("gesturechange", 2)).toBe(true);
  for (const pointerId of [1, 2]) send("pointerup", { pointerId });
  expect(zooms).toEqual([]);
});

test("scales that mean nothing do nothing", () => {
  const { zooms, pinch } = pinchable();
  for (const scale of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) pinch("gesturechange", scale);
  expect(zooms).toEqual([]);
});
