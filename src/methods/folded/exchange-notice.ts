/** What a person must know of a bank that takes axes for alike that are far from it. Source: folded §2. */

import { type Notice, notice } from "../../core/notice";
import { AXIS_NAMES, type Vec3 } from "../../core/volume";
import type { Exchange } from "./folding";

/**
 * Voxels up to so many times longer along one axis lose next to nothing to filters that exchange it, though none are
 * learned so: `EQUAL_SPACING` is much less. Source: beyond the paper.
 */
const FAR = 2;

/** A notice where axes are exchanged whose voxel sizes, in mm, are far from alike. */
export function exchangeNotices(spacing: Vec3, exchange: Exchange): readonly Notice[] {
  const exchanged = AXIS_NAMES.filter((name) => exchange.includes(name));
  const along = exchanged.map((name) => spacing[AXIS_NAMES.indexOf(name)] as number);
  if (exchanged.length === 0 || Math.max(...along) <= FAR * Math.min(...along)) return [];
  const sizes = spacing.map((mm, axis) => `${Number(mm.toFixed(2))} mm along ${AXIS_NAMES[axis]}`).join(", ");
  const text = `The bank takes the axes ${exchanged.join(", ")} for alike, but the voxels are ${sizes}: its filters suit them less well.`;
  return [notice("W_EXCHANGE", text)];
}
