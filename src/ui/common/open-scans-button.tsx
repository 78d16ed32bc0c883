/** Takes the scans that are open in View. */

import { scansToAdd } from "../../state/open-scans";
import { useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "./button";

interface OpenScansButtonProps {
  /** Those that are here already. */
  readonly volumes: readonly { readonly scanId?: string }[];
  readonly onAdd: () => void;
}

export function OpenScansButton({ volumes, onAdd }: OpenScansButtonProps) {
  const count = useSeries(({ series }) => scansToAdd(series, volumes).length);
  return (
    <Button
      label={t("Use the open scans")}
      kind="small"
      disabled={count === 0}
      title={
        count === 0
          ? t("No scan is open in View that is not here already")
          : t("{count, plural, one {# scan that is} other {# scans that are}} open in View", { count })
      }
      onClick={onAdd}
    />
  );
}
