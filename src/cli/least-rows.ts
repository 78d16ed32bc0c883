/** `--least-rows`: classes of few rows, which would give these rows away, are left out of sums. */

import { EigenvoxError } from "../core/errors";
import type { DescribedSums } from "../methods/method";
import type { UsableSums } from "../methods/sums-file";
import type { Arguments } from "./arguments";

export const LEAST_ROWS_USAGE = `  --least-rows N       leave out classes of fewer rows, which would give these rows away, for folded sums (1: none)`;

/** The sums as the option wants them. Throws `E_ARGUMENT` for sums that cannot be without classes, and where none would be left. */
export function withoutFewRows({ method, kind, described }: UsableSums, args: Arguments): DescribedSums {
  const least = args.number("least-rows", 1, 1e9, 1);
  if (least === 1) return described;
  if (kind.withoutFewRows) return kind.withoutFewRows(described, least);
  throw new EigenvoxError("E_ARGUMENT", `--least-rows is not an option of ${method.id} sums.`);
}
