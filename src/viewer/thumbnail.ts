/** A series as a small picture: the middle axial plane, all of it. */

import type { Window } from "../core/view";
import type { Volume } from "../core/volume";
import { extentOf, fitPixelsPerMm, frameOf, tileCamera } from "./camera";
import { type Colours, type Pixels, paintPicture } from "./picture";

/** `size` device pixels wide and high. */
export function thumbnail(
  volume: Volume,
  window: Window,
  colours: Colours,
  size: number,
  radiological = false,
): Pixels {
  const frame = frameOf(volume.affine, "scan");
  const { centreMm, sizeMm } = extentOf([volume], frame);
  const tile = { plane: "axial", width: size, height: size } as const;
  const camera = tileCamera({
    ...tile,
    frame,
    view: { crosshairMm: centreMm, centreMm },
    pixelsPerMm: fitPixelsPerMm(sizeMm, [tile]),
    ratio: 1,
    radiological,
    noseLeft: false,
  });
  return paintPicture({ kind: "single", layer: { id: "", volume, window, colours } }, camera, true);
}
