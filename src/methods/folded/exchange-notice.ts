/** What a person must know of a bank that takes axes for alike that are not. Source: folded §2. */

import { type Notice, notice } from "../../core/notice";
import { AXIS_NAMES, type Factor, type Vec3 } from "../../core/volume";
import { type Exchange, exchangeOf } from "./folding";

/** Axes of each set, by name. */
const axesOf = (exchange: Exchange): readonly string[] => (exchange === "none" ? [] : [...exchange]);

/** A notice where axes are exchanged whose voxel sizes, in mm, do not allow it. */
export function exchangeNotices(factor: Factor, spacing: Vec3, exchange: Exchange): readonly Notice[] {
  const allowed = axesOf(exchangeOf(factor, spacing));
  if (axesOf(exchange).every((name) => allowed.includes(name))) return [];
  const sizes = spacing.map((mm, axis) => `${Number(mm.toFixed(2))} mm along ${AXIS_NAMES[axis]}`).join(", ");
  const text = `The bank takes the axes ${axesOf(exchange).join(", ")} for alike, but the voxels are ${sizes}: its filters do not suit them.`;
  return [notice("W_EXCHANGE", text)];
}
