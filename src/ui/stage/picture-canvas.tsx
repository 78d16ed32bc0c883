/** A canvas that a picture is drawn into, in the same frame as all others. */

import { useLayoutEffect, useRef } from "react";
import type { TileCamera } from "../../viewer/camera";
import { type Picture, TilePainter } from "../../viewer/picture";
import { schedule, unschedule } from "./frame";

interface PictureCanvasProps {
  readonly picture: Picture;
  readonly camera: TileCamera;
  readonly smooth: boolean;
  /** For assistive technology; a picture without one repeats another, inside something hidden from it. */
  readonly label?: string | undefined;
}

export function PictureCanvas({ picture, camera, smooth, label }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef({ picture, camera, smooth });
  const draw = useRef<() => void>(undefined);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const painter = new TilePainter(element);
    const paint = () => {
      const shot = latest.current;
      painter.paint(shot.picture, shot.camera, shot.smooth);
    };
    draw.current = paint;
    // What was drawn is lost with the GPU.
    const drawAnew = () => schedule(paint);
    element.addEventListener("contextrestored", drawAnew);
    return () => {
      element.removeEventListener("contextrestored", drawAnew);
      unschedule(paint);
    };
  }, []);
  useLayoutEffect(() => {
    latest.current = { picture, camera, smooth };
    if (draw.current) schedule(draw.current);
  }, [picture, camera, smooth]);
  const size = { width: camera.width / camera.ratio, height: camera.height / camera.ratio };
  return <canvas ref={canvas} style={size} {...(label !== undefined && { role: "img", "aria-label": label })} />;
}
