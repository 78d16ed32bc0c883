/** A filter as slices of its taps, the middle ones where there are many. */

import { useEffect, useRef } from "react";
import type { FilterPass } from "../../session/wire";
import { t } from "../../text/text";
import { css, signed } from "../../viewer/colour-map";
import { drawnOn } from "../common/drawn-on";
import { formatValue } from "../common/format";
import { signedLimit } from "../common/scales";

/** Slices that are drawn at most, of the middle. */
const MOST = 5;
const GAP: readonly [number, number, number] = [0, 0, 0];

export function FilterPicture({ filter: { size, taps, grid } }: { filter: FilterPass["filters"][number] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const middle = (size ** 3 - 1) / 2;
  const limit = signedLimit(taps.filter((_, i) => i !== middle));
  const slices = Math.min(size, MOST);
  const width = slices * (size + 1) - 1;
  useEffect(
    () =>
      drawnOn(canvas.current, (context) => {
        const image = context.createImageData(width, size);
        const first = (size - slices) / 2;
        for (let y = 0; y < size; y++) {
          for (let x = 0; x < width; x++) {
            const [slice, column] = [Math.floor(x / (size + 1)), x % (size + 1)];
            // Rows are drawn from the top, y grows upwards.
            const tap = taps[column + size * (size - 1 - y + size * (first + slice))] as number;
            image.data.set([...(column < size ? signed(tap / limit) : GAP), 255], 4 * (x + width * y));
          }
        }
        context.putImageData(image, 0, 0);
      }),
    [size, taps, limit, slices, width],
  );
  const stops = [-1, -0.5, 0, 0.5, 1].map((share) => css(signed(share))).join(", ");
  return (
    <figure className="filter-picture">
      <canvas
        ref={canvas}
        className="filter-canvas"
        width={width}
        height={size}
        role="img"
        aria-label={t("{slices} slices of the filter, {size} by {size} voxels each", { slices, size })}
      />
      <div className="row tight note muted">
        <span>−{formatValue(Number(limit.toPrecision(2)))}</span>
        <span className="filter-ramp" style={{ background: `linear-gradient(to right, ${stops})` }} />
        <span>{formatValue(Number(limit.toPrecision(2)))}</span>
      </div>
      <figcaption className="note muted">
        {weightsText(grid, formatValue(Number((taps[middle] as number).toPrecision(3))))}{" "}
        {t("Voxel axes: x to the right, y up, slices along z.")}
      </figcaption>
    </figure>
  );
}

function weightsText(grid: FilterPass["filters"][number]["grid"], middle: string): string {
  switch (grid) {
    case "scan":
      return t("Weights of the scan's voxels around; the middle one is {middle}.", { middle });
    case "interpolated":
      return t("Weights of the interpolated voxels around; the middle one is {middle}.", { middle });
    case "before":
      return t("Weights of the first pass's voxels around; the middle one is {middle}.", { middle });
  }
}
