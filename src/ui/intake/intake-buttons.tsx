/** Buttons that show what more there is in the files that were given: one for each drop that has more. */

import { ListPlus } from "lucide-react";
import { hasMore, type Intake, openIds, showPicker, useIntake } from "../../state/intake-store";
import { useSeries } from "../../state/series-store";
import { Button } from "../common/button";
import { moreOf, moreText } from "./intake-texts";
import { countMore } from "./pick";

/** What has more in it, with the number of series that could still be opened. */
export function useIntakesWithMore(): readonly { readonly intake: Intake; readonly more: number }[] {
  const intakes = useIntake((state) => state.intakes);
  const series = useSeries((state) => state.series);
  return intakes
    .filter((intake) => hasMore(intake, series))
    .map((intake) => ({ intake, more: countMore(intake.series, openIds(intake.id, series)) }));
}

/** On the empty page, where files were given and nothing of them was opened. */
export function IntakeWelcomeButtons() {
  const intakes = useIntakesWithMore();
  if (intakes.length === 0) return null;
  return (
    <div className="row wrap">
      {intakes.map(({ intake: { id, name }, more }) => (
        <Button
          key={id}
          kind="small"
          data-intake={id}
          label={
            <>
              <ListPlus size={16} aria-hidden="true" /> <span className="cut">{moreOf(name, more)}</span>
            </>
          }
          onClick={() => showPicker(id)}
        />
      ))}
    </div>
  );
}

/** In the rail, where there is little room. */
export function IntakeRailButtons() {
  return useIntakesWithMore().map(({ intake: { id, name }, more }) => (
    <button
      key={id}
      type="button"
      className="rail-more"
      data-intake={id}
      aria-label={moreOf(name, more)}
      title={moreOf(name, more)}
      onClick={() => showPicker(id)}
    >
      <ListPlus size={18} aria-hidden="true" />
      <span className="rail-more-short">{moreText(more)}</span>
      <span className="rail-more-long">{moreOf(name, more)}</span>
    </button>
  ));
}
