/** Pinches on a trackpad as Safari tells them: by events of its own, where other browsers turn the wheel with Ctrl. */

/** What Safari's events have; in no standard. */
interface PinchEvent extends Event {
  /** Distance of the fingers, 1 where they began. */
  readonly scale: number;
  readonly clientX: number;
  readonly clientY: number;
}

/** How many times larger than at the event before, and about which point of the window. */
type Zoom = (times: number, about: { readonly clientX: number; readonly clientY: number }) => void;

/** Listens until the function it gives is called. The page itself does not zoom then. */
export function attachPinch(element: HTMLElement, zoom: Zoom): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  // On a touch screen the same events come beside those of the fingers, which zoom already.
  const fingers = new Set<number>();
  let last = 1;
  element.addEventListener("pointerdown", (event) => event.pointerType === "touch" && fingers.add(event.pointerId), {
    signal,
  });
  for (const type of ["pointerup", "pointercancel"] as const) {
    element.addEventListener(type, (event) => fingers.delete(event.pointerId), { signal });
  }
  for (const type of ["gesturestart", "gesturechange", "gestureend"]) {
    const listen = (event: Event) => {
      event.preventDefault();
      const { scale, clientX, clientY } = event as PinchEvent;
      if (type === "gesturestart") last = 1;
      else if (scale > 0 && Number.isFinite(scale)) {
        if (fingers.size === 0 && scale !== last) zoom(scale / last, { clientX, clientY });
        last = scale;
      }
    };
    element.addEventListener(type, listen, { signal, passive: false });
  }
  return () => abort.abort();
}
