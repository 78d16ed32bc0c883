/** What a scan tells of how it was made. */

import type { Series } from "../../state/series-store";
import { t } from "../../text/text";
import { FactList } from "../common/fact-list";
import { certaintyWord, evidenceFacts } from "./evidence-texts";

export function EvidenceFacts({ scan: { evidence } }: { scan: Series }) {
  if (!evidence) return null;
  return (
    <div data-evidence="">
      <h4>{t("What it tells of itself")}</h4>
      <FactList
        className="facts"
        facts={evidenceFacts(evidence).map(({ name, text, certainty }) => [
          name,
          `${text} · ${certaintyWord(certainty)}`,
        ])}
      />
    </div>
  );
}
