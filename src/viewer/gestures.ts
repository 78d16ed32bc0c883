/**
 * Mouse, touch and keys of a pane, turned into changes of the view that all panes share.
 *
 * Left drag or one finger: crosshair. Wheel: slice. Ctrl or ⌘ with the wheel, or pinch: zoom at the pointer.
 * Middle drag, Shift with left drag, or two fingers: pan. Right drag: window. Double click: one plane and back.
 */

import { PLANE_AXES, type Plane, panBy, type View, windowBy, zoomAbout } from "../core/view";
import type { Vec3 } from "../core/volume";
import type { Hit, NiivuePane } from "./niivue-pane";

export interface GestureTarget {
  readonly view: () => View;
  readonly change: (change: Partial<View>) => void;
}

type Drag = { readonly kind: "crosshair" | "pan" | "window"; readonly start: Hit };

/** Listens on the pane's canvas; the listeners go with the canvas. */
export function attachGestures(pane: NiivuePane, target: GestureTarget): void {
  const { canvas } = pane;
  const pointers = new Map<number, { x: number; y: number }>();
  let drag: Drag | undefined;
  let wheelRest = 0;

  const moveCrosshair = (event: PointerEvent, tile: number) => {
    const hit = pane.hit(event.clientX, event.clientY, tile);
    if (hit) target.change({ crosshairMm: hit.worldMm });
  };

  const pinch = (event: PointerEvent) => {
    const [first, second] = [...pointers.values()];
    const moved = pointers.get(event.pointerId);
    if (!first || !second || !moved || !drag) return;
    const fixed = moved === first ? second : first;
    const before = Math.hypot(moved.x - fixed.x, moved.y - fixed.y);
    const after = Math.hypot(event.clientX - fixed.x, event.clientY - fixed.y);
    const anchor = pane.hit((event.clientX + fixed.x) / 2, (event.clientY + fixed.y) / 2, drag.start.tile);
    if (!anchor || before === 0) return;
    const half: readonly [number, number] = [(event.clientX - moved.x) / 2, (event.clientY - moved.y) / 2];
    const panned = { ...target.view(), panMm: panBy(target.view(), dragMm(anchor, ...half)) };
    target.change(zoomAbout(panned, anchor.gridMm, after / before));
  };

  canvas.addEventListener("pointerdown", (event) => {
    const start = pane.hit(event.clientX, event.clientY);
    if (!start) return;
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const isPan = event.button === 1 || (event.button === 0 && event.shiftKey);
    drag = { kind: isPan ? "pan" : event.button === 2 ? "window" : "crosshair", start };
    if (drag.kind === "crosshair" && pointers.size === 1) moveCrosshair(event, start.tile);
    if (event.button === 1) event.preventDefault();
  });

  canvas.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!drag || !last) return;
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    if (pointers.size === 2) pinch(event);
    else if (drag.kind === "crosshair") moveCrosshair(event, drag.start.tile);
    else if (drag.kind === "pan") target.change({ panMm: panBy(target.view(), dragMm(drag.start, dx, dy)) });
    else {
      const height = canvas.clientHeight;
      target.change({ window: windowBy(target.view().window, dx / height, -dy / height) });
    }
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });

  const end = (event: PointerEvent) => {
    pointers.delete(event.pointerId);
    if (pointers.size === 0) drag = undefined;
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());

  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const hit = pane.hit(event.clientX, event.clientY);
      if (!hit) return;
      const view = target.view();
      if (event.ctrlKey || event.metaKey) {
        target.change(zoomAbout(view, hit.gridMm, 2 ** (-event.deltaY / 250)));
        return;
      }
      // A notch of a wheel is one slice; the small deltas of a touchpad add up to one.
      wheelRest = Math.sign(wheelRest) === Math.sign(event.deltaY) ? wheelRest + event.deltaY : event.deltaY;
      if (event.deltaMode === WheelEvent.DOM_DELTA_PIXEL && Math.abs(wheelRest) < 30) return;
      target.change({ crosshairMm: pane.stepped(view.crosshairMm, PLANE_AXES[hit.plane][2], -Math.sign(wheelRest)) });
      wheelRest = 0;
    },
    { passive: false },
  );

  canvas.addEventListener("dblclick", (event) => {
    const hit = pane.hit(event.clientX, event.clientY);
    if (hit) target.change({ layout: target.view().layout === "three" ? hit.plane : "three" });
  });

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const change = keyChange(event.key, target.view(), pane);
    if (!change) return;
    event.preventDefault();
    target.change(change);
  });
}

/** Arrow and page keys move the crosshair as seen in the shown plane (axial when three are shown); + - 0 zoom. */
function keyChange(key: string, view: View, pane: NiivuePane): Partial<View> | undefined {
  const plane: Plane = view.layout === "three" ? "axial" : view.layout;
  const [across, up, through] = PLANE_AXES[plane];
  const mirrored = view.radiological && plane !== "sagittal" ? -1 : 1;
  const step = (axis: number, voxels: number) => ({ crosshairMm: pane.stepped(view.crosshairMm, axis, voxels) });
  const zoom = (times: number) => zoomAbout(view, pane.gridMm(view.crosshairMm), times);
  const changes = new Map<string, () => Partial<View>>([
    ["ArrowLeft", () => step(across, -mirrored)],
    ["ArrowRight", () => step(across, mirrored)],
    ["ArrowUp", () => step(up, 1)],
    ["ArrowDown", () => step(up, -1)],
    ["PageUp", () => step(through, 1)],
    ["PageDown", () => step(through, -1)],
    ["+", () => zoom(1.25)],
    ["=", () => zoom(1.25)],
    ["-", () => zoom(0.8)],
    ["0", () => ({ zoom: 1, panMm: [0, 0, 0] })],
  ]);
  return changes.get(key)?.();
}

/** Millimetres as seen of a drag of `dx`, `dy` pixels, along the grid's axes. */
function dragMm(hit: Hit, dx: number, dy: number): Vec3 {
  const mm: [number, number, number] = [0, 0, 0];
  const [across, up] = PLANE_AXES[hit.plane];
  mm[across] = dx * hit.mmPerPixel[0];
  mm[up] = -dy * hit.mmPerPixel[1];
  return mm;
}
