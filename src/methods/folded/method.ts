/** The folded method: filters on the low-resolution voxels, shared over the symmetries of the cube. Source: folded. */

import type { Space } from "../../compute/executor";
import { unlessConstant, workingUnits } from "../../core/intensity";
import type { Volume } from "../../core/volume";
import { applyBricks, type BrickFilter } from "../common/apply-bricks";
import { checkedBank } from "../common/check-bank";
import { COST } from "../common/stages";
import type { BankMethod } from "../method";
import type { FoldedBank } from "./bank";
import { atNoise, mixed } from "./between";
import { FOLDED_CODEC } from "./codec";
import { exchangeNotices } from "./exchange-notice";
import { explainFolded } from "./explain";
import type { ClassScheme } from "./folding";
import { FOLDED_LEARNER } from "./learn/learner";
import { lowPartOf } from "./low-part";
import { FOLDED_SELF } from "./self";
import { applyFoldedBrick, FOLDED_COST, foldBrick, foldSettings, uploadFolded } from "./stages";

const UNITS = unlessConstant(workingUnits);

export const FOLDED: BankMethod<FoldedBank> = {
  id: "folded",
  title: "Folded",
  note: "Recommended: better images from less data, learned in minutes.",
  quality: "fast",
  codec: FOLDED_CODEC,
  units: UNITS,
  predictsErrors: true,
  cost: (bank) => COST.upsample + filtering(bank?.metadata.classes),
  apply: async (executor, volume, options) => {
    const bank = checkedBank("folded", options);
    return applyBricks(executor, volume, options, UNITS, (space, working, wantErrors) =>
      foldedFilter(space, bank, working, wantErrors),
    );
  },
  explain: explainFolded,
  suits: ({ metadata }, spacing) => exchangeNotices(spacing, metadata.exchange),
  atNoise,
  mixed,
  learn: FOLDED_LEARNER,
  self: FOLDED_SELF,
};

const filtering = (scheme: ClassScheme = "level") =>
  COST.tensorX + COST.tensorY + FOLDED_COST.hash(scheme) + FOLDED_COST.apply;

function foldedFilter(space: Space, bank: FoldedBank, working: Volume, wantErrors: boolean): BrickFilter {
  const filters = uploadFolded(space, bank);
  const { factor, classes } = bank.metadata;
  const settings = foldSettings(bank);
  return {
    cost: () => filtering(classes),
    run: async (stage, input, upsampled) => {
      const part = lowPartOf(working, factor, input.brick);
      const folded = await foldBrick(stage, input, part, upsampled, settings);
      const filtered = await applyFoldedBrick(stage, input, part, { ...folded, upsampled }, filters, wantErrors);
      for (const buffer of Object.values(folded)) space.free(buffer);
      return filtered;
    },
  };
}
