/** Every degradation: another one is a file and a line here. */

import { BOX } from "./box";
import { CUBIC } from "./cubic";
import { KSPACE } from "./kspace";
import { SLICE } from "./slice";

export const KINDS = [BOX, CUBIC, KSPACE, SLICE] as const;
