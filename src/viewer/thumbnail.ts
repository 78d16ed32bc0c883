/** A series as a small picture: the middle plane, all of it. */

import { columnOf } from "../core/affine";
import { PLANE_AXES, PLANES, type Plane, type Window } from "../core/view";
import type { Affine, Volume } from "../core/volume";
import { extentOf, type Frame, fitPixelsPerMm, frameOf, tileCamera } from "./camera";
import { type Colours, type Pixels, paintPicture } from "./picture";
import { dot } from "./vectors";

/** The axial plane, `size` device pixels wide and high. */
export function thumbnail(
  volume: Volume,
  window: Window,
  colours: Colours,
  size: number,
  radiological = false,
): Pixels {
  return planePicture("axial", frameOf(volume.affine, "scan"), { volume, window, colours, size, radiological });
}

/** The plane of the slices, which lie across the last axis of the grid; otherwise as `thumbnail`. */
export function slicePicture(
  volume: Volume,
  window: Window,
  colours: Colours,
  size: number,
  radiological: boolean,
): Pixels {
  const frame = frameOf(volume.affine, "scan");
  const plane = planeOfSlices(volume.affine, frame);
  return planePicture(plane, frame, { volume, window, colours, size, radiological });
}

function planeOfSlices(affine: Affine, frame: Frame): Plane {
  const across = columnOf(affine, 2);
  const alongNormal = (plane: Plane) => Math.abs(dot(across, frame[PLANE_AXES[plane][2] as 0 | 1 | 2]));
  return PLANES.reduce((best, plane) => (alongNormal(plane) > alongNormal(best) ? plane : best));
}

interface PictureOptions {
  readonly volume: Volume;
  readonly window: Window;
  readonly colours: Colours;
  readonly size: number;
  readonly radiological: boolean;
}

function planePicture(plane: Plane, frame: Frame, options: PictureOptions): Pixels {
  const { volume, window, colours, size, radiological } = options;
  const { centreMm, sizeMm } = extentOf([volume], frame);
  const tile = { plane, width: size, height: size } as const;
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
