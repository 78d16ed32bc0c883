/** Two passes: the folded method, and filters that see its result beside the scan. Source: fine. */

import type { Space } from "../../compute/executor";
import { unlessConstant, workingUnits } from "../../core/intensity";
import type { Volume } from "../../core/volume";
import { applyBricks, type BrickFilter } from "../common/apply-bricks";
import { checkedBank } from "../common/check-bank";
import { COST } from "../common/stages";
import { atNoise as foldedAtNoise, mixed as foldedMixed } from "../folded/between";
import { ownOfFolded } from "../folded/embedded";
import { lowPartOf } from "../folded/low-part";
import { FOLDED } from "../folded/method";
import { applyFoldedBrick, foldBrick, foldSettings, uploadFolded } from "../folded/stages";
import type { BankMethod } from "../method";
import type { FineBank } from "./bank";
import { FINE_CODEC } from "./codec";
import { explainFine } from "./explain";
import { FINE_LEARNER } from "./learn/learner";
import { applySecond, MARGIN, SECOND_COST, uploadSecond } from "./stages";

const UNITS = unlessConstant(workingUnits);

export const FINE: BankMethod<FineBank> = {
  id: "fine",
  title: "Two passes",
  note: "The folded method, and filters that see its result beside the scan: finer, for twice the arithmetic.",
  quality: "fine",
  codec: FINE_CODEC,
  units: UNITS,
  predictsErrors: true,
  cost: (bank) => FOLDED.cost(bank?.folded) + SECOND_COST,
  reach: () => MARGIN,
  apply: async (executor, volume, options) => {
    const bank = checkedBank("fine", options);
    const filter = (space: Space, working: Volume, wantErrors: boolean) => fineFilter(space, bank, working, wantErrors);
    return applyBricks(executor, volume, options, UNITS, filter, MARGIN);
  },
  explain: explainFine,
  suits: ({ folded }, spacing) => FOLDED.suits?.(folded, spacing) ?? [],
  atNoise,
  mixed,
  learn: FINE_LEARNER,
};

function fineFilter(space: Space, bank: FineBank, working: Volume, wantErrors: boolean): BrickFilter {
  const firstFilters = uploadFolded(space, bank.folded);
  const secondFilters = uploadSecond(space, bank.second);
  const { factor } = bank.folded.metadata;
  const settings = foldSettings(bank.folded);
  const cost = FINE.cost(bank) - COST.upsample;
  return {
    cost: () => cost,
    run: async (stage, input, upsampled) => {
      const part = lowPartOf(working, factor, input.brick);
      const folded = await foldBrick(stage, input, part, upsampled, settings);
      const first = await applyFoldedBrick(stage, input, part, { ...folded, upsampled }, firstFilters, false);
      const made = await applySecond(stage, input, part.size, folded, first.output, secondFilters, wantErrors);
      for (const buffer of [...Object.values(folded), first.output, first.errors]) space.free(buffer);
      return made;
    },
  };
}

function atNoise(bank: FineBank, measured: number): FineBank {
  const folded = foldedAtNoise(bank.folded, measured);
  return withPasses(bank, folded, foldedAtNoise(bank.second, measured));
}

function mixed(a: FineBank, b: FineBank, share: number): FineBank {
  return withPasses(a, foldedMixed(a.folded, b.folded, share), foldedMixed(a.second, b.second, share));
}

function withPasses(bank: FineBank, folded: FineBank["folded"], second: FineBank["second"]): FineBank {
  return { metadata: { ...bank.metadata, folded: ownOfFolded(folded.metadata) }, folded, second };
}
