/** The page's parts of methods: one is its file and a line here. A method without one can be set, run and used all the same. */

import { FINE_PART } from "./fine";
import { FOLDED_PART } from "./folded";
import type { MethodPart } from "./method-part";
import { NET_PART } from "./net";
import { PAPER_PART } from "./paper";

const PARTS: readonly MethodPart[] = [FOLDED_PART, FINE_PART, PAPER_PART, NET_PART];

export const partOf = (method: string): MethodPart | undefined => PARTS.find(({ id }) => id === method);
