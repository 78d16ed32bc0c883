/**
 * Mouse, pen and fingers on a tile, turned into changes of its view. What buttons do is the preset's, which are the habits
 * of neuroimaging tools or of radiology workstations, unless a tool was chosen for the left one.
 */

import { type View, type Window, windowBy, zoomAbout } from "../../core/view";
import type { Vec3 } from "../../core/volume";
import type { MousePreset } from "../../state/prefs-store";
import { type TileCamera, worldAt } from "../../viewer/camera";
import type { Tool } from "./stage-store";
import { attachPinch } from "./trackpad-pinch";

export type Action = Tool;

export interface Press {
  readonly button: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
}

/** What a drag with this button does. */
export function actionOf({ button, shiftKey, ctrlKey }: Press, preset: MousePreset, tool: Tool | undefined): Action {
  if (button === 1 || (button === 0 && shiftKey)) return "pan";
  // Macs with one button press the second with Control.
  const isSecond = button === 2 || (button === 0 && ctrlKey);
  if (isSecond) return preset === "neuro" ? "window" : "zoom";
  return tool ?? (preset === "neuro" ? "crosshair" : "window");
}

const isMeasure = (action: Action) => action === "distance" || action === "angle" || action === "profile";

/** Further than this from where it was pressed, a press is a drag. CSS pixels. */
const DRAG_PX = 4;
/** A finger that rests alone for so long is not the first of two. */
const HOLD_MS = 250;
/** A drag of so many CSS pixels doubles the zoom. */
const ZOOM_PX = 120;
/** A drag of so many CSS pixels moves by a slice. */
const SLICE_PX = 8;
/** Wheels report about 100 pixels a notch, touchpads a few at a time: these add up to a slice. */
const NOTCH_PX = 30;

export type TileView = Omit<View, "pixelsPerMm"> & { readonly pixelsPerMm: number };

/** Centre after the picture was dragged by CSS pixels. */
export function pannedBy(centreMm: Vec3, camera: TileCamera, dx: number, dy: number): Vec3 {
  const { ratio, rightMm, downMm } = camera;
  const moved = (axis: 0 | 1 | 2) => centreMm[axis] - ratio * (dx * rightMm[axis] + dy * downMm[axis]);
  return [moved(0), moved(1), moved(2)];
}

/** Zoom and centre after two fingers moved from `before` to `after`: what lay between them stays between them. */
export function pinched(
  view: Pick<TileView, "centreMm" | "pixelsPerMm">,
  camera: TileCamera,
  before: readonly [Point, Point],
  after: readonly [Point, Point],
): Pick<View, "centreMm" | "pixelsPerMm"> {
  const [from, to] = [middle(before), middle(after)];
  const [wide, wider] = [distance(before), distance(after)];
  const anchorMm = worldAt(camera, from.x, from.y);
  const centreMm = pannedBy(view.centreMm, camera, to.x - from.x, to.y - from.y);
  return zoomAbout(centreMm, view.pixelsPerMm, anchorMm, wide > 0 ? wider / wide : 1);
}

