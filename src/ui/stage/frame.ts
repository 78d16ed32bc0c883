/** All tiles draw in one animation frame: a change that concerns several of them is never seen in one before another. */

type Draw = () => void;

const dirty = new Set<Draw>();
let request = 0;

/** Draws in the next frame, once however often it is asked. */
export function schedule(draw: Draw): void {
  dirty.add(draw);
  request ||= requestAnimationFrame(drawAll);
}

/** For what is not to be drawn any more. */
export function unschedule(draw: Draw): void {
  dirty.delete(draw);
}

/** Draws what is scheduled now: where the page was laid out anew in this frame, a canvas must not be seen empty. */
export function drawAll(): void {
  cancelAnimationFrame(request);
  request = 0;
  const draws = [...dirty];
  dirty.clear();
  for (const draw of draws) draw();
}
