/** Small pictures inside a tile: what lies under the pointer magnified, and where in the plane the tile looks. */

import { type ReactNode, useMemo } from "react";
import { PLANE_AXES, type Plane } from "../../core/view";
import type { Vec3 } from "../../core/volume";
import { usePrefs } from "../../state/prefs-store";
import { extentOf, type Frame, screenOf, tileCamera } from "../../viewer/camera";
import { locatorMarks } from "../../viewer/marks";
import type { Tile } from "./arrange";
import { Marks } from "./marks";
import { PictureCanvas } from "./picture-canvas";
import { useStage } from "./stage-store";
import type { Shot } from "./use-shot";

const MAGNIFIER_PX = 160;
const MAGNIFIED = 4;
/** The longer side of the whole plane. */
const LOCATOR_PX = 72;

interface InsetProps {
  readonly tile: Tile;
  readonly shot: Shot;
  readonly frame: Frame;
}

/** The same millimetres in every tile, nearest voxels, while it is on and the pointer is over one of them. */
export function Magnifier({ tile, shot, frame }: InsetProps): ReactNode {
  const isOn = useStage((state) => state.isMagnifying);
  const at = useStage((state) => (state.isMagnifying ? state.pointerMm : undefined));
  const noseLeft = usePrefs((prefs) => prefs.noseLeft);
  const { camera, crosshairMm, radiological, picture } = shot;
  const size = Math.min(MAGNIFIER_PX, tile.width, tile.height);
  const magnified = useMemo(
    () =>
      at &&
      tileCamera({
        plane: camera.plane,
        frame,
        view: { crosshairMm, centreMm: at },
        pixelsPerMm: camera.pixelsPerMm * MAGNIFIED,
        width: size,
        height: size,
        ratio: camera.ratio,
        radiological,
        noseLeft,
      }),
    [at, camera, crosshairMm, frame, radiological, noseLeft, size],
  );
  if (!isOn || !at || !magnified) return null;
  const [x, y] = screenOf(camera, at);
  const held = (middle: number, length: number) => Math.round(Math.min(length - size, Math.max(0, middle - size / 2)));
  return (
    <div
      className="magnifier"
      aria-hidden="true"
      style={{ width: size, height: size, transform: `translate(${held(x, tile.width)}px, ${held(y, tile.height)}px)` }}
    >
      <PictureCanvas picture={picture} camera={magnified} smooth={false} />
    </div>
  );
}

function longestMm(sizeMm: Vec3, plane: Plane): number {
  const [across, up] = PLANE_AXES[plane] as readonly [0 | 1 | 2, 0 | 1 | 2, number];
  return Math.max(sizeMm[across], sizeMm[up]);
}

/** The whole plane, and in it what the tile shows; nothing where the tile shows all of it. */
export function Locator({ tile, shot, frame }: InsetProps): ReactNode {
  const noseLeft = usePrefs((prefs) => prefs.noseLeft);
  const { camera, crosshairMm, radiological, series, layers } = shot;
  const extent = useMemo(
    () =>
      extentOf(
        series.map(({ grid }) => grid),
        frame,
      ),
    [series, frame],
  );
  const marks = locatorMarks(camera, extent, frame, [0, 0], LOCATOR_PX);
  const [outline] = marks;
  const [width, height] = (outline?.kind === "line" && outline.points[2]) || [0, 0];
  const whole = useMemo(
    () =>
      width > 0 && height > 0
        ? tileCamera({
            plane: camera.plane,
            frame,
            view: { crosshairMm, centreMm: extent.centreMm },
            pixelsPerMm: LOCATOR_PX / longestMm(extent.sizeMm, camera.plane),
            width,
            height,
            ratio: camera.ratio,
            radiological,
            noseLeft,
          })
        : undefined,
    [width, height, camera.plane, camera.ratio, crosshairMm, extent, frame, radiological, noseLeft],
  );
  const layer = layers[0];
  if (!whole || !layer || tile.width < 3 * LOCATOR_PX || tile.height < 3 * LOCATOR_PX) return null;
  return (
    <div className="locator" style={{ width, height }} aria-hidden="true">
      <PictureCanvas picture={{ kind: "single", layer }} camera={whole} smooth={false} />
      <Marks marks={marks} />
    </div>
  );
}
