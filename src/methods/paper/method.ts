/** The paper's method: a filter for each of 576 classes of the structure tensor. Source: method §1 to §6. */

import type { Space } from "../../compute/executor";
import { applyBricks, type BrickFilter, referenceUnits } from "../common/apply-bricks";
import { checkedBank } from "../common/check-bank";
import { COST } from "../common/stages";
import type { BankMethod } from "../method";
import type { PaperBank } from "./bank";
import { PAPER_CODEC } from "./codec";
import { explainPaper } from "./explain";
import { globalBank } from "./global-bank";
import { classErrors } from "./guard";
import { PAPER_LEARNER } from "./learn/learner";
import { filterBrick, filterOperations, guardBrick, hashBrick, packFilters } from "./stages";

export const PAPER: BankMethod<PaperBank> = {
  id: "paper",
  title: "Paper",
  note: "As published. Slower; its sums can be saved, merged and added to.",
  codec: PAPER_CODEC,
  units: referenceUnits,
  cost: (bank) => COST.upsample + HASHING + (bank ? filterOperations(radiusOf(bank)) : 0),
  apply: async (executor, volume, options) => {
    const bank = checkedBank("paper", options);
    return applyBricks(executor, volume, options, referenceUnits, (space) => paperFilter(space, bank));
  },
  withoutClasses: globalBank,
  explain: explainPaper,
  learn: PAPER_LEARNER,
};

const HASHING = COST.tensorX + COST.tensorY + COST.hash + COST.guard;
const radiusOf = ({ metadata }: PaperBank) => (metadata.patch[0] - 1) / 2;

function paperFilter(space: Space, bank: PaperBank): BrickFilter {
  const filters = space.upload("filters", packFilters(bank));
  const errors = space.upload("class errors", classErrors(bank));
  const radius = radiusOf(bank);
  const settings = { ...bank, sigma: bank.metadata.gradientSigma };
  return {
    cost: (activeShare) => HASHING + filterOperations(radius) * activeShare,
    run: async (stage, input, upsampled) => {
      const { classes, features } = await hashBrick(stage, input, upsampled, settings);
      const output = await filterBrick(stage, input.brick, { upsampled, classes, filters }, radius, 1);
      const guarded = await guardBrick(stage, input, { classes, errors, output });
      for (const buffer of [classes, features]) space.free(buffer);
      return { output, guarded };
    },
  };
}
