/** The intensities drawn black and white, in the scan's own units. */

import { useEffect, useId, useState } from "react";
import { autoWindow } from "../../state/actions";
import { useSession } from "../../state/session-store";
import { changeView, useView } from "../../state/view-store";
import { Button } from "../common/button";
import { formatValue } from "../common/format";

/** The two ends stay at least this fraction of the scan's range apart, so that the window never inverts. */
const LEAST_WIDTH = 1e-3;

export function WindowControls() {
  const window = useView((view) => view.window);
  const range = useSession((session) => session.scan?.range ?? window);
  const least = (range[1] - range[0]) * LEAST_WIDTH || Number.MIN_VALUE;
  const setLow = (low: number) => changeView({ window: [Math.min(low, window[1] - least), window[1]] });
  const setHigh = (high: number) => changeView({ window: [window[0], Math.max(high, window[0] + least)] });
  return (
    <fieldset className="row loose">
      <legend className="visually-hidden">Window</legend>
      <End label="Black" value={window[0]} range={range} onChange={setLow} />
      <End label="White" value={window[1]} range={range} onChange={setHigh} />
      <Button label="Auto" kind="quiet small" onClick={autoWindow} />
    </fieldset>
  );
}

interface EndProps {
  readonly label: string;
  readonly value: number;
  readonly range: readonly [number, number];
  readonly onChange: (value: number) => void;
}

/** One end of the window: a slider for the hand and a field for numbers. */
function End({ label, value, range, onChange }: EndProps) {
  const id = useId();
  const [text, setText] = useState(formatValue(value));
  useEffect(() => setText(formatValue(value)), [value]);
  const commit = () => {
    const typed = Number(text);
    if (text.trim() !== "" && Number.isFinite(typed)) onChange(typed);
    else setText(formatValue(value));
  };
  return (
    <div className="row tight window-end">
      <label className="muted" htmlFor={id}>
        {label}
      </label>
      <input
        type="range"
        aria-label={`${label} slider`}
        min={range[0]}
        max={range[1]}
        step="any"
        value={value}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <input
        id={id}
        type="text"
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
    </div>
  );
}
