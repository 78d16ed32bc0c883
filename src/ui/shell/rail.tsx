/** Everything that was opened or computed, each scan with what was made of it. */

import { Plus } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { closeSeries } from "../../state/closing";
import { activeScan, findSeries, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { IconButton } from "../common/button";
import { IntakeRailButtons } from "../intake/intake-buttons";
import { pickFiles } from "./file-inputs";
import { RailItem } from "./rail-item";

export function Rail() {
  const state = useSeries();
  const { series } = state;
  const [focused, setFocused] = useState<string>();
  const stop = findSeries(focused, state) ?? findSeries(state.active, state) ?? activeScan(state);
  const scanIds = [...new Set(series.map(({ scanId }) => scanId))];
  return (
    <nav className="rail" aria-label={t("Series")}>
      <IconButton label={t("Open another scan")} className="rail-add" onClick={() => pickFiles("files")}>
        <Plus size={18} aria-hidden="true" />
      </IconButton>
      <IntakeRailButtons />
      <div data-arrow-keys>
        {scanIds.map((scanId) => {
          const name = findSeries(scanId, state)?.name ?? "";
          return (
            <section key={scanId} className="rail-group" aria-label={name}>
              <h2 className="cut muted rail-name" title={name}>
                <bdi>{name}</bdi>
              </h2>
              <ul>
                {series
                  .filter((one) => one.scanId === scanId)
                  .map((one) => (
                    <RailItem
                      key={one.id}
                      series={one}
                      isTabStop={one.id === stop?.id}
                      onFocus={() => setFocused(one.id)}
                      onKeyDown={moveFocus}
                    />
                  ))}
              </ul>
            </section>
          );
        })}
      </div>
    </nav>
  );
}

/** Arrows, Home and End go from series to series; Delete closes the one that has the focus. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const item = event.currentTarget;
  const items = [...(item.closest(".rail")?.querySelectorAll<HTMLElement>("[data-series]") ?? [])];
  const at = items.indexOf(item);
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowRight: at + 1,
    ArrowUp: at - 1,
    ArrowLeft: at - 1,
    Home: 0,
    End: items.length - 1,
  };
  const next = to[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[next]?.focus();
  } else if (event.key === "Delete") {
    event.preventDefault();
    const neighbour = items[at + 1] ?? items[at - 1];
    void closeSeries(item.dataset.series ?? "").then(() => {
      if (!item.isConnected) neighbour?.focus();
    });
  }
}
