/** The baseline inside a bank: one filter for all classes. */

import { meanResidual } from "../common/binned-bank";
import type { PaperBank } from "./bank";
import { CLASS_COUNT } from "./classes";

/** A bank of which every class has the global filter; undefined for a bank that holds none. Source: method §8. */
export function globalBank(bank: PaperBank): PaperBank | undefined {
  const { globalFilter } = bank;
  if (!globalFilter) return undefined;
  const filters = new Float32Array(CLASS_COUNT * globalFilter.length);
  for (let c = 0; c < CLASS_COUNT; c++) filters.set(globalFilter, c * globalFilter.length);
  const classResidual = new Float32Array(CLASS_COUNT).fill(meanResidual(bank.classRows, bank.classResidual));
  return {
    ...bank,
    filters,
    classResidual,
    metadata: { ...bank.metadata, title: `${bank.metadata.title}, global filter` },
  };
}
