/** The names of methods. */

import { INTERPOLATIONS } from "./interpolation/names";

/** Methods that need a bank: the paper's, and the one of _folded_. */
export const BANK_METHODS = ["paper", "folded"] as const;

/** How a finer volume can be made: with a bank, or by interpolation. */
export const METHODS = [...BANK_METHODS, ...INTERPOLATIONS] as const;
export type Method = (typeof METHODS)[number];
