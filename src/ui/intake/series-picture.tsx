/** The middle slice of a series that was found, fetched when it is about to be seen; an empty box until then. */

import { useEffect, useRef } from "react";
import { fetchPicture, pictureKey, useIntake } from "../../state/intake-store";
import { isRadiological, usePrefs } from "../../state/prefs-store";
import type { Colours } from "../../viewer/picture";
import { slicePicture } from "../../viewer/thumbnail";
import { useRatio } from "../common/device-pixel-ratio";
import { drawnOn } from "../common/drawn-on";
import { SIDE } from "../shell/thumbnail";

interface SeriesPictureProps {
  readonly surveyId: string;
  readonly seriesId: string;
  readonly colours: Colours;
}

export function SeriesPicture({ surveyId, seriesId, colours }: SeriesPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useIntake(({ pictures }) => pictures[pictureKey(surveyId, seriesId)]);
  const size = Math.round(SIDE * useRatio());
  const radiological = usePrefs(isRadiological);
  useEffect(() => {
    if (!canvas.current) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void fetchPicture(surveyId, seriesId);
    });
    observer.observe(canvas.current);
    return () => observer.disconnect();
  }, [surveyId, seriesId]);
  useEffect(() => {
    if (!picture) return;
    const { data, width, height } = slicePicture(picture.volume, picture.window, colours, size, radiological);
    const image = new ImageData(new Uint8ClampedArray(data), width, height);
    return drawnOn(canvas.current, (context) => context.putImageData(image, 0, 0));
  }, [picture, colours, radiological, size]);
  return (
    <canvas
      ref={canvas}
      className={`thumbnail series-picture ${picture ? "" : "empty"}`}
      data-picture={picture ? "drawn" : "empty"}
      width={size}
      height={size}
    />
  );
}
