/** Pictures that stay on their canvas: a GPU that is lost takes what was drawn along, and the browser draws nothing anew. */

/** Draws now, and again whenever the canvas has come back blank; to be returned from the effect that draws. */
export function drawnOn(
  canvas: HTMLCanvasElement | null,
  draw: (context: CanvasRenderingContext2D) => void,
): (() => void) | undefined {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return undefined;
  const drawAnew = () => draw(context);
  drawAnew();
  canvas.addEventListener("contextrestored", drawAnew);
  return () => canvas.removeEventListener("contextrestored", drawAnew);
}
