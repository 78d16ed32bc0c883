/** The active series by name, and every other one. */

import { closeSeries } from "../../state/closing";
import { activeScan, findSeries, selectSeries, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../common/menu";
import { openWarnings } from "./warnings";

export function SeriesMenu() {
  const state = useSeries();
  const active = findSeries(state.active, state) ?? activeScan(state);
  if (!active) return null;
  const scans = state.series.filter(({ kind }) => kind === "scan");
  return (
    <Menu
      kind="quiet small series-name"
      label={t("Series: {title} of {name}", { title: active.title, name: active.name })}
      button={
        <span className="cut">
          <bdi className="series-menu-name">{active.name}</bdi>
        </span>
      }
    >
      {scans.map((scan) => (
        <div key={scan.id}>
          <MenuHeading>
            <bdi>{scan.name}</bdi>
          </MenuHeading>
          {state.series
            .filter(({ scanId }) => scanId === scan.id)
            .map(({ id, title }) => (
              <MenuItem
                key={id}
                label={title}
                isTicked={id === active.id}
                keys={id === state.a ? "A" : id === state.b ? "B" : undefined}
                onSelect={() => selectSeries(id)}
              />
            ))}
        </div>
      ))}
      <MenuLine />
      <MenuItem
        label={t("{n, plural, one {# warning} other {# warnings}}", { n: active.warnings.length })}
        isDisabled={active.warnings.length === 0}
        onSelect={() => openWarnings(active.id)}
      />
      <MenuItem
        label={t("Show as A")}
        isDisabled={state.a === active.id}
        onSelect={() => selectSeries(active.id, "a")}
      />
      <MenuItem label={t("Close {title}", { title: active.title })} onSelect={() => void closeSeries(active.id)} />
    </Menu>
  );
}
