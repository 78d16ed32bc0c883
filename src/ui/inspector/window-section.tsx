/** The intensities drawn black and white, in the scan's own units, and what images have in common. */

import { useEffect, useId, useState } from "react";
import type { Link, Window } from "../../core/view";
import { autoWindow, setWindow } from "../../state/actions";
import { usePrefs } from "../../state/prefs-store";
import type { Series } from "../../state/series-store";
import { setLink, useView, viewOf } from "../../state/view-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { Check } from "../common/check";
import { formatValue } from "../common/format";
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
  const [refusal, setRefusal] = useState<{ field: WindowField; text: string }>();
  const messageId = useId();
  const { headerWindow, range, id } = series;
  const set = (next: Window) => {
    setRefusal(undefined);
    setWindow(id, next);
  };
  const type = (field: WindowField, text: string) => {
    const typed = typedWindow(window, field, text);
    if (typeof typed === "string") setRefusal({ field, text: typed });
    else set(typed);
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
          <Field
            key={field}
            label={label}
            value={fieldValue(window, field)}
            messageId={refusal?.field === field ? messageId : undefined}
            onType={(text) => type(field, text)}
            onRestore={() => setRefusal(undefined)}
          />
        ))}
      </div>
      <p className="warn note window-refusal" id={messageId} role="alert">
        {refusal?.text}
      </p>
      <div className="row tight wrap">
        <Button label={t("Auto")} kind="small" onClick={() => autoWindow(id)} />
        <Button label={t("Full")} kind="small" onClick={() => set(range)} />
        <Button
          label={t("Header")}
          kind="small"
          disabled={!headerWindow}
          title={headerWindow ? undefined : t("The file asks for no window")}
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
  /** Of the text that says why what was typed was refused. */
  readonly messageId: string | undefined;
  readonly onType: (text: string) => void;
  readonly onRestore: () => void;
}

/** What was refused stays to be corrected; Escape puts the value back. */
function Field({ label, value, messageId, onType, onRestore }: FieldProps) {
  const shown = formatValue(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const commit = () => {
    if (text !== shown) onType(text);
  };
  const restore = () => {
    setText(shown);
    onRestore();
  };
  return (
    <label>
      <span className="muted">{label}</span>
      <input
        type="text"
        inputMode="decimal"
        value={text}
        aria-invalid={messageId !== undefined}
        aria-describedby={messageId}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          else if (event.key === "Escape") restore();
          else return;
          event.stopPropagation();
        }}
      />
    </label>
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