/** Whole slices of a wheel's turn, and what is left for the next event. */
export function wheelSlices(rest: number, deltaY: number, isPixels: boolean): { slices: number; rest: number } {
  if (!isPixels) return { slices: -Math.sign(deltaY), rest: 0 };
  const sum = Math.sign(rest) === Math.sign(deltaY) ? rest + deltaY : deltaY;
  return Math.abs(sum) < NOTCH_PX ? { slices: 0, rest: sum } : { slices: -Math.sign(sum), rest: 0 };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const distance = ([p, q]: readonly [Point, Point]) => Math.hypot(p.x - q.x, p.y - q.y);
const middle = ([p, q]: readonly [Point, Point]): Point => ({ x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 });

/** A tile as gestures see it; points are CSS pixels from its top left. */
export interface GestureTarget {
  camera(): TileCamera;
  view(): TileView;
  change(change: Partial<View>): void;
  /** The window is that of the picture under the point. */
  window(at: Point): Window;
  changeWindow(at: Point, window: Window): void;
  /** The crosshair goes to the point, or to the nearest of the volume. */
  pointTo(mm: Vec3): void;
  /** Moves across the plane by slices of this tile's series. */
  step(slices: number): void;
  /** Gives what takes the point back. */
  measure(mm: Vec3): () => void;
  hover(mm: Vec3 | undefined): void;
  maximise(): void;
  openMenu(clientX: number, clientY: number): void;
  preset(): MousePreset;
  tool(): Tool | undefined;
}

/** Listens on a tile until the function it gives is called. */
export function attachGestures(element: HTMLElement, target: GestureTarget): () => void {
  const pointers = new Map<number, Point>();
  let drag:
    | {
        action: Action;
        start: Point;
        anchorMm: Vec3;
        /** False while a finger may still be the first of two: nothing has changed then. */
        isBegun: boolean;
        takeBack: () => void;
        isMoved: boolean;
        isPinch: boolean;
        button: number;
      }
    | undefined;
  let hold: ReturnType<typeof setTimeout> | undefined;
  let rest = 0;
  const abort = new AbortController();
  const { signal } = abort;

  const at = ({ clientX, clientY }: Pick<MouseEvent, "clientX" | "clientY">): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const worldOf = ({ x, y }: Point) => worldAt(target.camera(), x, y);
  const zoom = (times: number, about: Pick<MouseEvent, "clientX" | "clientY">) => {
    const { centreMm, pixelsPerMm } = target.view();
    target.change(zoomAbout(centreMm, pixelsPerMm, worldOf(at(about)), times));
  };
  /** Buttons and handles over the image have their own presses. */
  const isOwn = ({ target: pressed }: Event) =>
    !(pressed as Element).closest("button, input, a, [role=separator], [data-own]");

  /** Does what the press means by itself. */
  const begin = () => {
    clearTimeout(hold);
    if (!drag || drag.isBegun) return;
    const { action, start, anchorMm } = drag;
    drag.isBegun = true;
    if (isMeasure(action)) drag.takeBack = target.measure(anchorMm);
    else {
      const { crosshairMm, centreMm, pixelsPerMm } = target.view();
      const window = target.window(start);
      drag.takeBack = () => {
        if (action === "window") target.changeWindow(start, window);
        else target.change({ crosshairMm, centreMm, ...(action === "zoom" && { pixelsPerMm }) });
      };
      if (action === "crosshair") target.pointTo(anchorMm);
    }
  };

  element.addEventListener(
    "pointerdown",
    (event) => {
      if (!isOwn(event)) return;
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      const start = at(event);
      pointers.set(event.pointerId, start);
      if (event.button === 1) event.preventDefault();
      if (drag) {
        clearTimeout(hold);
        // Two fingers do not land at once: what the first did was not meant.
        if (drag.isBegun && !drag.isPinch) drag.takeBack();
        drag = { ...drag, isPinch: true, isMoved: true };
        return;
      }
      drag = {
        action: actionOf(event, target.preset(), target.tool()),
        start,
        anchorMm: worldOf(start),
        isBegun: false,
        takeBack: () => {},
        isMoved: false,
        isPinch: false,
        button: event.button,
      };
      if (event.pointerType === "touch") hold = setTimeout(begin, HOLD_MS);
      else begin();
    },
    { signal },
  );

  element.addEventListener(
    "pointermove",
    (event) => {
      const now = at(event);
      if (!drag) target.hover(worldOf(now));
      const last = pointers.get(event.pointerId);
      if (!drag || !last) return;
      if (drag.isPinch) {
        const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
        if (other) target.change(pinched(target.view(), target.camera(), [last, other], [now, other]));
        pointers.set(event.pointerId, now);
        return;
      }
      drag.isMoved ||= distance([drag.start, now]) >= DRAG_PX;
      if (!drag.isMoved && !(drag.isBegun && drag.action === "crosshair")) return;
      begin();
      const used = move(drag, last, now);
      if (used) pointers.set(event.pointerId, now);
      target.hover(worldOf(now));
    },
    { signal },
  );

  /** False while the way is too short to do anything: it adds up. */
  const move = ({ action, start, anchorMm }: NonNullable<typeof drag>, last: Point, now: Point): boolean => {
    const [dx, dy] = [now.x - last.x, now.y - last.y];
    const view = target.view();
    switch (action) {
      case "crosshair":
        target.pointTo(worldOf(now));
        return true;
      case "pan":
        target.change({ centreMm: pannedBy(view.centreMm, target.camera(), dx, dy) });
        return true;
      case "zoom":
        target.change(zoomAbout(view.centreMm, view.pixelsPerMm, anchorMm, 2 ** (-dy / ZOOM_PX)));
        return true;
      case "window": {
        const height = element.clientHeight || 1;
        target.changeWindow(start, windowBy(target.window(start), dx / height, -dy / height));
        return true;
      }
      case "scroll": {
        const slices = Math.trunc(-dy / SLICE_PX);
        if (slices !== 0) target.step(slices);
        return slices !== 0;
      }
      default:
        return true;
    }
  };

  const end = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
    if (!drag || pointers.size > 0) return;
    const { action, isMoved, isPinch, start, anchorMm, button } = drag;
    // A tap.
    if (event.type === "pointerup" && !isPinch) begin();
    clearTimeout(hold);
    drag = undefined;
    if (event.type === "pointercancel" || isPinch) return;
    const isSecond = button === 2 || (button === 0 && event.ctrlKey);
    if (!isMoved && isSecond) target.openMenu(event.clientX, event.clientY);
    else if (!isMoved && action === "window") target.pointTo(anchorMm);
    // A line may be drawn with a drag as well as with two clicks.
    else if (isMoved && isMeasure(action) && distance([start, at(event)]) > 3 * DRAG_PX)
      target.measure(worldOf(at(event)));
  };
  element.addEventListener("pointerup", end, { signal });
  element.addEventListener("pointercancel", end, { signal });
  element.addEventListener("pointerleave", () => target.hover(undefined), { signal });

  element.addEventListener(
    "contextmenu",
    (event) => {
      event.preventDefault();
      // The mouse's comes when its button is let go, if it was no drag; a key or a long touch asks for it now.
      const { pointerType } = event as PointerEvent;
      const isTouch = pointerType === "touch" && !drag?.isMoved;
      if (!isTouch && (event.button === 2 || pointers.size > 0)) return;
      clearTimeout(hold);
      drag = undefined;
      pointers.clear();
      const { left, top, width, height } = element.getBoundingClientRect();
      if (isTouch) target.openMenu(event.clientX, event.clientY);
      else target.openMenu(left + width / 2, top + height / 2);
    },
    { signal },
  );

  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const isPixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL;
      if (event.ctrlKey || event.metaKey) {
        const pixels = isPixels ? event.deltaY : 40 * event.deltaY;
        zoom(2 ** (-pixels / 250), event);
        return;
      }
      const turned = wheelSlices(rest, event.deltaY, isPixels);
      rest = turned.rest;
      if (turned.slices !== 0) target.step(turned.slices);
    },
    { signal, passive: false },
  );

  element.addEventListener("dblclick", (event) => isOwn(event) && target.maximise(), { signal });
  const detachPinch = attachPinch(element, zoom);
  return () => {
    detachPinch();
    clearTimeout(hold);
    abort.abort();
  };
}
