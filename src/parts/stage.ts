/** What the work on one part needs beside its buffers. */

import type { Space } from "../compute/executor";
import type { Meter } from "../compute/meter";

/** What a stage needs beside its buffers. */
export interface Stage {
  readonly space: Space;
  readonly meter: Meter;
  readonly signal?: AbortSignal | undefined;
}
