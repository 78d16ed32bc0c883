/** The next run on a box around the crosshair, interpolated and super-resolved side by side, as settings change. */

import { useEffect, useRef } from "react";
import type { Window } from "../../core/view";
import type { Vec3, Volume } from "../../core/volume";
import { isRadiological, usePrefs } from "../../state/prefs-store";
import { stopPreview, updatePreview, usePreview } from "../../state/preview-store";
import type { Series } from "../../state/series-store";
import { useView, viewOf } from "../../state/view-store";
import { t } from "../../text/text";
import { extentOf, frameOf, tileCamera } from "../../viewer/camera";
import { type Colours, paintPicture } from "../../viewer/picture";
import { Check } from "../common/check";
import { useRatio } from "../common/device-pixel-ratio";
import { drawnOn } from "../common/drawn-on";

/** Side of each picture, CSS pixels: two of them beside the scroll bar. */
const SIDE = 128;

export function Preview({ scan, canRun }: { scan: Series; canRun: boolean }) {
  const { isOn, isComputing, pair, seconds, trouble } = usePreview();
  const crosshairMm = useView((state) => viewOf(state, scan.id).crosshairMm);
  const window = useView((state) => viewOf(state, scan.id).window);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box goes with the crosshair
  useEffect(() => {
    if (isOn) updatePreview();
  }, [isOn, crosshairMm]);
  const shown = { pair, window, colours: scan.colours, isOriented: scan.orientationKnown };
  return (
    <div className="stack preview">
      <Check
        label={t("Preview around the crosshair")}
        isChecked={isOn}
        isDisabled={!canRun && !isOn}
        onToggle={() => (isOn ? stopPreview() : updatePreview())}
      />
      {isOn && (
        <>
          <div className="preview-pair" aria-busy={isComputing}>
            <PreviewPicture title={t("Interpolated")} volume={pair?.interpolated} {...shown} />
            <PreviewPicture title={titleOf(pair)} volume={pair?.superResolved} {...shown} />
          </div>
          <p className={trouble ? "warn note preview-note" : "muted note preview-note"}>
            {trouble ??
              (isComputing || seconds === undefined
                ? t("Computing…")
                : t("Computed, not acquired · {seconds} s", { seconds: seconds.toFixed(seconds < 10 ? 2 : 0) }))}
          </p>
        </>
      )}
    </div>
  );
}

/** Of what is in place of the result. */
const titleOf = (pair: { readonly isSuperResolved: boolean } | undefined): string =>
  pair?.isSuperResolved === false ? t("Interpolated") : t("Super-resolved");

interface PreviewPictureProps {
  readonly title: string;
  readonly volume: Volume | undefined;
  readonly pair: { readonly interpolated: Volume; readonly atMm: Vec3 } | undefined;
  readonly window: Window;
  readonly colours: Colours;
  readonly isOriented: boolean;
}

function PreviewPicture({ title, volume, pair, window, colours, isOriented }: PreviewPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { plane, axes, noseLeft, smooth, ...prefs } = usePrefs();
  const radiological = isOriented && isRadiological(prefs);
  const ratio = useRatio();
  useEffect(() => {
    if (!volume || !pair) return;
    const frame = frameOf(volume.affine, axes);
    const { centreMm, sizeMm } = extentOf([volume], frame);
    const camera = tileCamera({
      plane,
      frame,
      view: { crosshairMm: pair.atMm, centreMm },
      pixelsPerMm: SIDE / Math.max(...sizeMm),
      width: SIDE,
      height: SIDE,
      ratio,
      radiological,
      noseLeft,
    });
    const layer = { id: title, volume, window, colours } as const;
    const { data, width, height } = paintPicture({ kind: "single", layer }, camera, smooth);
    return drawnOn(canvas.current, (context) => {
      context.canvas.width = width;
      context.canvas.height = height;
      const image = context.createImageData(width, height);
      image.data.set(data);
      context.putImageData(image, 0, 0);
    });
  }, [title, volume, pair, window, colours, plane, axes, radiological, noseLeft, smooth, ratio]);
  return (
    <figure className="preview-picture">
      <canvas ref={canvas} className="preview-canvas" role="img" aria-label={title} />
      <figcaption className="note muted">{title}</figcaption>
    </figure>
  );
}
