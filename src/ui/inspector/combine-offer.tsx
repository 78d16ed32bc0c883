/** Offers to combine thick scans of different directions. */

import { combine, stacksWith } from "../../state/combine";
import { useIntake } from "../../state/intake-store";
import { type Series, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "../common/button";

export function CombineOffer({ scan }: { scan: Series }) {
  const series = useSeries((state) => state.series);
  const isReading = useIntake(({ readings }) => readings.length > 0);
  const stacks = stacksWith(scan, series);
  if (stacks.length === 0) return null;
  return (
    <div className="stack" data-stacks={stacks.length}>
      <p>
        {t(
          "{count} scans with thick slices in different directions: of one body, they make one that is fine in every direction.",
          {
            count: stacks.length,
          },
        )}
      </p>
      <Button
        label={t("Combine into one")}
        kind="small"
        disabled={isReading}
        title={stacks.map(({ name }) => name).join("\n")}
        onClick={() => void combine(stacks)}
      />
    </div>
  );
}
