/** The intensities drawn black and white, in the scan's own units, and what images have in common. */

import type { Link, Window } from "../../core/view";
import { autoWindow, setWindow } from "../../state/actions";
import { usePrefs } from "../../state/prefs-store";
import type { Series } from "../../state/series-store";
import { reachOf, setLink, useView, viewOf } from "../../state/view-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { Check } from "../common/check";
import { formatValue } from "../common/format";
import { useTyped } from "../common/use-typed";
import { Histogram } from "./histogram";
import { InspectorSection } from "./section";
import { useActiveSeries } from "./use-active";
import { fieldValue, typedWindow, type WindowField } from "./window-texts";

export function WindowSection() {
  const series = useActiveSeries();
  return (
    <InspectorSection section="window" title={t("Window")} note={series && <WindowNote series={series} />}>
      {series ? <WindowBody series={series} /> : <p className="muted">{t("Open a scan first")}</p>}
    </InspectorSection>
  );
}

const useWindow = (series: Series): Window => useView((state) => viewOf(state, series.id).window);

function WindowNote({ series }: { series: Series }) {
  const window = useWindow(series);
  const [width, level] = (["width", "level"] as const).map((field) => formatValue(fieldValue(window, field)));
  return `W ${width} L ${level}`;
}

function WindowBody({ series }: { series: Series }) {
  const window = useWindow(series);
  const { headerWindow, range, id } = series;
  const set = (next: Window) => setWindow(id, next);
  const type = (field: WindowField, text: string): string | undefined => {
    const typed = typedWindow(window, field, text, reachOf(id));
    if (typeof typed === "string") return typed;
    set(typed);
  };
  const names: readonly (readonly [WindowField, string])[] = [
    ["black", t("Black")],
    ["white", t("White")],
    ["width", t("Width")],
    ["level", t("Level")],
  ];
  return (
    <div className="stack">
      <Histogram window={window} histogram={series.histogram} range={range} onChange={set} />
      <div className="window-fields">
        {names.map(([field, label]) => (
          <Field key={field} label={label} value={fieldValue(window, field)} onType={(text) => type(field, text)} />
        ))}
      </div>
      <div className="row tight wrap">
        <Button label={t("Auto")} kind="small" onClick={() => autoWindow(id)} />
        <Button label={t("Full")} kind="small" onClick={() => set(range)} />
        <Button
          label={t("Header")}
          kind="small"
          disabled={!headerWindow}
          title={headerWindow ? undefined : t("The file asks for no window with black below white")}
          onClick={() => headerWindow && set(headerWindow)}
        />
        <span className="muted note">{t("in the scan's units")}</span>
      </div>
      <Links series={series} />
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: number;
  readonly onType: (text: string) => string | undefined;
}

function Field({ label, value, onType }: FieldProps) {
  const { field, trouble } = useTyped(formatValue(value), onType);
  return (
    <>
      <label>
        <span className="muted">{label}</span>
        <input {...field} />
      </label>
      {trouble}
    </>
  );
}

/** What all images have in common; linked again, all take what the active one has. */
function Links({ series }: { series: Series }) {
  const links = usePrefs((prefs) => prefs.links);
  const names: readonly (readonly [Link, string])[] = [
    ["window", t("One window for all")],
    ["zoom", t("One zoom")],
    ["pan", t("One centre")],
    ["crosshair", t("One crosshair")],
  ];
  return (
    <fieldset className="link-checks">
      <legend className="muted">{t("Linked between images")}</legend>
      {names.map(([link, label]) => (
        <Check
          key={link}
          label={label}
          isChecked={links[link]}
          onToggle={() => setLink(link, !links[link], series.id)}
        />
      ))}
    </fieldset>
  );
}
