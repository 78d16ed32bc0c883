/** What is known of a voxel that a network made: what it was given there, and the error to be expected. Source: net. */

import type { Vec3 } from "../../core/volume";
import type { ExplainedVolume, Explanation } from "../explanation";
import { explanationOf, filterVoxel, foldedField, isFiltered } from "../folded/explain";
import type { NetBank } from "./bank";

export function explainNet(volume: ExplainedVolume, at: Vec3, { folded, metadata }: NetBank): Explanation {
  const made = filterVoxel(volume, foldedField(volume, folded), at, folded);
  const { expectedError, ...explained } = explanationOf(made, at, folded);
  return {
    ...explained,
    // Elsewhere the folded result stays.
    isByNetwork: isFiltered(made.voxel) && made.voxel.highest >= metadata.airBelow,
    ...(expectedError === undefined ? {} : { expectedError: metadata.errorScale * expectedError }),
  };
}
