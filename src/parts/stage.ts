/** What the work on one part needs beside its buffers. */

import type { Meter } from "../compute/meter";
import type { Workspace } from "../compute/webgpu/workspace";

/** What a stage needs beside its buffers. */
export interface Stage {
  readonly space: Workspace;
  readonly meter: Meter;
  readonly signal?: AbortSignal | undefined;
}
