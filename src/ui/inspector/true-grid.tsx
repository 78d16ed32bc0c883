/** Whether a scan with more voxels than were sampled is brought to those that were, before it is made finer. */

import type { ResultPlan } from "../../session/wire";
import { goesToTrueGrid } from "../../state/evidence";
import { useRun } from "../../state/run-store";
import type { Series } from "../../state/series-store";
import { t } from "../../text/text";
import { Check } from "../common/check";
import { formatSpacing } from "../common/format";
import { certaintyWord, resolutionFacts } from "./evidence-texts";

export function TrueGrid({ scan, plan }: { scan: Series; plan: ResultPlan | undefined }) {
  const wanted = useRun((run) => run.trueGrid);
  const facts = scan.evidence ? resolutionFacts(scan.evidence) : [];
  if (facts.length === 0) return null;
  const isChosen = goesToTrueGrid(scan, wanted);
  return (
    <div className="true-grid" data-true-grid={isChosen}>
      <Check
        label={t("Bring to its true grid first")}
        isChecked={isChosen}
        onToggle={() => useRun.setState({ trueGrid: !isChosen, plans: {} })}
      />
      <p className="muted note">
        {facts.map(({ text, certainty }) => `${text} (${certaintyWord(certainty)})`).join("; ")}.{" "}
        {plan ? t("Voxels of the result: {spacing}.", { spacing: formatSpacing(plan.spacing) }) : "…"}
      </p>
    </div>
  );
}
