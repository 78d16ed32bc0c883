/** What keeps results within the range of the scan around them: each class's allowance beyond it. Source: method §5. */

import { meanResidual } from "../common/binned-bank";
import type { PaperBank } from "./bank";

/**
 * Root mean square error of each class on its training rows, in units of p; classes without rows count as average, and
 * so do all of a bank without any.
 */
export function classErrors({ classRows, classResidual }: Pick<PaperBank, "classRows" | "classResidual">) {
  const mean = meanResidual(classRows, classResidual);
  return classResidual.map((residual, c) => Math.sqrt(classRows[c] === 0 ? mean : residual));
}
