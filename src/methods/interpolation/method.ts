/** Interpolation as a method: no detail is added. Source: method §1, §2. */

import { spanUnits } from "../../core/intensity";
import { applyBricks } from "../common/apply-bricks";
import type { Method } from "../method";
import { interpolate } from "./interpolate";
import { BASELINE, INTERPOLATION_TITLES, INTERPOLATIONS, type Interpolation } from "./names";

/** Multiply-adds per voxel, roughly. */
const COST = 150;

const interpolation = (id: Interpolation): Method => ({
  id,
  title: INTERPOLATION_TITLES[id],
  note: "",
  cost: () => COST,
  apply: (executor, volume, options) => interpolate(executor, volume, { ...options, method: id }),
});

/** The same kernel that filters are applied behind, so that a volume without filters equals what they were applied to. */
export const TRICUBIC: Method = {
  ...interpolation(BASELINE),
  apply: (executor, volume, options) => applyBricks(executor, volume, options, spanUnits),
};

export const NEAREST = interpolation("nearest");

export const INTERPOLATION_METHODS: readonly Method[] = INTERPOLATIONS.map(
  (id) => [TRICUBIC, NEAREST].find((method) => method.id === id) ?? interpolation(id),
);
