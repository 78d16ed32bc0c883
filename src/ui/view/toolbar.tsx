/** How the images are shown: planes, window, filter, sides. The same for every pane. */

import type { Layout } from "../../core/view";
import { resetView } from "../../state/actions";
import { changeView, useView } from "../../state/view-store";
import { Segments } from "../common/segments";
import { WindowControls } from "./window-controls";

const LAYOUTS: readonly (readonly [Layout, string])[] = [
  ["three", "Three planes"],
  ["axial", "Axial"],
  ["coronal", "Coronal"],
  ["sagittal", "Sagittal"],
];

export function Toolbar() {
  const layout = useView((view) => view.layout);
  const smooth = useView((view) => view.smooth);
  const radiological = useView((view) => view.radiological);
  return (
    <section className="toolbar" aria-label="View">
      <Segments
        name="layout"
        legend="Layout"
        choices={LAYOUTS}
        value={layout}
        onChange={(chosen) => changeView({ layout: chosen })}
      />
      <WindowControls />
      <label className="check">
        <input type="checkbox" checked={smooth} onChange={() => changeView({ smooth: !smooth })} /> Smooth display
      </label>
      <label className="check">
        <input type="checkbox" checked={radiological} onChange={() => changeView({ radiological: !radiological })} />{" "}
        Radiological
      </label>
      <button type="button" className="button quiet small" onClick={resetView}>
        Reset view
      </button>
      <button
        type="button"
        className="button quiet small"
        popoverTarget="gestures"
        aria-label="Mouse and keys"
        title="Mouse and keys"
      >
        ?
      </button>
      <Gestures />
    </section>
  );
}

const GESTURES: readonly (readonly [string, string])[] = [
  ["Click or drag", "crosshair, in all panes"],
  ["Wheel", "slice"],
  ["Ctrl or ⌘ + wheel, pinch", "zoom at the pointer"],
  ["Middle drag, Shift + drag", "pan"],
  ["Right drag", "window: → wider, ↑ brighter"],
  ["Double click", "one plane, and back"],
  ["Arrows, PgUp, PgDn", "move the crosshair"],
  ["+ − 0", "zoom in, out, fit"],
];

function Gestures() {
  return (
    <dl id="gestures" popover="auto" className="gestures">
      {GESTURES.map(([gesture, effect]) => (
        <div key={gesture}>
          <dt>{gesture}</dt>
          <dd>{effect}</dd>
        </div>
      ))}
    </dl>
  );
}
