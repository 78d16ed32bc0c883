/** Degradations in the person's language. What their registry entries say in English is the key of its translation. */

import { coarseningOf, type Degradation } from "../../degradations/degradation";
import { entryText } from "../../text/text";

/** "Averaged blocks". */
export const degradationTitle = (degradation: Degradation): string => entryText(coarseningOf(degradation).title);

/** What it does, with its parameters: "slices along z, 3 voxels thick with 1 between them". */
export function degradationWords(degradation: Degradation): string {
  const { description, parameters } = coarseningOf(degradation);
  return entryText(description, parameters);
}
