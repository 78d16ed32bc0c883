/** One series in the rail: what it looks like, what it is, and what can be done with it. */

import { Eye, EyeOff, TriangleAlert, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { closeSeries } from "../../state/closing";
import { isComputed, type Series, selectSeries, toggleShown, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { formatSpacing } from "../common/format";
import { noticeTitle } from "../common/notice-texts";
import { shortSpacing, shortTitle } from "./series-texts";
import { Thumbnail } from "./thumbnail";
import { openWarnings } from "./warnings";

interface RailItemProps {
  readonly series: Series;
  /** True for the one of the rail that Tab comes to. */
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

export function RailItem({ series, isTabStop, onFocus, onKeyDown }: RailItemProps) {
  const { id, title, grid, warnings, isUnsaved } = series;
  const letter = useSeries(({ a, b }) => (a === id ? "A" : b === id ? "B" : undefined));
  const isActive = useSeries((state) => state.active === id);
  const isShown = useSeries((state) => state.shown.includes(id));
  const tabIndex = isTabStop ? 0 : -1;
  const said = [
    title,
    formatSpacing(grid.spacing),
    letter && t("compared as {letter}", { letter }),
    isUnsaved && t("not saved"),
  ];
  return (
    <li className={`rail-item ${isActive ? "active" : ""}`}>
      <button
        type="button"
        className="rail-select"
        data-series={id}
        tabIndex={tabIndex}
        aria-current={isActive}
        aria-label={said.filter(Boolean).join(", ")}
        title={`${title}, ${formatSpacing(grid.spacing)}`}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onClick={(event) => selectSeries(id, event.shiftKey ? "a" : "b")}
      >
        <span className="rail-picture" aria-hidden="true">
          <Thumbnail series={series} />
          {letter && <b className="rail-letter">{letter}</b>}
          {isUnsaved && <span className="rail-unsaved" />}
        </span>
        <span className="rail-texts">
          <span className={`cut ${isComputed(series) ? "warn" : ""}`}>{shortTitle(series)}</span>
          <span className="cut muted">{shortSpacing(grid.spacing)}</span>
        </span>
      </button>
      <div className="rail-tools">
        <button
          type="button"
          className="rail-tool"
          tabIndex={tabIndex}
          aria-pressed={isShown}
          aria-label={t("Show {title} in the layout", { title })}
          title={isShown ? t("Hide in Grid and Plane") : t("Show in Grid and Plane")}
          onClick={() => toggleShown(id)}
        >
          {isShown ? <Eye size={14} aria-hidden="true" /> : <EyeOff size={14} aria-hidden="true" />}
        </button>
        <button
          type="button"
          className="rail-tool"
          tabIndex={tabIndex}
          aria-pressed={letter === "A"}
          aria-label={t("Compare {title} as A", { title })}
          title={t("Compare as A")}
          onClick={() => selectSeries(id, "a")}
        >
          A
        </button>
        <button
          type="button"
          className="rail-tool"
          tabIndex={tabIndex}
          aria-label={t("Close {title}", { title })}
          title={t("Close")}
          onClick={() => void closeSeries(id)}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      {warnings.length > 0 && (
        <button
          type="button"
          className="rail-warnings"
          tabIndex={tabIndex}
          aria-label={t("{n, plural, one {# warning} other {# warnings}} of {title}", { n: warnings.length, title })}
          title={warnings.map(noticeTitle).join("\n")}
          onClick={() => openWarnings(id)}
        >
          <TriangleAlert size={11} aria-hidden="true" /> {warnings.length}
        </button>
      )}
    </li>
  );
}
