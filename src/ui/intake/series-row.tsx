/** A series in the picker: what it looks like, what is known of it, and whether it is to be opened. */

import { Check, TriangleAlert } from "lucide-react";
import { useId } from "react";
import type { SeriesInfo } from "../../session/wire";
import { greysOf } from "../../state/series";
import { t } from "../../text/text";
import { NoticeList } from "../common/notice-list";
import { contrastGuess, seriesFacts, warningNames } from "./intake-texts";
import { SeriesPicture } from "./series-picture";

interface SeriesRowProps {
  readonly surveyId: string;
  readonly series: SeriesInfo;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

export function SeriesRow({ surveyId, series, isOpen, isChosen, onToggle }: SeriesRowProps) {
  const { id, name, notices, contrast, rank } = series;
  const facts = [...(contrast ? [contrastGuess(contrast)] : []), ...seriesFacts(series)];
  const [nameId, factsId, warningsId] = [useId(), useId(), useId()];
  return (
    <li className="picker-row" data-series-id={id} data-rank={rank} data-open={isOpen}>
      <label className="picker-label">
        <input
          type="checkbox"
          checked={isOpen || isChosen}
          disabled={isOpen}
          aria-labelledby={nameId}
          aria-describedby={notices.length > 0 ? `${factsId} ${warningsId}` : factsId}
          onChange={onToggle}
        />
        <SeriesPicture surveyId={surveyId} seriesId={id} colours={greysOf(notices)} />
        <span className="picker-words">
          <span className="spread">
            <strong id={nameId}>
              <bdi>{name}</bdi>
            </strong>
            {isOpen && (
              <span className="muted picker-open">
                <Check size={12} aria-hidden="true" /> {t("Open already")}
              </span>
            )}
          </span>
          <span className="muted picker-facts" id={factsId}>
            {facts.map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </span>
        </span>
      </label>
      {notices.length > 0 && (
        <details className="picker-warnings">
          <summary id={warningsId} className="warn">
            <TriangleAlert size={12} aria-hidden="true" /> {warningNames(notices)}
          </summary>
          <NoticeList notices={notices} />
        </details>
      )}
    </li>
  );
}
