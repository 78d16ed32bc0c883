/** A series as a small picture, by its own window. */

import { useEffect, useRef } from "react";
import { isRadiological, usePrefs } from "../../state/prefs-store";
import type { Series } from "../../state/series-store";
import { getVolume } from "../../state/volumes";
import { thumbnail } from "../../viewer/thumbnail";
import { useRatio } from "../common/device-pixel-ratio";
import { drawnOn } from "../common/drawn-on";

/** Side of small pictures, CSS pixels, as rail.css has it. */
export const SIDE = 58;

export function Thumbnail({ series }: { series: Series }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const radiological = usePrefs(isRadiological);
  const size = Math.round(SIDE * useRatio());
  const { id, window, colours, frame } = series;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another frame of a scan is another volume under its id
  useEffect(() => {
    let forget: (() => void) | undefined;
    // Once the images themselves are on the screen.
    const timer = setTimeout(() => {
      const volume = getVolume(id);
      if (!volume) return;
      const { data, width, height } = thumbnail(volume, window, colours, size, radiological);
      const image = new ImageData(new Uint8ClampedArray(data), width, height);
      forget = drawnOn(canvas.current, (context) => context.putImageData(image, 0, 0));
    }, 50);
    return () => {
      clearTimeout(timer);
      forget?.();
    };
  }, [id, window, colours, frame, radiological, size]);
  return <canvas ref={canvas} className="thumbnail" width={size} height={size} />;
}
