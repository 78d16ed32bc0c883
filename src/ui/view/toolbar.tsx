/** How the images are shown: planes, window, filter, sides. The same for every pane. */

import type { Layout } from "../../core/view";
import { resetView } from "../../state/actions";
import { changeView, useView } from "../../state/view-store";
import { Button } from "../common/button";
import { Check } from "../common/check";
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
    <section className="row wrap toolbar" aria-label="View">
      <Segments
        name="layout"
        legend="Layout"
        choices={LAYOUTS}
        value={layout}
        onChange={(chosen) => changeView({ layout: chosen })}
      />
      <WindowControls />
      <Check label="Smooth display" isChecked={smooth} onToggle={() => changeView({ smooth: !smooth })} />
      <Check
        label="Radiological"
        isChecked={radiological}
        onToggle={() => changeView({ radiological: !radiological })}
      />
      <Button label="Reset view" kind="quiet small" onClick={resetView} />
      <Button
        label="?"
        kind="quiet small"
        popoverTarget="gestures"
        aria-label="Mouse and keys"
        title="Mouse and keys"
      />
      <dl id="gestures" popover="auto" className="raised gestures">
        {GESTURES.map(([gesture, effect]) => (
          <div key={gesture} className="spread">
            <dt>{gesture}</dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
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
