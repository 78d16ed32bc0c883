/** Every method, in the order of preference: a method is its folder and a line here. */

import { FINE } from "./fine/method";
import { FOLDED } from "./folded/method";
import { INTERPOLATION_METHODS } from "./interpolation/method";
import type { Method, Quality } from "./method";
import { NET } from "./net/method";
import { PAPER } from "./paper/method";

export const METHODS: readonly Method[] = [FOLDED, FINE, PAPER, NET, ...INTERPOLATION_METHODS];

/** The one that stands for it. */
export const methodOf = (wanted: Quality): Method => METHODS.find(({ quality }) => quality === wanted) as Method;
