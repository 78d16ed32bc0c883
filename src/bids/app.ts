/** What every level is given: the data set, where to write, and the scans that were chosen. */

import type { BidsScan, Dataset } from "./dataset";

export interface App {
  readonly dataset: Dataset;
  /** The folder that is written to. */
  readonly out: string;
  readonly scans: readonly BidsScan[];
  /** True where they are not all that the data set has. */
  readonly isPart: boolean;
}
